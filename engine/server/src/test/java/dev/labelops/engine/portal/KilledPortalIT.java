package dev.labelops.engine.portal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.labelops.engine.EngineMain;
import dev.labelops.engine.EngineProcess;
import dev.labelops.engine.labeling.LabelingFixture;
import dev.labelops.engine.labeling.Person;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.sagemaker.model.LabelingJobStatus;

/**
 * Fifty people label at once, each with a task ahead, while the engine is killed again and again:
 * every acknowledged answer is in the output once, and no object has more answers than it needs.
 */
class KilledPortalIT {
  private static final int PEOPLE = 50;
  private static final int TEXTS = 80;
  private static final int WANTED = 3;
  private static final Duration DEADLINE = Duration.ofMinutes(10);

  /** The engine that lives now, and how many lived before it. */
  private record Life(int number, URI address) {}

  /** Who answered which text how, as the engine acknowledged it. */
  private record Answered(String text, String sub) {}

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Map<Answered, String> acknowledged = new ConcurrentHashMap<>();
  private Life life = new Life(0, null);

  @TempDir Path folder;

  @Test
  void twentyTimesWithTheEmbeddedDatabase() throws Exception {
    labelThrough(20, List.of());
  }

  @Test
  void withPostgres() throws Exception {
    try (EmbeddedPostgres postgres = EmbeddedPostgres.start()) {
      labelThrough(3, List.of("--database", postgres.getJdbcUrl("postgres", "postgres")));
    }
  }

