package dev.labelops.engine.portal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.labelops.engine.Engine;
import dev.labelops.engine.EngineSettings;
import dev.labelops.engine.EngineSettings.Frames;
import dev.labelops.engine.EngineSettings.TemplateHosts;
import dev.labelops.engine.labeling.LabelingFixture;
import dev.labelops.engine.labeling.Person;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The addresses of rendered templates: each shows one page, once, to whom it was given. */
class FramesTest {
  @TempDir static Path folder;
  private static Engine engine;
  private static LabelingFixture fixture;

  @BeforeAll
  static void start() {
    engine = Engine.start(EngineSettings.local(folder));
    fixture = LabelingFixture.open(engine, "eu-west-1");
    fixture.start("frames", "TextMultiClass", fixture.texts("frames", 20), wish -> {});
  }

  @AfterAll
  static void stop() {
    engine.close();
  }

  private static HttpResponse<String> open(String taskUrl) {
    return new Browser(engine.address()).get(taskUrl);
  }

  private static String url(JsonNode task) {
    return task.path("taskUrl").asText();
  }

  @Test
  void aTicketShowsThePageOnce() {
    Person ann = fixture.worker("ann");
    JsonNode task = fixture.awaitTask(ann, "frames");
    assertThat(url(task)).matches("/_labelops/frames/[\\w-]{43}");

    HttpResponse<String> first = open(url(task));
    HttpResponse<String> second = open(url(task));

    assertThat(first.statusCode()).isEqualTo(200);
    assertThat(first.body()).startsWith("<script>(() => {").contains("crowd-classifier");
    assertThat(first.body()).doesNotContain("assets.crowd.aws");
    assertThat(first.headers().firstValue("Cache-Control")).contains("no-store");
    assertThat(first.headers().firstValue("Content-Security-Policy").orElseThrow())
        .isEqualTo(
            ("sandbox allow-scripts allow-forms allow-modals allow-popups"
                    + " allow-popups-to-escape-sandbox allow-downloads; default-src 'none';"
                    + " script-src 'unsafe-inline' 'unsafe-eval' 'self' %1$s https:;"
                    + " style-src 'unsafe-inline' 'self' %1$s https:;"
                    + " img-src 'self' %1$s https: data: blob:;"
                    + " media-src 'self' %1$s https: data: blob:;"
                    + " font-src 'self' %1$s https: data: blob:;"
                    + " frame-src 'self' %1$s https: data: blob:; connect-src 'self' %1$s https:;"
                    + " form-action 'none'; base-uri 'none'; frame-ancestors 'self' %1$s")
                .replace("%1$s", engine.address().toString()));
    assertThat(second.statusCode()).isEqualTo(410);
    assertThat(second.body()).doesNotContain("crowd-classifier").doesNotContain("text ");
    assertThat(second.headers().firstValue("Content-Security-Policy").orElseThrow())
        .startsWith("sandbox");
    JsonNode again = ann.get("/_labelops/api/tasks/" + task.path("taskId").asText()).body();
    assertThat(open(url(again)).statusCode()).as("a fresh ticket").isEqualTo(200);
  }

  @Test
  void aTicketEndsWithTheSessionAndWithTheLease() {
    Person bea = fixture.worker("bea");
    JsonNode task = fixture.awaitTask(bea, "frames");
    assertThat(bea.release(task.path("taskId").asText()).status()).isEqualTo(204);
    assertThat(open(url(task)).statusCode()).as("released").isEqualTo(410);

    JsonNode other = fixture.awaitTask(bea, "frames");
    assertThat(bea.signOut().status()).isEqualTo(204);
    assertThat(open(url(other)).statusCode()).as("signed out").isEqualTo(410);
  }

