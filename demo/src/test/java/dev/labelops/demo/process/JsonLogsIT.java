package dev.labelops.demo.process;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.labelops.demo.stack.Artifacts;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The log of an operator that cannot start, when a collector reads it. */
class JsonLogsIT {
  @TempDir Path folder;

  @Test
  void anExceptionIsOneFieldOfOneLine() throws InterruptedException {
    try (ServerProcess operator =
        ServerProcess.start(
            "no-cluster",
            URI.create("http://127.0.0.1:1/health/ready"),
            folder.resolve("operator.log"),
            Map.of(
                "LABELOPS_LOG_FORMAT", "json",
                "AWS_REGION", "eu-west-1",
                "KUBERNETES_MASTER", "https://127.0.0.1:1",
                "KUBERNETES_REQUEST_RETRY_BACKOFFLIMIT", "0",
                "QUARKUS_HTTP_HOST", "127.0.0.1",
                "QUARKUS_HTTP_PORT", "0"),
            operatorJar())) {
      assertThat(operator.awaitExit(Duration.ofSeconds(60))).as(operator.tail()).isNotZero();

      List<JsonNode> lines = JsonLogs.read(operator.log());

      assertThat(lines)
          .filteredOn(line -> line.has("exception"))
          .isNotEmpty()
          .allSatisfy(
              line -> {
                JsonNode exception = line.path("exception");
                assertThat(exception.path("exceptionType").asText()).contains("Exception");
                assertThat(exception.path("message").asText()).isNotEmpty();
                assertThat(exception.path("frames")).isNotEmpty();
              });
    }
  }

  private static Path operatorJar() {
    return new Artifacts(Path.of("..").toAbsolutePath().normalize()).operatorJar();
  }
}
