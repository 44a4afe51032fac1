package dev.labelops.demo.stack;

import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Starts a server again whenever it has ended, as Kubernetes would. An operator ends by itself when
 * the API server was out of reach for a while, for example while a laptop slept.
 *
 * @param ending whether the end is wished
 * @param news receives a line when a program ends, and when it is ready again
 */
record Restarts(BooleanSupplier ending, Consumer<String> news) {
  private static final Duration SHORTEST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

  /** Starts the server and returns when it is ready. */
  @FunctionalInterface
  interface Start {
    Server after(Server ended) throws IOException, InterruptedException;
  }

  /** Returns when the end is wished. */
  void keep(Server first, Start start) throws InterruptedException {
    Server server = first;
    while (true) {
      server.awaitEnd();
      if (ending.getAsBoolean()) {
        return;
      }
      news.accept(
          "the %s has exited and is being restarted; its log is %s"
              .formatted(server.name(), server.log()));
      server = again(server, start);
      news.accept("the " + server.name() + " is ready again");
    }
  }

  private Server again(Server ended, Start start) throws InterruptedException {
    boolean told = false;
    for (Duration pause = SHORTEST_PAUSE; ; pause = longer(pause)) {
      Thread.sleep(pause);
      try {
        return start.after(ended);
      } catch (DemoException | IOException | KubernetesClientException e) {
        if (!told && !ending.getAsBoolean()) {
          told = true;
          news.accept(
              "the %s cannot be started; it is retried at least every %d s until 'make down': %s"
                  .formatted(ended.name(), LONGEST_PAUSE.toSeconds(), e.getMessage()));
        }
      }
    }
  }

  private static Duration longer(Duration pause) {
    Duration twice = pause.multipliedBy(2);
    return twice.compareTo(LONGEST_PAUSE) < 0 ? twice : LONGEST_PAUSE;
  }
}
