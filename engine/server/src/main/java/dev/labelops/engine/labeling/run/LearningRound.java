package dev.labelops.engine.labeling.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.labelops.engine.labeling.input.JobFailure;
import dev.labelops.engine.labeling.job.Batch;
import dev.labelops.engine.labeling.job.BatchTable;
import dev.labelops.engine.labeling.job.Job;
import dev.labelops.engine.labeling.job.JobSchedule;
import dev.labelops.engine.labeling.job.JobStatus;
import dev.labelops.engine.labeling.job.JobTable;
import dev.labelops.engine.labeling.job.Json;
import dev.labelops.engine.labeling.job.ModelTable;
import dev.labelops.engine.labeling.job.ObjectRow.State;
import dev.labelops.engine.labeling.job.ObjectTable;
import dev.labelops.engine.labeling.job.RoundTable;
import dev.labelops.engine.labeling.job.Run;
import dev.labelops.engine.labeling.job.RunKind;
import dev.labelops.engine.labeling.job.RunLabelTable;
import dev.labelops.engine.labeling.job.RunTable;
import dev.labelops.engine.labeling.learning.Outcome;
import dev.labelops.engine.labeling.output.Metadata;
import dev.labelops.engine.labeling.output.Models;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** What happens between the end of a batch and the next one: with automated labeling, a round. */
final class LearningRound {
  /** An automated job fails when more of its first sample fails. */
  private static final int MAX_FAILING_PERCENT = 10;

  /** Labels that are applied at once: all of a round need not fit into memory. */
  private static final int PAGE = 500;

  /** How far what follows a batch is. */
  enum Progress {
    /** The learning run has not ended; the job is due again when it has. */
    WAITING,
    /** The result is there; to apply it takes long. */
    LONG,
    /** The next batch can be sent out. */
    DONE
  }

  private final Jdbi jdbi;
  private final Learning learning;
  private final Clock clock;

  LearningRound(Jdbi jdbi, Learning learning, Clock clock) {
    this.jdbi = jdbi;
    this.learning = learning;
    this.clock = clock;
  }

  /**
   * Runs the round once per batch and stores when the batch's files are due. Whether the first
   * sample failed is decided from what is stored, each time: the job ends in a later run, and the
   * engine may be killed before.
   *
   * @param kind {@code STEP} for what is short only, {@code FILES} for everything
   * @param outputDelay how long after the fact files appear
   * @throws JobFailure when too much of an automated job's first sample failed
   */
  Progress run(Job job, Batch batch, RunKind kind, Duration outputDelay) {
    boolean sampleFailed = job.spec().automated() && batch.iteration() == 1 && fails(job, batch);
    if (batch.filesDueAt().isEmpty()) {
      Optional<Run> run =
          !sampleFailed && learning.of(job) && nobodyIsNext(job) && isDue(job)
              ? Optional.of(runAfter(job, batch))
              : Optional.empty();
      if (run.isPresent() && !run.get().state().ended()) {
        learning.queued().run();
        return Progress.WAITING;
      }
      if (run.isPresent() && kind == RunKind.STEP) {
        return Progress.LONG;
      }
      jdbi.useTransaction(handle -> finish(handle, job.id(), batch.iteration(), run, outputDelay));
    }
    if (sampleFailed) {
      throw JobFailure.client(
          "More than %d%% of the first sample of %d objects failed. Check the failed objects"
                  .formatted(MAX_FAILING_PERCENT, batch.size())
              + " (readable images, CORS rules, instructions) and start another labeling job.");
    }
    return Progress.DONE;
  }

  private boolean fails(Job job, Batch batch) {
    long failed =
        jdbi.withHandle(
            handle ->
                new ObjectTable(handle, job.id())
                    .ofIteration(batch.iteration(), State.Failed)
                    .size());
    return failed * 100 > (long) batch.size() * MAX_FAILING_PERCENT;
  }

  /** Whether no chosen object waits for people, or people may label no more. */
  private boolean nobodyIsNext(Job job) {
    return BatchSize.ofPeople(job.spec(), job.counters()) == 0
        || !jdbi.withHandle(handle -> new ObjectTable(handle, job.id()).anyChosen());
  }

  /**
   * Whether an object is open, and the stopping conditions let anybody label it. Without one only
   * the first round is due: its report says why the machine labels nothing.
   */
  private boolean isDue(Job job) {
    return BatchSize.ofAnybody(job.spec(), job.counters()) > 0
        || jdbi.withHandle(handle -> new RoundTable(handle, job.id()).reports().isEmpty());
  }

