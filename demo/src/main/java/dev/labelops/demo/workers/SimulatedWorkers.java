package dev.labelops.demo.workers;

import dev.labelops.demo.truth.Annotation;
import dev.labelops.demo.truth.ManifestLine;
import dev.labelops.demo.truth.OutputManifest;
import java.io.IOException;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

/**
 * People of a team, simulated: a client of the engine's task API like any browser. They accept
 * their invitations, work on whatever their teams are offered, and continue until closed.
 */
public final class SimulatedWorkers implements AutoCloseable {
  private final CountDownLatch stop = new CountDownLatch(1);
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final TaskApi api;

  private SimulatedWorkers(TaskApi api) {
    this.api = api;
  }

  /**
   * Starts one thread per worker.
   *
   * @param news receives one sentence for each problem
   * @throws IOException when the truth file cannot be read
   */
  public static SimulatedWorkers start(WorkerSettings settings, Consumer<String> news)
      throws IOException {
    Map<String, Annotation> truth = new HashMap<>();
    for (ManifestLine line :
        OutputManifest.read(Files.readAllLines(settings.truth()), settings.attribute())) {
      line.annotation().ifPresent(annotation -> truth.put(line.key(), annotation));
    }
    SimulatedWorkers workers = new SimulatedWorkers(new TaskApi(settings.engine()));
    for (String email : settings.emails()) {
      workers.threads.execute(
          new SimulatedWorker(settings, email, workers.api, Map.copyOf(truth), workers.stop, news));
    }
    return workers;
  }

  /** Lets every worker finish the accepted task. */
  @Override
  public void close() {
    stop.countDown();
    threads.close();
    api.close();
  }
}