  private void labelThrough(int kills, List<String> options) throws Exception {
    EngineProcess engine = start(options);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      LabelingFixture fixture = LabelingFixture.open(engine.address(), "eu-west-1");
      List<Person> people = people(fixture, threads, engine.address());
      fixture.start(
          "killed",
          "TextMultiClass",
          fixture.texts("killed", TEXTS),
          wish -> wish.human(h -> h.numberOfHumanWorkersPerDataObject(WANTED)));
      List<Future<?>> working = new ArrayList<>();
      for (Person person : people) {
        String sub = person.get("/_labelops/api/sessions/current").body().path("sub").asText();
        working.add(threads.submit(() -> work(person, sub)));
      }
      for (int kill = 1; kill <= kills; kill++) {
        int reached = TEXTS * WANTED * kill / (kills + 2);
        awaitUntil(life -> acknowledged.size() >= reached, "answer " + reached);
        engine.close();
        engine = start(options);
      }
      for (Future<?> one : working) {
        one.get(DEADLINE.toSeconds(), TimeUnit.SECONDS);
      }
      check(fixture.at(engine.address()));
    } finally {
      engine.close();
    }
  }

  private EngineProcess start(List<String> options) throws Exception {
    List<String> arguments =
        new ArrayList<>(List.of("--port", "0", "--data", folder.resolve("data").toString()));
    arguments.addAll(options);
    EngineProcess engine = EngineProcess.start(EngineMain.class, arguments, List.of());
    lock.lock();
    try {
      life = new Life(life.number() + 1, engine.address());
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    return engine;
  }

  private static List<Person> people(LabelingFixture fixture, ExecutorService threads, URI address)
      throws Exception {
    List<Future<Person>> signingIn = new ArrayList<>();
    for (int i = 0; i < PEOPLE; i++) {
      String email = "worker" + i + "@example.com";
      fixture.invite(email);
      fixture.addToTeam(email);
      signingIn.add(
          threads.submit(() -> Person.signedIn(address, email, "Temporary-1", "Permanent-1")));
    }
    List<Person> people = new ArrayList<>();
    for (Future<Person> one : signingIn) {
      people.add(one.get());
    }
    return people;
  }

  /** Waits for another engine or another answer until something holds. */
  private Life awaitUntil(Predicate<Life> holds, String what) {
    Instant end = Instant.now().plus(DEADLINE);
    lock.lock();
    try {
      while (!holds.test(life)) {
        if (!changed.awaitUntil(Date.from(end))) {
          throw new AssertionError(
              what + " did not come; " + acknowledged.size() + " answers did, in " + life);
        }
      }
      return life;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } finally {
      lock.unlock();
    }
  }

  /** Asks until an engine answers: whoever was killed meanwhile gets the same request again. */
  private <T> T stubborn(Person person, Function<Person, T> request) {
    Life at = awaitUntil(any -> true, "an engine");
    while (true) {
      try {
        return request.apply(person.at(at.address()));
      } catch (UncheckedIOException e) {
        int dead = at.number();
        at = awaitUntil(now -> now.number() > dead, "an engine after life " + dead);
      }
    }
  }

  private void work(Person person, String sub) {
    Random random = new Random(sub.hashCode());
    Instant end = Instant.now().plus(DEADLINE);
    while (true) {
      Optional<JsonNode> task = stubborn(person, p -> p.take("killed"));
      if (task.isEmpty()) {
        if (isOver(end)) {
          return;
        }
        continue;
      }
      String id = task.get().path("taskId").asText();
      Person.Reply ahead =
          stubborn(
              person,
              p ->
                  p.post(
                      "/_labelops/api/jobs/killed/tasks?after=" + id,
                      Person.JSON.createObjectNode()));
      answer(person, sub, task.get(), random);
      if (ahead.status() == 201 && random.nextInt(4) > 0) {
        String next = "/_labelops/api/tasks/" + ahead.body().path("taskId").asText();
        Person.Reply shown =
            stubborn(person, p -> p.post(next + "/shown", Person.JSON.createObjectNode()));
        if (shown.status() == 200) {
          answer(person, sub, shown.body(), random);
        }
      }
    }
  }

  /** Whether all answers are there; waits a moment for others' ones before it says no. */
  private boolean isOver(Instant end) {
    lock.lock();
    try {
      if (acknowledged.size() < TEXTS * WANTED && Instant.now().isBefore(end)) {
        changed.await(200, TimeUnit.MILLISECONDS);
      }
      return acknowledged.size() >= TEXTS * WANTED || Instant.now().isAfter(end);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } finally {
      lock.unlock();
    }
  }

  private void answer(Person person, String sub, JsonNode task, Random random) {
    String label = random.nextBoolean() ? "good" : "bad";
    Person.Reply reply =
        stubborn(
            person,
            p ->
                p.answer(
                    task.path("taskId").asText(),
                    LabelingFixture.choice("crowd-classifier", label)));
    switch (reply.status()) {
      case 204 -> {
        String before =
            acknowledged.put(
                new Answered(task.path("input").path("taskObject").asText(), sub), label);
        assertThat(before).as("one person answers an object once").isNull();
        lock.lock();
        try {
          changed.signalAll();
        } finally {
          lock.unlock();
        }
      }
      case 410 -> {}
      default -> throw new AssertionError("answer: " + reply);
    }
  }

  private void check(LabelingFixture fixture) {
    // A run of an engine that was killed continues when its lease has ended.
    var ended =
        await("the job's end")
            .atMost(DEADLINE)
            .until(
                () -> fixture.describe("killed"),
                job -> job.labelingJobStatus() == LabelingJobStatus.COMPLETED);
    assertThat(ended.labelCounters().humanLabeled()).isEqualTo(TEXTS);
    Map<Answered, String> stored = new TreeMap<>(Comparator.comparing(Answered::toString));
    String responses = "output/killed/annotations/worker-response/";
    int files = 0;
    for (String file : fixture.tree(responses)) {
      JsonNode answers = LabelingFixture.json(fixture.read(responses + file)).path("answers");
      files++;
      assertThat(answers).as(file).hasSize(WANTED);
      String text = "text " + file.replaceAll(".*/(\\d+)/.*", "$1");
      for (JsonNode answer : answers) {
        String sub = answer.at("/workerMetadata/identityData/sub").asText();
        String label = answer.at("/answerContent/crowd-classifier/label").asText();
        assertThat(stored.put(new Answered(text, sub), label)).as(file + " of " + sub).isNull();
      }
    }
    assertThat(files).isEqualTo(TEXTS);
    assertThat(stored).containsExactlyInAnyOrderEntriesOf(acknowledged);
  }
}