  /**
   * The run that the job waits for: the one of round 0, and when that has ended, the batch's, which
   * is queued when there is none.
   */
  private Run runAfter(Job job, Batch batch) {
    return jdbi.inTransaction(
        handle -> {
          new JobTable(handle).lock(job.id());
          RunTable runs = new RunTable(handle);
          Run run =
              runs.find(RunKind.LEARNING, job.id(), 0)
                  .filter(features -> !features.state().ended())
                  .orElseGet(
                      () ->
                          runs.enqueue(
                              RunKind.LEARNING, job.id(), batch.iteration(), clock.instant()));
          if (!run.state().ended()) {
            new JobSchedule(handle)
                .lookAgain(job.id(), Optional.of(job.createdAt().plus(JobRun.LONGEST_JOB)));
          }
          return run;
        });
  }

  /** Applies what the run found, once: with the same transaction the batch's files are due. */
  private void finish(Handle handle, long jobId, int round, Optional<Run> run, Duration delay) {
    Job job = new JobTable(handle).lock(jobId);
    BatchTable batches = new BatchTable(handle, jobId);
    if (job.status() != JobStatus.InProgress
        || batches.find(round).orElseThrow().filesDueAt().isPresent()) {
      return;
    }
    Instant now = clock.instant();
    run.ifPresent(
        ended -> {
          switch (ended.state()) {
            case Succeeded -> apply(handle, job, ended, now);
            case Failed -> report(handle, job, round, 0, because(failure(ended)));
            case Cancelled -> {}
            case Queued, Running -> throw new IllegalStateException("the run has not ended");
          }
        });
    if (round == 1 && job.spec().automated() && job.type().learnable().isEmpty()) {
      report(handle, job, round, 0, because(peopleOnly(job)));
    }
    batches.filesDue(round, now.plus(delay));
  }

  private static void apply(Handle handle, Job job, Run run, Instant now) {
    Outcome outcome = outcome(run.result().orElseThrow());
    int round = run.round();
    int labeled = label(handle, job, run, now);
    JobTable jobs = new JobTable(handle);
    jobs.count(job.id(), 0, labeled, 0, now);
    ObjectTable objects = new ObjectTable(handle, job.id());
    objects.used(outcome.used());
    objects.choose(outcome.next());
    if (outcome.trained()) {
      jobs.trained(job.id());
      new BatchTable(handle, job.id()).trained(round);
      new ModelTable(handle).put(job, Models.arn(job), Models.archive(job, round));
    }
    report(handle, job, round, labeled, Json.MAPPER.valueToTree(outcome.report()));
  }

  /** Applies machine labels of open objects, as many as may be labeled; their number. */
  private static int label(Handle handle, Job job, Run run, Instant now) {
    RunLabelTable table = new RunLabelTable(handle, run.id());
    int budget = BatchSize.ofAnybody(job.spec(), job.counters());
    int labeled = 0;
    int last = -1;
    while (labeled < budget) {
      List<RunLabelTable.Row> page = table.after(last, Math.min(PAGE, budget - labeled));
      if (page.isEmpty()) {
        break;
      }
      Map<Integer, ObjectNode> metadata = new HashMap<>();
      for (RunLabelTable.Row row : page) {
        metadata.put(
            row.objectId(),
            job.type().metadata(row.metadata(), Metadata.machine(job, row.objectId(), now)));
      }
      labeled +=
          new ObjectTable(handle, job.id()).labeledByMachine(run.round(), page, metadata, now);
      last = page.getLast().objectId();
    }
    return labeled;
  }

  private static String failure(Run run) {
    return "Round %d failed: %s".formatted(run.round(), run.failure().orElseThrow());
  }

  private static String peopleOnly(Job job) {
    return "0 of %,d: this engine has no model for %s, so people label every object"
        .formatted(job.counters().objects(), job.type().facts().name());
  }

  private static ObjectNode because(String reason) {
    ObjectNode report = Json.MAPPER.createObjectNode();
    report.putArray("heads");
    return report.put("reason", reason);
  }

  /** Stores the round's report with what became of it. */
  private static void report(Handle handle, Job job, int round, int labeled, ObjectNode report) {
    report.put("round", round);
    report.put("autoLabeled", labeled);
    report.put("openObjects", job.counters().unlabeled() - labeled);
    new RoundTable(handle, job.id()).insert(round, report);
  }

  private static Outcome outcome(String json) {
    try {
      return Json.MAPPER.readValue(json, Outcome.class);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
