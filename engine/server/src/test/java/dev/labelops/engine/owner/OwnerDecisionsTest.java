package dev.labelops.engine.owner;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.labelops.engine.Engine;
import dev.labelops.engine.EngineSettings;
import dev.labelops.engine.labeling.LabelingFixture;
import dev.labelops.engine.labeling.Person;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.sagemaker.model.LabelingJobStatus;

/** What an owner decides about doubtful labels, and previews of templates, over HTTP. */
class OwnerDecisionsTest {
  private static final String JOB = "jobs/eu-west-1/boxes";
  private static final String OUTPUT = "output/boxes/manifests/output/output.manifest";

  @TempDir static Path folder;
  private static Engine engine;
  private static LabelingFixture fixture;
  private static OwnerProgram owner;

  @BeforeAll
  static void start() {
    engine = Engine.start(EngineSettings.local(folder));
    fixture = LabelingFixture.open(engine, "eu-west-1");
    owner = new OwnerProgram(engine.address());
    List<Person> two = fixture.workers(2);
    StringBuilder images = new StringBuilder();
    for (int i = 0; i < 3; i++) {
      String uri = fixture.putImage("image-%d.png".formatted(i), 200, 100);
      images.append("{\"source-ref\":\"%s\"}\n".formatted(uri));
    }
    fixture.start(
        "boxes",
        "BoundingBox",
        fixture.put("boxes.manifest", images.toString()),
        wish -> wish.human(h -> h.numberOfHumanWorkersPerDataObject(2)));
    fixture.awaitTask(two.getFirst(), "boxes");
    for (int i = 0; i < two.size(); i++) {
      JsonNode drawn = box(10 + 20 * i);
      fixture.answerAll(two.get(i), "boxes", input -> drawn);
    }
    fixture.awaitStatus("boxes", LabelingJobStatus.COMPLETED);
    fixture.start("texts", "TextMultiClass", fixture.texts("texts", 3), wish -> {});
    fixture.awaitTask(two.getFirst(), "texts");
  }

  private static JsonNode box(int left) {
    return LabelingFixture.json(
        """
        {"boundingBox":{"boundingBoxes":[
          {"label":"good","left":%d,"top":10,"width":80,"height":50}],
         "inputImageProperties":{"width":200,"height":100}}}"""
            .formatted(left));
  }

  @AfterAll
  static void stop() {
    engine.close();
    owner.close();
  }

  private static String key(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    String manifest = LabelingFixture.json(answer.body()).path("manifest").asText();
    return manifest.substring(fixture.uri("").length());
  }

  private static String code(HttpResponse<String> answer) {
    return LabelingFixture.json(answer.body()).path("code").asText();
  }

  /** Left edges of the first box of each line. */
  private static List<Integer> lefts(String key) {
    return fixture.readLines(key).stream()
        .map(line -> line.at("/kind/annotations/0/left").asInt())
        .toList();
  }

  private static JsonNode answers(int object) {
    return owner.get(JOB + "/objects/" + object).path("answers");
  }

  private static String worker(int left) {
    return answers(0)
        .valueStream()
        .filter(a -> a.at("/answer/boundingBox/boundingBoxes/0/left").asInt() == left)
        .map(a -> a.path("workerId").asText())
        .findFirst()
        .orElseThrow();
  }

  @Test
  void theAnswerOfOneWorkerIsTheInitialValueOfAnAdjustment() {
    String before = fixture.read(OUTPUT);
    HttpResponse<String> answer =
        owner.send(
            "POST",
            JOB + "/label-again",
            "{\"objectIds\":[1],\"fix\":[{\"objectId\":0,\"workerId\":\"%s\"}]}"
                .formatted(worker(30)));

    String key = key(answer);
    assertThat(key).startsWith("output/boxes/label-again/");
    assertThat(lefts(key)).as("that of one, and the mean of both").containsExactly(30, 20);
    JsonNode first = fixture.readLines(key).getFirst();
    assertThat(first.at("/kind/image_size/0/width").asInt()).isEqualTo(200);
    assertThat(first.at("/kind-metadata/class-map/0").asText()).isEqualTo("good");
    assertThat(first.at("/kind-metadata/job-name").asText()).isEqualTo("labeling-job/boxes");
    assertThat(first.at("/kind-metadata/human-annotated").asText()).isEqualTo("yes");
    assertThat(fixture.read(OUTPUT)).isEqualTo(before);
  }

