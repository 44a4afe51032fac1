package dev.labelops.engine.owner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.labelops.engine.Engine;
import dev.labelops.engine.EngineSettings;
import dev.labelops.engine.labeling.LabelingFixture;
import dev.labelops.engine.labeling.LearnableText;
import dev.labelops.engine.labeling.Person;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.sagemaker.model.LabelingJobStatus;

/** The routes of docs/reference/owner-api.md over HTTP, of jobs that people and a learner label. */
class OwnerApiTest {
  private static final String API = "/_labelops/api/owner/";
  private static final String TEXTS = "jobs/eu-west-1/texts";
  private static final String AUTO = "jobs/eu-west-1/auto";
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir static Path folder;
  private static Engine engine;
  private static LabelingFixture fixture;
  private static HttpClient http;

  @BeforeAll
  static void start() {
    http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    engine =
        Engine.start(
            EngineSettings.local(folder),
            LearnableText.TYPES,
            round -> {
              if (round.number() == 0) {
                return LearnableText.nothing(round);
              }
              round.progress("Labeling what is left.");
              round.log("Trained on what people labeled.");
              LearnableText.open(round).forEach(id -> round.label(id, LearnableText.label(0)));
              return LearnableText.trained(round, List.of());
            });
    fixture = LabelingFixture.open(engine, "eu-west-1");
    List<Person> three = fixture.workers(3);
    fixture.start(
        "texts",
        "TextMultiClass",
        fixture.texts("texts", 6),
        wish -> wish.human(h -> h.numberOfHumanWorkersPerDataObject(3)));
    int[] who = {0};
    fixture.awaitTask(three.getFirst(), "texts");
    for (Person person : three) {
      int index = who[0]++;
      fixture.answerAll(
          person,
          "texts",
          input ->
              LabelingFixture.textChoice(
                  index == 2 && input.path("taskObject").asText().equals("text 4")
                      ? "bad"
                      : "good"));
    }
    fixture.awaitStatus("texts", LabelingJobStatus.COMPLETED);
    fixture.start(
        "auto",
        "TextMultiClass",
        fixture.texts("auto", 120),
        wish -> wish.automated().human(h -> h.maxConcurrentTaskCount(20)));
    fixture.finish("auto", three, input -> LabelingFixture.textChoice("good"));
    fixture.start("open", "TextMultiClass", fixture.texts("open", 3), wish -> {});
    fixture.awaitTask(three.getFirst(), "open");
  }

  @AfterAll
  static void stop() {
    engine.close();
    http.close();
  }

