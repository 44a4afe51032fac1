package dev.labelops.bench;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.labelops.demo.stack.Stack;
import dev.labelops.demo.workers.Task;
import dev.labelops.demo.workers.TaskApi;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Simulated workers who label one object of a named job on request. */
final class BenchWorkers implements AutoCloseable {
  static final int SIZE = 8;

  private static final String PASSWORD = "Simulated-1-bench";
  private static final Duration TIME_PER_TASK = Duration.ofSeconds(1);
  private static final Duration INVITED_WITHIN = Duration.ofSeconds(30);

  private final TaskApi api;
  private final List<TaskApi.Credentials> people = new ArrayList<>();

  private BenchWorkers(TaskApi api) {
    this.api = api;
  }

  /** Their addresses. */
  static List<String> emails() {
    return IntStream.rangeClosed(1, SIZE).mapToObj("simulated-%d@example.com"::formatted).toList();
  }

  /** Signs everybody in with the invitation's password. */
  static BenchWorkers signIn(URI engine) {
    TaskApi api = new TaskApi(engine);
    BenchWorkers workers = new BenchWorkers(api);
    var owner = TaskApi.Credentials.owner(Stack.ACCESS_KEY_ID, Stack.SECRET_ACCESS_KEY);
    for (String email : emails()) {
      Wait.until(
          email + " is invited",
          INVITED_WITHIN,
          Duration.ofMillis(200),
          () -> "no invitation in the outbox",
          () -> interruptibly(() -> api.invitation(owner, email)).isPresent());
      TaskApi.Invitation invitation =
          interruptibly(() -> api.invitation(owner, email)).orElseThrow();
      workers.people.add(
          interruptibly(
              () ->
                  api.signIn(
                      invitation.userPoolId(), email, invitation.temporaryPassword(), PASSWORD)));
    }
    return workers;
  }

  /**
   * Labels one object.
   *
   * @param person index below {@link #SIZE}
   * @param remoteName of the labeling job
   * @return {@link System#nanoTime} when the answer was acknowledged, which is when the counters
   *     have moved
   */
  long label(int person, String remoteName) {
    TaskApi.Credentials who = people.get(person);
    Task task =
        interruptibly(() -> api.next(who, remoteName))
            .orElseThrow(() -> new BenchException("job " + remoteName + " has no task left"));
    var content = JsonNodeFactory.instance.objectNode();
    content.putObject("crowd-classifier").put("label", TextJobs.LABELS.getFirst());
    interruptibly(
        () -> {
          api.answer(who, task, content, TIME_PER_TASK);
          return task;
        });
    return System.nanoTime();
  }

  @FunctionalInterface
  private interface Call<T> {
    T get() throws InterruptedException;
  }

  private static <T> T interruptibly(Call<T> call) {
    try {
      return call.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BenchException("interrupted", e);
    }
  }

  @Override
  public void close() {
    api.close();
  }
}
