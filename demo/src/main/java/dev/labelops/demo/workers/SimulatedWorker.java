package dev.labelops.demo.workers;

import dev.labelops.demo.truth.Annotation;
import dev.labelops.demo.truth.ManifestLine;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/** One simulated person: signs in, takes tasks, answers from the truth with noise. */
final class SimulatedWorker implements Runnable {
  private static final Duration FIRST_WAIT = Duration.ofMillis(100);
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(2);

  private final WorkerSettings settings;
  private final String email;
  private final TaskApi api;
  private final Map<String, Annotation> truth;
  private final CountDownLatch stop;
  private final Consumer<String> news;

  private TaskApi.Credentials session;
  private Duration wait = FIRST_WAIT;
  private Duration lastTask = Duration.ZERO;
  private String lastTrouble = "";

  SimulatedWorker(
      WorkerSettings settings,
      String email,
      TaskApi api,
      Map<String, Annotation> truth,
      CountDownLatch stop,
      Consumer<String> news) {
    this.settings = settings;
    this.email = email;
    this.api = api;
    this.truth = truth;
    this.stop = stop;
    this.news = news;
  }

  @Override
  public void run() {
    try {
      boolean ended = false;
      while (!ended) {
        ended = pause(work() ? lastTask : longerWait());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Whether something was done, so that it is worth asking again immediately. */
  private boolean work() throws InterruptedException {
    try {
      if (session == null) {
        session = signIn().orElse(null);
        return session != null;
      }
      for (String job : api.jobs(session)) {
        Optional<Task> task = api.next(session, job);
        if (task.isPresent()) {
          answer(task.get());
          wait = FIRST_WAIT;
          lastTrouble = "";
          return true;
        }
      }
    } catch (TaskApiException e) {
      if (e.status() == 401) {
        session = null;
      }
      say(e.getMessage());
    } catch (IllegalArgumentException e) {
      say(e.getMessage());
    }
    return false;
  }

  /** With the password of an earlier time, else with the invitation; empty when there is none. */
  private Optional<TaskApi.Credentials> signIn() throws InterruptedException {
    String own = "Simulated-1-" + email;
    var owner = TaskApi.Credentials.owner(settings.accessKeyId(), settings.secretAccessKey());
    Optional<TaskApi.Invitation> invitation = api.invitation(owner, email);
    if (invitation.isEmpty()) {
      return Optional.empty();
    }
    String pool = invitation.get().userPoolId();
    try {
      return Optional.of(api.signIn(pool, email, own, null));
    } catch (TaskApiException e) {
      if (!e.code().equals("NotAuthorized")) {
        throw e;
      }
      return Optional.of(api.signIn(pool, email, invitation.get().temporaryPassword(), own));
    }
  }

  private void answer(Task task) throws InterruptedException {
    Annotation seen =
        truth.get(ManifestLine.key(task.object(), task.taskType().startsWith("Text")));
    if (seen == null) {
      lastTask = settings.timePerTask();
      say("declined an object that is not in the truth file: " + task.object());
      api.decline(session, task);
      return;
    }
    // Not in the order of tasks, which differs from run to run.
    RandomGenerator random =
        new SplittableRandom((settings.seed() + email + task.object()).hashCode());
    Annotation said = settings.noiseOf(email).applied(seen, task.labels(), random);
    lastTask = timeFor(random);
    api.answer(session, task, AnswerContent.of(task.taskType(), said), lastTask);
  }

  /** Uneven, as people are: the logarithm is uniform, and the mean is {@code timePerTask}. */
  private Duration timeFor(RandomGenerator random) {
    double factor = Math.pow(2, random.nextDouble(-1, 1)) * Math.log(4) / 1.5;
    return Duration.ofNanos((long) (settings.timePerTask().toNanos() * factor));
  }

  private Duration longerWait() {
    Duration now = wait;
    Duration twice = wait.multipliedBy(2);
    wait = twice.compareTo(LONGEST_WAIT) < 0 ? twice : LONGEST_WAIT;
    return now;
  }

  /** Each problem is reported once. */
  private void say(String trouble) {
    if (!trouble.equals(lastTrouble)) {
      lastTrouble = trouble;
      news.accept(email + ": " + trouble);
    }
  }

  private boolean pause(Duration time) throws InterruptedException {
    return stop.await(time.toMillis(), TimeUnit.MILLISECONDS);
  }
}