  @Test
  void whatAPageCouldNotLoadIsKeptForTheOwner() {
    Person carl = fixture.worker("carl");
    String task = fixture.awaitTask(carl, "frames").path("taskId").asText();
    String path = "/_labelops/api/tasks/" + task + "/violations";

    JsonNode reports =
        LabelingFixture.json(
            """
            {"violations":[
              {"directive":"script-src-elem","blocked":"https://cdn.example.com/lib.js?v=1#x"},
              {"directive":"script-src","blocked":"https://cdn.example.com/lib.js"},
              {"directive":"img-src","blocked":"%s"}]}
            """
                .formatted("https://example.com/" + "x".repeat(900)));
    assertThat(carl.post(path, reports).status()).isEqualTo(204);
    assertThat(carl.post(path, reports).status()).isEqualTo(204);
    for (String wrong :
        new String[] {
          "{}",
          "{\"violations\":[{\"directive\":\"<b>\",\"blocked\":\"x\"}]}",
          "{\"violations\":[{\"directive\":\"img-src\"}]}",
          "{\"violations\":[%s{\"directive\":\"img-src\",\"blocked\":\"x\"}]}"
              .formatted("{\"directive\":\"img-src\",\"blocked\":\"x\"},".repeat(20))
        }) {
      assertThat(carl.post(path, LabelingFixture.json(wrong)).code())
          .as(wrong)
          .isEqualTo("MalformedRequest");
    }
  }

  @Test
  void framesMayHaveAnAddressOfTheirOwn(@TempDir Path other) {
    URI origin = URI.create("http://frames.localhost:1");
    EngineSettings settings =
        EngineSettings.local(other)
            .with(s -> s.frames = new Frames(TemplateHosts.parse("none"), Optional.of(origin)));
    try (Engine apart = Engine.start(settings)) {
      Browser browser = new Browser(apart.address());
      HttpResponse<String> page = browser.get("/_labelops/portal/");
      assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
          .contains("frame-src 'self' http://frames.localhost:1;");
      HttpResponse<String> frame = browser.get("/_labelops/frames/none");
      assertThat(frame.headers().firstValue("Content-Security-Policy").orElseThrow())
          .doesNotContain("https:")
          .contains("frame-ancestors 'self' " + apart.address());
      assertThat(at("frames.localhost:1", apart, "/_labelops/portal/")).startsWith("HTTP/1.1 404");
      assertThat(at("frames.localhost:1", apart, "/_labelops/frames/x")).startsWith("HTTP/1.1 410");
    }
  }

  private static String at(String host, Engine engine, String path) {
    try (var socket = new java.net.Socket("127.0.0.1", engine.address().getPort())) {
      socket
          .getOutputStream()
          .write(
              "GET %s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n"
                  .formatted(path, host)
                  .getBytes());
      return new String(socket.getInputStream().readAllBytes());
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void addressesOfTheServicesElementsAreOursWhereverTheyStand() {
    String page =
        """
        <!DOCTYPE html>
        <script src="https://assets.crowd.aws/crowd-html-elements.js"></script>
        <script src='//assets.crowd.aws/crowd-html-elements-v2.js'></script>
        <link href="https://assets.crowd.aws/css/crowd-html-elements-v2.css">
        <script>s.src = "https:\\/\\/assets.crowd.aws\\/crowd-html-elements.js"</script>
        <img src="https://assets.crowd.aws/images/a.png">
        """;
    String shown = FramePage.of(page, "/ours.js", "/ours.css");
    assertThat(shown).startsWith("<!DOCTYPE html><script>(() => {");
    assertThat(shown.substring(shown.indexOf("</script>") + 9))
        .isEqualTo(
            """

            <script src="/ours.js"></script>
            <script src='/ours.js'></script>
            <link href="/ours.css">
            <script>s.src = "/ours.js"</script>
            <img src="https://assets.crowd.aws/images/a.png">
            """);
  }

  @Test
  void templateHostsAreHosts() {
    assertThat(TemplateHosts.parse("cdn.example.com,*.x.org,http://h:80").sources())
        .containsExactly("https://cdn.example.com", "https://*.x.org", "http://h:80");
    for (String wrong :
        new String[] {"", "a;script-src *", "a b", "'unsafe-eval'", "*", "javascript:"}) {
      assertThat(org.assertj.core.api.Assertions.catchThrowable(() -> TemplateHosts.parse(wrong)))
          .as(wrong)
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}
