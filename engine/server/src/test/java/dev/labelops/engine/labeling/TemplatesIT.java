package dev.labelops.engine.labeling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.labelops.engine.Engine;
import dev.labelops.engine.EngineSettings;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.sagemaker.model.LabelingJobStatus;
import software.amazon.awssdk.services.sagemaker.model.SageMakerException;

/** Worker templates: tried before a job, large ones, and ones that cannot work. */
class TemplatesIT {
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

  @Test
  void instructionsOfATaskAreThoseOfItsPage() {
    String template =
        """
        {% assign total = task.input.labels | size %}
        <crowd-classifier name="crowd-classifier">
          <short-instructions>Choose of {{ total }}: {{ task.input.taskObject }}</short-instructions>
        </crowd-classifier>
        """;
    Person gus = fixture.worker("gus");
    fixture.start(
        "instructed",
        "TextMultiClass",
        fixture.put("instructed.manifest", "{\"source\":\"<this>\"}"),
        wish ->
            wish.human(
                h ->
                    h.uiConfig(
                        u -> u.uiTemplateS3Uri(fixture.put("instructed.liquid", template)))));

    assertThat(fixture.awaitTask(gus, "instructed").at("/instructions/short").asText())
        .isEqualTo("Choose of 2: &lt;this&gt;");
  }

