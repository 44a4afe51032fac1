package dev.labelops.engine.labeling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.labelops.engine.Engine;
import dev.labelops.engine.EngineSettings;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.sagemaker.model.LabelingJobStatus;
import software.amazon.awssdk.services.sagemaker.model.SageMakerException;

/** Worker templates: tried before a job, large ones, and ones that cannot work. */
class TemplatesTest {
  @TempDir static Path folder;
  private static Engine engine;
  private static Studio studio;

  @BeforeAll
  static void start() {
    engine = Engine.start(EngineSettings.local(folder));
    studio = Studio.open(engine, "eu-west-1");
  }

  @AfterAll
  static void stop() {
    engine.close();
  }

  @Test
  void aTemplateIsTriedWithSampleInput() throws Exception {
    studio.s3.putObject(
        b -> b.bucket(studio.bucket).key("sample.txt"), RequestBody.fromString("the sample"));
    String uri = "s3://" + studio.bucket + "/sample.txt";

    var rendered =
        studio.sageMaker.renderUiTemplate(
            b ->
                b.roleArn(Studio.ROLE)
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
        studio.sageMaker.renderUiTemplate(
            b ->
                b.roleArn(Studio.ROLE)
                    .uiTemplate(t -> t.content("{% if %}"))
                    .task(t -> t.input("{}")));
    assertThat(rendered.errors())
        .singleElement()
        .satisfies(error -> assertThat(error.message()).contains("not valid Liquid"));
    assertThatThrownBy(
            () ->
                studio.sageMaker.renderUiTemplate(
                    b ->
                        b.roleArn(Studio.ROLE)
                            .uiTemplate(t -> t.content("text"))
                            .task(t -> t.input("no json"))))
        .isInstanceOf(SageMakerException.class)
        .hasMessageContaining("Task.Input is not JSON");
  }

  @Test
  void aTemplateMayHoldPictures() {
    store("large", "<p>" + "x".repeat(1_500_000) + "</p>");
    start("large");
    assertThat(studio.awaitStatus("large", LabelingJobStatus.IN_PROGRESS)).isNotNull();
  }

  @Test
  void aTemplateThatIsNestedWithoutEndFailsItsJob() {
    store("deep", "{% if a %}".repeat(20_000) + "{% endif %}".repeat(20_000));
    start("deep");
    assertThat(studio.awaitStatus("deep", LabelingJobStatus.FAILED).failureReason())
        .startsWith("ClientError: HumanTaskConfig.UiConfig.UiTemplateS3Uri:");
  }

  private static void store(String name, String template) {
    studio.s3.putObject(
        b -> b.bucket(studio.bucket).key("templates/" + name), RequestBody.fromString(template));
  }

  private static void start(String name) {
    studio.start(
        name,
        "TextMultiClass",
        studio.texts(name, 1),
        wish ->
            wish.human(
                h ->
                    h.uiConfig(
                        u -> u.uiTemplateS3Uri("s3://" + studio.bucket + "/templates/" + name))));
  }
}