  private static HttpResponse<String> send(String method, String path, String body) {
    String key = Base64.getEncoder().encodeToString("test:test".getBytes(StandardCharsets.UTF_8));
    HttpRequest request =
        HttpRequest.newBuilder(engine.address().resolve(API + path))
            .header("Authorization", "Basic " + key)
            .method(method, BodyPublishers.ofString(body))
            .build();
    try {
      return http.send(request, BodyHandlers.ofString());
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static JsonNode get(String path) {
    HttpResponse<String> answer = send("GET", path, "");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return json(answer);
  }

  private static JsonNode json(HttpResponse<String> answer) {
    try {
      return JSON.readTree(answer.body());
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static void refused(HttpResponse<String> answer, int status, String code) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(json(answer).path("code").asText()).isEqualTo(code);
    assertThat(json(answer).path("message").asText()).isNotEmpty();
  }

  private static List<Integer> ids(JsonNode page) {
    return page.path("objects").valueStream().map(o -> o.path("objectId").asInt()).toList();
  }

  private static List<String> names(JsonNode page) {
    return page.path("jobs").valueStream().map(job -> job.path("jobName").asText()).toList();
  }

  @Test
  void nobodyIsRefused() throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(engine.address().resolve(API + "jobs")).GET().build();
    refused(http.send(request, BodyHandlers.ofString()), 401, "NotSignedIn");
  }

  @Test
  void jobsAreListedNewestFirstInPages() {
    JsonNode all = get("jobs");
    List<String> names = names(all);
    // Another test may have added one.
    assertThat(names).endsWith("open", "auto", "texts");
    assertThat(all.path("next").isNull()).isTrue();
    JsonNode texts = all.path("jobs").path(names.size() - 1);
    assertThat(texts.path("status").asText()).isEqualTo("Completed");
    assertThat(texts.path("counters").path("human").asInt()).isEqualTo(6);
    assertThat(texts.path("endedAt").asText()).isNotEmpty();
    assertThat(texts.path("answersPerHour").isNull()).as("it has ended").isTrue();

    JsonNode first = get("jobs?limit=2");
    assertThat(names(first)).isEqualTo(names.subList(0, 2));
    JsonNode second = get("jobs?limit=200&after=" + first.path("next").asText());
    assertThat(names(second)).isEqualTo(names.subList(2, names.size()));
    refused(send("GET", "jobs?limit=201", ""), 400, "MalformedRequest");
    refused(send("GET", "jobs?after=x", ""), 400, "MalformedRequest");
  }

  @Test
  void aJobHasItsRoundsBatchesAndEvents() {
    JsonNode auto = get(AUTO);
    assertThat(auto.path("automated").asBoolean()).isTrue();
    assertThat(auto.path("labels").valueStream().map(JsonNode::asText))
        .containsExactly("good", "bad");
    int human = auto.path("counters").path("human").asInt();
    int machine = auto.path("counters").path("machine").asInt();
    assertThat(human + machine).isEqualTo(120);
    assertThat(machine).isPositive();
    assertThat(auto.path("batches").valueStream().mapToInt(b -> b.path("human").asInt()).sum())
        .isEqualTo(human);
    assertThat(auto.path("batches").valueStream().mapToInt(b -> b.path("machine").asInt()).sum())
        .isEqualTo(machine);
    assertThat(auto.path("reports")).isNotEmpty();
    assertThat(auto.path("rounds").asInt()).isEqualTo(auto.path("reports").size());
    assertThat(auto.path("lastRound").path("reason").asText()).isEqualTo("As the script says.");
    assertThat(auto.path("run").path("state").asText()).isEqualTo("Succeeded");
    assertThat(auto.path("run").path("progress").asText()).isEqualTo("Labeling what is left.");
    List<String> events =
        auto.path("events").valueStream().map(event -> event.path("text").asText()).toList();
    assertThat(events)
        .contains(
            "The job was created.",
            "The job is Completed.",
            "Batch 1: 20 objects sent to the workers.",
            "Batch 1 finished: 20 objects labeled by people, 0 failed.")
        .anyMatch(text -> text.matches("Round \\d+: Trained on what people labeled\\."));
    assertThat(auto.path("blocked")).isEmpty();
  }

  @Test
  void anotherJobIsNotFound() {
    refused(send("GET", "jobs/eu-west-1/none", ""), 404, "JobNotFound");
    refused(send("GET", "jobs/eu-central-1/texts", ""), 404, "JobNotFound");
    refused(send("GET", "jobs/eu-west-1/none/objects", ""), 404, "JobNotFound");
    refused(send("GET", "jobs/eu-west-1/none/workers", ""), 404, "JobNotFound");
    refused(send("GET", TEXTS + "/objects/6", ""), 404, "ObjectNotFound");
    refused(send("GET", TEXTS + "/objects/x", ""), 400, "MalformedRequest");
  }

  @Test
  void objectsAreFoundByWhatIsKnownOfThem() {
    assertThat(ids(get(TEXTS + "/objects"))).containsExactly(0, 1, 2, 3, 4, 5);
    assertThat(ids(get(TEXTS + "/objects?source=machine"))).isEmpty();
    assertThat(ids(get(TEXTS + "/objects?source=human&label=good"))).hasSize(6);
    assertThat(ids(get(TEXTS + "/objects?label=bad"))).isEmpty();
    assertThat(ids(get(TEXTS + "/objects?minDisagreement=0.1"))).containsExactly(4);
    assertThat(ids(get(TEXTS + "/objects?maxDisagreement=0.1"))).containsExactly(0, 1, 2, 3, 5);
    assertThat(ids(get(TEXTS + "/objects?minArea=1"))).as("no boxes").isEmpty();
    assertThat(ids(get(TEXTS + "/objects?sort=disagreement"))).startsWith(4).hasSize(6);
    assertThat(ids(get(TEXTS + "/objects?sort=confidence"))).startsWith(4).hasSize(6);
    JsonNode fourth = get(TEXTS + "/objects?sort=disagreement&limit=1").path("objects").path(0);
    assertThat(fourth.path("disagreement").asDouble()).isBetween(.5, .6);
    assertThat(fourth.path("text").asText()).isEqualTo("text 4");
    assertThat(fourth.path("source").asText()).isEqualTo("human");
    assertThat(fourth.path("metadata").path("class-name").asText()).isEqualTo("good");
    double confidence = fourth.path("confidence").asDouble();
    assertThat(ids(get(TEXTS + "/objects?maxConfidence=" + confidence))).containsExactly(4);
    assertThat(ids(get(TEXTS + "/objects?minConfidence=" + (confidence + .001)))).hasSize(5);
    refused(send("GET", TEXTS + "/objects?source=people", ""), 400, "MalformedRequest");
    refused(send("GET", TEXTS + "/objects?sort=x", ""), 400, "MalformedRequest");
    refused(send("GET", TEXTS + "/objects?minConfidence=x", ""), 400, "MalformedRequest");
    refused(send("GET", TEXTS + "/objects?answers=x", ""), 400, "MalformedRequest");
    assertThat(ids(get("jobs/eu-west-1/open/objects?source=open"))).containsExactly(0, 1, 2);
    assertThat(get(AUTO + "/objects?source=machine").path("objects"))
        .isNotEmpty()
        .allMatch(object -> object.path("confidence").asDouble() == .98);
  }

  @Test
  void pagesOfObjectsMissNothingInAnyOrder() {
    for (String sort : List.of("manifest", "confidence", "disagreement")) {
      List<Integer> whole = ids(get(TEXTS + "/objects?sort=" + sort));
      JsonNode first = get(TEXTS + "/objects?limit=4&sort=" + sort);
      JsonNode second =
          get(
              TEXTS
                  + "/objects?limit=4&sort=%s&after=%s"
                      .formatted(sort, first.path("next").asText()));
      assertThat(ids(first)).as(sort).isEqualTo(whole.subList(0, 4));
      assertThat(ids(second)).as(sort).isEqualTo(whole.subList(4, 6));
      assertThat(second.path("next").isNull()).isTrue();
    }
    refused(send("GET", TEXTS + "/objects?after=x", ""), 400, "MalformedRequest");
  }

  @Test
  void anObjectHasTheAnswersOfItsWorkers() {
    JsonNode object = get(TEXTS + "/objects/4");
    assertThat(object.path("line").asText()).isEqualTo("{\"source\":\"text 4\"}");
    assertThat(
            object
                .path("answers")
                .valueStream()
                .map(answer -> answer.at("/answer/crowd-classifier/label").asText()))
        .containsExactlyInAnyOrder("good", "good", "bad");
    assertThat(object.path("answers").path(0).path("username").asText()).contains("@");
    assertThat(object.path("answers").path(0).path("seconds").isNumber()).isTrue();
    String uri = object.path("workerResponse").asText();
    String key = uri.substring(fixture.uri("").length());
    await()
        .atMost(LabelingFixture.DEADLINE)
        .untilAsserted(() -> assertThat(fixture.tree("")).contains(key));
    String worker = object.path("answers").path(0).path("workerId").asText();
    assertThat(
            ids(
                get(
                    TEXTS
                        + "/objects?worker="
                        + URLEncoder.encode(worker, StandardCharsets.UTF_8))))
        .hasSize(6);
    assertThat(ids(get(TEXTS + "/objects?worker=nobody"))).isEmpty();
  }

  @Test
  void workersHaveAnswersTimeAndQuality() {
    JsonNode workers = get(TEXTS + "/workers").path("workers");
    assertThat(workers).hasSize(3);
    for (JsonNode worker : workers) {
      assertThat(worker.path("answers").asInt()).isEqualTo(6);
      assertThat(worker.path("medianSeconds").isNumber()).isTrue();
      assertThat(worker.path("username").asText()).contains("@");
      JsonNode quality = worker.path("quality");
      assertThat(quality.path("low").asDouble())
          .isLessThanOrEqualTo(quality.path("estimate").asDouble());
      assertThat(quality.path("high").asDouble())
          .isGreaterThanOrEqualTo(quality.path("estimate").asDouble());
      assertThat(worker.path("agreement").path("objects").asInt()).isEqualTo(6);
      assertThat(worker.path("agreement").path("share").asDouble())
          .as("five objects alike; about one, one of three said another class")
          .isIn(5.0 / 6, 5.5 / 6);
    }
  }

  @Test
  void whatIsToBeLabeledAgainIsAManifestOfItsOwn() {
    String before = fixture.read("output/texts/manifests/output/output.manifest");
    HttpResponse<String> answer = send("POST", TEXTS + "/label-again", "{\"objectIds\":[4,1]}");

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    String manifest = json(answer).path("manifest").asText();
    assertThat(manifest).startsWith(fixture.uri("output/texts/label-again/"));
    List<JsonNode> lines = fixture.readLines(manifest.substring(fixture.uri("").length()));
    List<JsonNode> output = fixture.readLines("output/texts/manifests/output/output.manifest");
    assertThat(lines).isEqualTo(List.of(output.get(1), output.get(4)));
    assertThat(lines.getFirst().path("kind-metadata").path("class-name").asText())
        .isEqualTo("good");
    assertThat(fixture.read("output/texts/manifests/output/output.manifest")).isEqualTo(before);

    fixture.start(
        "again",
        "TextMultiClass",
        manifest,
        wish -> wish.with(r -> r.labelAttributeName("second")));
    fixture.finish(
        "again", List.of(fixture.worker("dan")), input -> LabelingFixture.textChoice("bad"));
    JsonNode line = fixture.readLines("output/again/manifests/output/output.manifest").getLast();
    assertThat(line.path("kind-metadata").path("class-name").asText()).isEqualTo("good");
    assertThat(line.path("second-metadata").path("class-name").asText()).isEqualTo("bad");
  }

  @Test
  void onlyLabeledObjectsAreLabeledAgain() {
    List<String> files = fixture.tree("output/open/label-again/");
    refused(
        send("POST", "jobs/eu-west-1/open/label-again", "{\"objectIds\":[0]}"),
        400,
        "ObjectNotLabeled");
    refused(send("POST", TEXTS + "/label-again", "{\"objectIds\":[9]}"), 400, "ObjectNotFound");
    refused(send("POST", TEXTS + "/label-again", "{\"objectIds\":[]}"), 400, "MalformedRequest");
    refused(send("POST", TEXTS + "/label-again", "{}"), 400, "MalformedRequest");
    refused(send("POST", TEXTS + "/label-again", "{\"objectIds\":[1.5]}"), 400, "MalformedRequest");
    String many = IntStream.range(0, 10_001).boxed().toList().toString();
    refused(
        send("POST", TEXTS + "/label-again", "{\"objectIds\":%s}".formatted(many)),
        400,
        "MalformedRequest");
    assertThat(fixture.tree("output/open/label-again/")).isEqualTo(files).isEmpty();
  }

  @Test
  void invitationsAreRead() {
    fixture.inviteByMail("invited@example.com");
    JsonNode messages = get("outbox?to=invited@example.com").path("messages");
    assertThat(messages).hasSize(1);
    assertThat(messages.path(0).path("temporaryPassword").asText()).isNotEmpty();
  }
}
