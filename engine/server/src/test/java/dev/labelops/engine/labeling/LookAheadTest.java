package dev.labelops.engine.labeling;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.labelops.engine.Engine;
import dev.labelops.engine.EngineSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.sagemaker.model.LabelingJobStatus;

/** Tasks ahead of the one in hand: reserved, but in nobody's way. */
class LookAheadTest {
  @TempDir static Path folder;
  private static Engine engine;
  private static LabelingFixture fixture;

  @BeforeAll
  static void start() {
    engine = Engine.start(EngineSettings.local(folder));
    fixture = LabelingFixture.open(engine, "eu-west-1");
  }

  @AfterAll
  static void stop() {
    engine.close();
  }

  private static void job(String name, int texts) {
    fixture.start(name, "TextMultiClass", fixture.texts(name, texts), wish -> {});
  }

  private static String id(JsonNode task) {
    return task.path("taskId").asText();
  }

  private static Person.Reply ahead(Person person, String job, JsonNode after) {
    return person.post(
        "/_labelops/api/jobs/" + job + "/tasks?after=" + id(after), Person.JSON.createObjectNode());
  }

  private static Person.Reply shown(Person person, JsonNode task) {
    return person.post(
        "/_labelops/api/tasks/" + id(task) + "/shown", Person.JSON.createObjectNode());
  }

  private static int available(Person person, String job) {
    return person
        .jobs()
        .body()
        .path("jobs")
        .valueStream()
        .filter(document -> document.path("jobName").asText().equals(job))
        .findFirst()
        .map(document -> document.path("availableTasks").asInt())
        .orElse(0);
  }

  @Test
  void theTimeOfATaskAheadBeginsWhenItIsShown() {
    job("ahead", 3);
    Person ann = fixture.worker("ann-ahead");
    JsonNode first = fixture.awaitTask(ann, "ahead");
    assertThat(first.path("ahead").asBoolean(true)).isFalse();
    assertThat(Instant.parse(first.path("shownAt").asText())).isBefore(Instant.now());

    Person.Reply reply = ahead(ann, "ahead", first);

    assertThat(reply.status()).isEqualTo(201);
    JsonNode next = reply.body();
    assertThat(next.path("ahead").asBoolean()).isTrue();
    assertThat(next.path("shownAt").isNull()).isTrue();
    assertThat(Duration.between(Instant.now(), Instant.parse(next.path("expiresAt").asText())))
        .isBetween(Duration.ofSeconds(90), Duration.ofMinutes(2));
    assertThat(id(next)).isNotEqualTo(id(first));
    JsonNode renewed = ahead(ann, "ahead", first).body();
    assertThat(id(renewed)).as("the same one again").isEqualTo(id(next));
    assertThat(renewed.path("taskUrl")).isNotEqualTo(next.path("taskUrl"));
    assertThat(available(ann, "ahead")).as("one in hand and two to come").isEqualTo(3);
    assertThat(ann.take("ahead").map(LookAheadTest::id)).contains(id(first));

    assertThat(ann.answer(id(first), LabelingFixture.textChoice("good")).status()).isEqualTo(204);
    JsonNode shown = shown(ann, next).body();
    assertThat(shown.path("ahead").asBoolean()).isFalse();
    assertThat(shown(ann, next).body().path("expiresAt")).isEqualTo(shown.path("expiresAt"));
    assertThat(ann.take("ahead").map(LookAheadTest::id)).contains(id(next));
    assertThat(ann.answer(id(next), LabelingFixture.textChoice("good")).status()).isEqualTo(204);

    JsonNode progress = ann.get("/_labelops/api/progress").body();
    assertThat(progress.path("answeredToday").asInt()).isEqualTo(2);
    assertThat(progress.path("medianSeconds").asDouble(-1)).isBetween(0.0, 30.0);
    assertThat(progress.path("waiting").asInt()).isPositive();
    assertThat(answeredSince(ann, Instant.now().minusSeconds(600))).isEqualTo(2);
    assertThat(answeredSince(ann, Instant.now())).as("a day that begins now").isZero();
    assertThat(ann.get("/_labelops/api/progress?since=today").body().path("code").asText())
        .isEqualTo("InvalidSince");
  }

  private static int answeredSince(Person person, Instant start) {
    return person
        .get("/_labelops/api/progress?since=" + start)
        .body()
        .path("answeredToday")
        .asInt(-1);
  }

  @Test
  void theNextTakeHandsOutWhatWasAhead() {
    job("next", 4);
    Person ann = fixture.worker("ann-next");
    JsonNode first = fixture.awaitTask(ann, "next");
    String next = id(ahead(ann, "next", first).body());
    ann.answer(id(first), LabelingFixture.textChoice("good"));
    assertThat(ann.take("next").map(LookAheadTest::id)).contains(next);
  }