  @Test
  void anAcceptedAnswerIsTheLabelInAManifestOfItsOwn() {
    String before = fixture.read(OUTPUT);
    assertThat(code(owner.send("POST", JOB + "/accepted", "{}"))).isEqualTo("NothingAccepted");
    accept(1, worker(10));
    accept(2, worker(10));
    accept(2, worker(30));
    assertThat(owner.get(JOB + "/objects/2").at("/accepted/workerId").asText())
        .isEqualTo(worker(30));
    assertThat(owner.get(JOB).path("acceptedAnswers").asInt()).isEqualTo(2);

    HttpResponse<String> written = owner.send("POST", JOB + "/accepted", "{}");

    String key = key(written);
    assertThat(key).startsWith("output/boxes/accepted/");
    assertThat(LabelingFixture.json(written.body()).path("accepted").asInt()).isEqualTo(2);
    assertThat(lefts(key)).as("one label as it was").containsExactly(20, 10, 30);
    assertThat(fixture.readLines(key).getFirst()).isEqualTo(fixture.readLines(OUTPUT).getFirst());
    assertThat(fixture.read(OUTPUT)).isEqualTo(before);
    assertThat(owner.get(JOB + "/objects/2").at("/label/annotations/0/left").asInt())
        .as("the job's label stays")
        .isEqualTo(20);
    for (int object : List.of(1, 2)) {
      assertThat(owner.send("DELETE", JOB + "/objects/" + object + "/accepted", "").statusCode())
          .isEqualTo(204);
    }
    assertThat(owner.get(JOB).path("acceptedAnswers").asInt()).isZero();
  }

  private static void accept(int object, String worker) {
    HttpResponse<String> answer =
        owner.send(
            "PUT", JOB + "/objects/" + object + "/accepted", "{\"workerId\":\"" + worker + "\"}");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(204);
  }

  @Test
  void wrongDecisionsWriteNothing() {
    List<String> files = fixture.tree("output/");
    for (String wrong :
        List.of(
            "{\"fix\":{}}",
            "{\"fix\":[{\"objectId\":0}]}",
            "{\"fix\":[{\"workerId\":\"x\"}]}",
            "{\"objectIds\":[0],\"fix\":[{\"objectId\":0,\"workerId\":\"x\"}]}")) {
      assertThat(code(owner.send("POST", JOB + "/label-again", wrong)))
          .as(wrong)
          .isEqualTo("MalformedRequest");
    }
    String nobody = "{\"objectId\":0,\"workerId\":\"nobody\"}";
    assertThat(code(owner.send("POST", JOB + "/label-again", "{\"fix\":[" + nobody + "]}")))
        .isEqualTo("AnswerNotFound");
    assertThat(code(owner.send("PUT", JOB + "/objects/0/accepted", nobody)))
        .isEqualTo("AnswerNotFound");
    assertThat(code(owner.send("PUT", JOB + "/objects/0/accepted", "{}")))
        .isEqualTo("MalformedRequest");
    assertThat(code(owner.send("PUT", JOB + "/objects/9/accepted", nobody)))
        .isEqualTo("ObjectNotFound");
    assertThat(code(owner.send("PUT", "jobs/eu-west-1/texts/objects/0/accepted", nobody)))
        .isEqualTo("ObjectNotLabeled");
    assertThat(fixture.tree("output/")).isEqualTo(files);
  }

  @Test
  void aListMayHaveTheAnswersToCompare() {
    JsonNode objects = owner.get(JOB + "/objects?answers=true&sort=disagreement").path("objects");
    assertThat(objects).hasSize(3).allMatch(object -> object.path("answers").size() == 2);
    assertThat(owner.get(JOB + "/objects").path("objects"))
        .allMatch(object -> !object.has("answers"));
    assertThat(owner.get(JOB + "/objects?minArea=4000&maxArea=4000").path("objects")).hasSize(3);
    assertThat(owner.get(JOB + "/objects?minArea=4001").path("objects")).isEmpty();
  }

