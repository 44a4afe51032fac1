package dev.labelops.install.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** {@code make engine}: the engine alone, in the foreground, with its data where one says. */
class EngineCommandIT {
  private static final Path SCRATCH = Path.of("target", "engine-reader").toAbsolutePath();
  private static final Duration WITHIN = Duration.ofSeconds(60);

  @Test
  void itAnswersAtItsPortAndKeepsItsDataInItsFolder() throws Exception {
    ReadersMachine machine = ReadersMachine.prepare(SCRATCH);
    URI health = URI.create("http://127.0.0.1:" + machine.port() + "/_labelops/health");
    try (Shell shell = machine.shell();
        HttpClient http = HttpClient.newHttpClient()) {
      shell.background("make engine DATA=kept", SCRATCH.resolve("engine.log"));
      HttpRequest request = HttpRequest.newBuilder(health).timeout(Duration.ofSeconds(5)).build();
      await(health + " answers; see " + SCRATCH.resolve("engine.log"))
          .atMost(WITHIN)
          .ignoreExceptionsInstanceOf(IOException.class)
          .untilAsserted(
              () ->
                  assertThat(http.send(request, HttpResponse.BodyHandlers.ofString()).body())
                      .contains("\"status\":\"UP\""));
    }
    assertThat(machine.checkout().resolve("kept")).isNotEmptyDirectory();
    assertThat(SCRATCH.resolve("engine.log")).content().contains("LabelOps engine at ");
  }
}