  @Test
  void anAnswerMayBeFasterThanTheNewsThatItsTaskWasShown() {
    job("fast", 2);
    Person ann = fixture.worker("ann-fast");
    JsonNode first = fixture.awaitTask(ann, "fast");
    JsonNode next = ahead(ann, "fast", first).body();
    ann.answer(id(first), LabelingFixture.textChoice("good"));
    assertThat(ann.answer(id(next), LabelingFixture.textChoice("bad")).status()).isEqualTo(204);
    assertThat(fixture.awaitStatus("fast", LabelingJobStatus.COMPLETED).labelCounters())
        .satisfies(counters -> assertThat(counters.humanLabeled()).isEqualTo(2));
  }

  @Test
  void whoeverHasNothingElseToDoGetsAnObjectThatSomebodyOnlySeesNext() {
    job("idle", 2);
    Person ann = fixture.worker("ann-idle");
    Person ben = fixture.worker("ben-idle");
    JsonNode first = fixture.awaitTask(ann, "idle");
    JsonNode next = ahead(ann, "idle", first).body();
    assertThat(available(ben, "idle")).isEqualTo(1);

    JsonNode taken = ben.take("idle").orElseThrow();

    assertThat(taken.path("input")).isEqualTo(next.path("input"));
    assertThat(shown(ann, next).code()).isEqualTo("TaskGone");
    assertThat(ann.answer(id(next), LabelingFixture.textChoice("good")).code())
        .isEqualTo("TaskGone");
    assertThat(ben.answer(id(taken), LabelingFixture.textChoice("good")).status()).isEqualTo(204);
    assertThat(ann.answer(id(first), LabelingFixture.textChoice("good")).status()).isEqualTo(204);
    assertThat(fixture.awaitStatus("idle", LabelingJobStatus.COMPLETED)).isNotNull();
  }

  @Test
  void anObjectThatSomebodySeesNextIsNotTheFirstForOthers() {
    job("order", 3);
    Person ann = fixture.worker("ann-order");
    Person ben = fixture.worker("ben-order");
    JsonNode first = fixture.awaitTask(ann, "order");
    JsonNode next = ahead(ann, "order", first).body();
    assertThat(ben.take("order").orElseThrow().path("input")).isNotEqualTo(next.path("input"));
    assertThat(shown(ann, next).status()).isEqualTo(200);
  }

  @Test
  void releaseAndSignOutGiveBackWhatIsAhead() {
    job("back", 2);
    Person ann = fixture.worker("ann-back");
    JsonNode first = fixture.awaitTask(ann, "back");
    JsonNode next = ahead(ann, "back", first).body();
    assertThat(ann.release(id(first)).status()).isEqualTo(204);
    assertThat(shown(ann, next).code()).isEqualTo("TaskNotFound");

    JsonNode again = fixture.awaitTask(ann, "back");
    JsonNode second = ahead(ann, "back", again).body();
    assertThat(ann.signOut().status()).isEqualTo(204);
    Person back =
        Person.signedIn(engine.address(), "ann-back@eu-west-1.example.com", "Permanent-1", null);
    assertThat(back.get("/_labelops/api/tasks/" + id(second)).code()).isEqualTo("TaskNotFound");
    assertThat(back.take("back").map(LookAheadTest::id))
        .as("the task in hand stays")
        .contains(id(again));
  }

  @Test
  void aWorkerHasOneAheadAndThreeInHandAtMost() {
    job("many", 9);
    job("other", 3);
    Person ann = fixture.worker("ann-many");
    JsonNode current = fixture.awaitTask(ann, "many");
    JsonNode elsewhere = fixture.awaitTask(ann, "other");
    JsonNode there = ahead(ann, "other", elsewhere).body();
    JsonNode next = ahead(ann, "many", current).body();
    assertThat(shown(ann, there).code()).as("one ahead").isEqualTo("TaskNotFound");
    for (int inHand = 1; inHand < 3; inHand++) {
      assertThat(shown(ann, next).status()).isEqualTo(200);
      next = ahead(ann, "many", current).body();
    }
    assertThat(shown(ann, next).code()).isEqualTo("TooManyInHand");
  }

  @Test
  void nothingIsAheadOfATaskThatIsNotInHand() {
    job("none", 3);
    Person ann = fixture.worker("ann-none");
    Person ben = fixture.worker("ben-none");
    JsonNode first = fixture.awaitTask(ann, "none");
    assertThat(ahead(ben, "none", first).code()).isEqualTo("TaskNotFound");
    ann.release(id(first));
    assertThat(ahead(ann, "none", first).code()).isEqualTo("TaskGone");
  }

  @Test
  void aStoppedJobDoesNotWaitForWhatIsAhead() {
    job("stopped", 3);
    Person ann = fixture.worker("ann-stopped");
    JsonNode first = fixture.awaitTask(ann, "stopped");
    JsonNode next = ahead(ann, "stopped", first).body();
    fixture.sageMaker.stopLabelingJob(b -> b.labelingJobName("stopped"));
    assertThat(fixture.awaitStatus("stopped", LabelingJobStatus.STOPPED)).isNotNull();
    assertThat(shown(ann, next).code()).isEqualTo("TaskGone");
    assertThat(List.of(ahead(ann, "stopped", first).code(), ann.take("stopped").toString()))
        .containsExactly("TaskGone", "Optional.empty");
  }
}