  @Test
  void aPreviewIsWhatAWorkerWouldSeeAndIsOpenedOnce() {
    HttpResponse<String> answer = owner.send("POST", JOB + "/preview", "{\"objectId\":1}");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    JsonNode preview = LabelingFixture.json(answer.body());
    assertThat(preview.at("/input/taskObject").asText()).endsWith("/image-1.png");
    String url = preview.path("url").asText();

    HttpResponse<String> page = owner.open(url);
    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.body()).contains("crowd-bounding-box").contains("image-1.png?");
    assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
        .startsWith("sandbox ");
    assertThat(owner.open(url).statusCode()).as("opened once").isEqualTo(410);
  }

  @Test
  void aTemplateMayBePreviewedBeforeAJobHasIt() {
    String texts = "jobs/eu-west-1/texts/preview";
    String page =
        preview(texts, "{\"objectId\":2,\"template\":\"<b>{{ task.input.taskObject }}</b>\"}");
    assertThat(page).endsWith("<b>text 2</b>");
    String uri = fixture.put("draft.liquid", "<i>{{ task.input.taskObject }}</i>");
    assertThat(preview(texts, "{\"objectId\":1,\"templateS3Uri\":\"" + uri + "\"}"))
        .endsWith("<i>text 1</i>");
    HttpResponse<String> broken =
        owner.send("POST", texts, "{\"objectId\":1,\"template\":\"{% if %}\"}");
    assertThat(broken.statusCode()).isEqualTo(409);
    assertThat(code(broken)).isEqualTo("InvalidTemplate");
    assertThat(
            code(owner.send("POST", texts, "{\"objectId\":1,\"templateS3Uri\":\"s3://none/x\"}")))
        .isEqualTo("TemplateNotReadable");
    assertThat(code(owner.send("POST", texts, "{\"objectId\":1,\"templateS3Uri\":\"x\"}")))
        .isEqualTo("MalformedRequest");
    assertThat(code(owner.send("POST", texts, "{\"template\":\"x\"}")))
        .isEqualTo("MalformedRequest");
    assertThat(code(owner.send("POST", texts, "{\"objectId\":9}"))).isEqualTo("ObjectNotFound");
  }

  private static String preview(String path, String body) {
    HttpResponse<String> answer = owner.send("POST", path, body);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    return owner.open(LabelingFixture.json(answer.body()).path("url").asText()).body();
  }

  @Test
  void theOutcomeOfAnAnswerIsShownAndNothingIsStored() {
    String counters = owner.get("jobs/eu-west-1/texts").path("counters").toString();
    String path = "jobs/eu-west-1/texts/preview/outcome";
    HttpResponse<String> answer =
        owner.send(
            "POST",
            path,
            "{\"objectId\":0,\"answerContent\":{\"crowd-classifier\":{\"label\":\"bad\"}}}");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    JsonNode outcome = LabelingFixture.json(answer.body());
    assertThat(outcome.path("label").asInt()).isEqualTo(1);
    assertThat(outcome.at("/metadata/class-name").asText()).isEqualTo("bad");
    assertThat(
            code(
                owner.send(
                    "POST",
                    path,
                    "{\"objectId\":0,\"answerContent\":{\"crowd-classifier\":{\"label\":\"x\"}}}")))
        .isEqualTo("InvalidAnswer");
    assertThat(code(owner.send("POST", path, "{\"objectId\":0}"))).isEqualTo("MalformedRequest");
    assertThat(owner.get("jobs/eu-west-1/texts").path("counters").toString()).isEqualTo(counters);
    assertThat(owner.get("jobs/eu-west-1/texts/objects/0").path("answers")).isEmpty();
    assertThat(owner.get("jobs/eu-west-1/texts/workers").path("workers")).isEmpty();
  }
}
