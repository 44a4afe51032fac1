package dev.labelops.engine.learning;

import dev.labelops.engine.EngineSettings;
import dev.labelops.engine.labeling.job.Run;
import dev.labelops.engine.labeling.run.LearningRunner;
import dev.labelops.engine.labeling.run.Runs;
import dev.labelops.engine.store.Database;
import dev.labelops.engine.store.DatabaseAccess;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does each learning run in a process of its own beside the engine, so that a native crash or a
 * model that is too large costs an attempt of the run and not the server.
 */
public final class ProcessRunner implements LearningRunner {
  private static final Logger LOG = LoggerFactory.getLogger(ProcessRunner.class);

  /** How often it is checked whether the run's job was stopped. */
  private static final Duration CHECK = Duration.ofSeconds(2);

  /** How long a process may take to release its run when it is asked to end. */
  private static final Duration GRACE = Duration.ofSeconds(5);

  private final EngineSettings settings;
  private final LearnProgram program;
  private final Database database;
  private final Runs runs;
  private final Clock clock;
  private final Set<Process> processes = ConcurrentHashMap.newKeySet();
  private volatile boolean stopping;

  /**
   * @param settings of the engine; the process gets those that it needs
   * @param program what is started
   */
  public ProcessRunner(
      EngineSettings settings, LearnProgram program, Database database, Clock clock) {
    this.settings = settings;
    this.program = program;
    this.database = database;
    this.runs = new Runs(database.jdbi(), clock, settings.pace().lease());
    this.clock = clock;
  }

  @Override
  public Optional<Instant> execute(String runId) {
    Optional<Instant> due = runs.nextTry(runId);
    if (due.isEmpty() || stopping || due.get().isAfter(clock.instant())) {
      return due;
    }
    String owner = UUID.randomUUID().toString();
    try (DatabaseAccess access = database.access();
        ScratchFolder scratch =
            ScratchFolder.create(settings.learning().learner().cacheFolder(), runId)) {
      int status =
          attend(runId, program.start(settings, access.url(), scratch.path(), runId, owner));
      if (status == LearnExit.ENDED || status == LearnExit.NOT_NOW || stopping) {
        runs.release(runId, owner);
        return runs.nextTry(runId);
      }
      return runs.died(runId, owner, LearnExit.describe(status));
    } catch (IOException e) {
      LOG.error("the process of learning run {} cannot be started", runId, e);
      return runs.died(runId, owner, "it cannot be started");
    }
  }

  /** Waits for the end of the process, and ends it when nobody waits for its run any more. */
  private int attend(String runId, Process process) {
    processes.add(process);
    try {
      if (stopping) {
        end(process);
      }
      Thread.ofVirtual().start(() -> forward(runId, process));
      while (!process.waitFor(CHECK.toMillis(), TimeUnit.MILLISECONDS)) {
        if (runs.find(runId).map(Run::state).filter(state -> !state.ended()).isEmpty()) {
          end(process);
        }
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      throw new IllegalStateException("threads of runs are never interrupted", e);
    } finally {
      processes.remove(process);
      process.destroyForcibly();
    }
  }

  private static void forward(String runId, Process process) {
    try (BufferedReader lines = process.inputReader()) {
      lines.lines().forEach(line -> LOG.info("learning run {}: {}", runId, line));
    } catch (IOException | UncheckedIOException e) {
      LOG.debug("the output of learning run {} has ended", runId, e);
    }
  }

  private static void end(Process process) throws InterruptedException {
    // Not Process.destroy, which closes the output that is being read.
    process.toHandle().destroy();
    if (!process.waitFor(GRACE.toMillis(), TimeUnit.MILLISECONDS)) {
      process.destroyForcibly();
    }
  }

  @Override
  public void stop() {
    stopping = true;
    processes.forEach(process -> process.toHandle().destroy());
  }

  @Override
  public void close() {
    stop();
    processes.forEach(Process::destroyForcibly);
  }
}