  @Test
  void aTemplateIsTriedWithSampleInput() throws Exception {
    fixture.s3.putObject(
        b -> b.bucket(fixture.bucket).key("sample.txt"), RequestBody.fromString("the sample"));
    String uri = "s3://" + fixture.bucket + "/sample.txt";

    var rendered =
        fixture.sageMaker.renderUiTemplate(
            b ->
                b.roleArn(LabelingFixture.ROLE)
                    .uiTemplate(
                        t ->
                            t.content(
                                "{{ task.input.title }}!{{ task.input.object | grant_read_access |"
                                    + " skip_autoescape }}"))
                    .task(t -> t.input("{\"title\":\"<Logos>\",\"object\":\"" + uri + "\"}")));

    assertThat(rendered.errors()).isEmpty();
    assertThat(rendered.renderedContent()).startsWith("&lt;Logos&gt;!http://");
    URI link = URI.create(rendered.renderedContent().split("!", 2)[1]);
    assertThat(
            HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(link).build(), HttpResponse.BodyHandlers.ofString())
                .body())
        .isEqualTo("the sample");
  }

  @Test
  void whatIsWrongWithATemplateIsSaid() {
    var rendered =
        fixture.sageMaker.renderUiTemplate(
            b ->
                b.roleArn(LabelingFixture.ROLE)
                    .uiTemplate(t -> t.content("{% if %}"))
                    .task(t -> t.input("{}")));
    assertThat(rendered.errors())
        .singleElement()
        .satisfies(error -> assertThat(error.message()).contains("not valid Liquid"));
    assertThatThrownBy(
            () ->
                fixture.sageMaker.renderUiTemplate(
                    b ->
                        b.roleArn(LabelingFixture.ROLE)
                            .uiTemplate(t -> t.content("text"))
                            .task(t -> t.input("no json"))))
        .isInstanceOf(SageMakerException.class)
        .hasMessageContaining("Task.Input is not JSON");
  }

  @Test
  void aTemplateMayHoldPictures() {
    store("large", "<p>" + "x".repeat(1_500_000) + "</p>");
    start("large");
    assertThat(fixture.awaitStatus("large", LabelingJobStatus.IN_PROGRESS)).isNotNull();
  }

  @Test
  void aTemplateThatIsNestedWithoutEndFailsItsJob() {
    store("deep", "{% if a %}".repeat(20_000) + "{% endif %}".repeat(20_000));
    start("deep");
    assertThat(fixture.awaitStatus("deep", LabelingJobStatus.FAILED).failureReason())
        .startsWith("ClientError: HumanTaskConfig.UiConfig.UiTemplateS3Uri:");
  }

  /** Names with a dash, as every attribute of two words has them. */
  @Test
  void aTemplateReadsTheWholeManifestLine() {
    String picture = fixture.putImage("dash.png", 30, 20);
    String manifest =
        fixture.put(
            "dash.manifest",
            "{\"source-ref\":\"%s\",\"prior-job\":{\"annotations\":[{\"left\":3},{\"left\":5}]},\"taskObject\":\"mine\"}\n"
                .formatted(picture));
    store(
        "dash",
        "<crowd-form>{{ task.input.source-ref }}{% for b in"
            + " task.input.manifestLine.prior-job.annotations %},{{ b.left }}{% endfor"
            + " %};{{ task.input.taskObject }};{{ task.input.prior-job.annotations | size"
            + " }}</crowd-form>");
    fixture.start("dash", "ImageMultiClass", manifest, template("dash"));
    Person ada = fixture.worker("ada");

    String page = ada.get(fixture.awaitTask(ada, "dash").path("taskUrl").asText()).text();

    assertThat(page)
        .endsWith("</script><crowd-form>%1$s,3,5;%1$s;2</crowd-form>".formatted(picture));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      value = {
        "filter~{{ task.input.taskObject | nl2br }}~there is no filter 'nl2br'",
        "include~{% include '/proc/./self/environ' %}~the tag 'include' is not supported",
        "grant~{{ task.input.taskObject | grant_read_access }}~\"grant_read_access\" input is not a valid S3 URI",
        "missing~{{ task.input.picture | grant_read_access }}~\"grant_read_access\" input is not a valid S3 URI, it is empty",
      })
  void aTemplateThatCannotBeRenderedFailsItsJobBeforeAnybodyWorks(
      String name, String output, String reason) {
    store(name, "<p>\n<crowd-form>" + output + "</crowd-form>");
    start(name);

    assertThat(fixture.awaitStatus(name, LabelingJobStatus.FAILED).failureReason())
        .startsWith("ClientError: HumanTaskConfig.UiConfig.UiTemplateS3Uri: ")
        .contains("line 2 of the worker template", reason)
        .doesNotContain("Oops", "text 0");
  }

  @Test
  void noTemplateReadsTheEnginesFiles() throws Exception {
    Path secret = Files.writeString(folder.resolve("secret.txt"), "the secret");

    var rendered =
        fixture.sageMaker.renderUiTemplate(
            b ->
                b.roleArn(LabelingFixture.ROLE)
                    .uiTemplate(t -> t.content("{% include '" + secret + "' %}"))
                    .task(t -> t.input("{}")));

    assertThat(rendered.renderedContent()).doesNotContain("the secret");
    assertThat(rendered.errors())
        .singleElement()
        .satisfies(
            error ->
                assertThat(error.message())
                    .contains("the tag 'include' is not supported")
                    .doesNotContain("the secret"));
  }

  @Test
  void aWorkerSeesWhichObjectCannotBeShown() {
    String manifest =
        fixture.put(
            "some.manifest",
            "{\"source\":\"a\",\"more\":\"%s\"}\n{\"source\":\"b\"}\n"
                .formatted(fixture.put("more.txt", "more")));
    store("some", "<crowd-form>{{ task.input.more | grant_read_access }}</crowd-form>");
    fixture.start("some", "TextMultiClass", manifest, template("some"));
    Person bea = fixture.worker("bea");
    Person cem = fixture.worker("cem");
    List<JsonNode> tasks = List.of(fixture.awaitTask(bea, "some"), fixture.awaitTask(cem, "some"));
    JsonNode bad =
        tasks.stream()
            .filter(task -> task.at("/input/source").asText().equals("b"))
            .findFirst()
            .orElseThrow();
    Person who = bad == tasks.getFirst() ? bea : cem;

    Person.Reply said = who.get(bad.path("taskUrl").asText());
    String again = "/_labelops/api/tasks/" + bad.path("taskId").asText();
    HttpResponse<byte[]> shown = who.browse(who.get(again).body().path("taskUrl").asText());

    assertThat(said.status()).isEqualTo(409);
    assertThat(said.code()).isEqualTo("InvalidTemplate");
    assertThat(said.body().path("message").asText())
        .startsWith("This task cannot be shown. ")
        .contains("\"grant_read_access\" input is not a valid S3 URI, it is empty")
        .endsWith("Decline the task, and report this to the owner of the labeling job.")
        .doesNotContain("Oops");
    assertThat(shown.statusCode()).isEqualTo(409);
    assertThat(type(shown)).isEqualTo("text/html;charset=utf-8");
    assertThat(new String(shown.body(), StandardCharsets.UTF_8))
        .contains("&quot;grant_read_access&quot; input is not a valid S3 URI, it is empty");
    assertThat(who.release(bad.path("taskId").asText()).status()).isEqualTo(204);
  }

  /** Labels in any script arrive at browsers and at clients that go by the header. */
  @Test
  void pagesNameTheirCharset() {
    fixture.start(
        "charset",
        "TextMultiClass",
        fixture.put("charset.manifest", "{\"source\":\"schön und 好\"}\n"),
        wish -> wish.with(r -> r.labelCategoryConfigS3Uri(wish.labels("süß", "日本語"))));
    Person dan = fixture.worker("dan");

    HttpResponse<byte[]> page =
        dan.browse(fixture.awaitTask(dan, "charset").path("taskUrl").asText());

    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(type(page)).isEqualTo("text/html;charset=utf-8");
    assertThat(new String(page.body(), StandardCharsets.UTF_8))
        .contains("[&quot;süß&quot;,&quot;日本語&quot;]", ">schön und 好<");
    assertThat(type(dan.browse("/_labelops/portal"))).isEqualTo("text/html;charset=utf-8");
    assertThat(type(dan.browse("/_labelops/portal/"))).isEqualTo("text/html;charset=utf-8");
  }

  private static String type(HttpResponse<?> answer) {
    return answer.headers().firstValue("Content-Type").orElse("").replace(" ", "");
  }

  private static Consumer<JobRequest> template(String name) {
    return wish ->
        wish.human(
            h ->
                h.uiConfig(
                    u -> u.uiTemplateS3Uri("s3://" + fixture.bucket + "/templates/" + name)));
  }

  private static void store(String name, String template) {
    fixture.s3.putObject(
        b -> b.bucket(fixture.bucket).key("templates/" + name), RequestBody.fromString(template));
  }

  private static void start(String name) {
    fixture.start(name, "TextMultiClass", fixture.texts(name, 1), template(name));
  }
}
