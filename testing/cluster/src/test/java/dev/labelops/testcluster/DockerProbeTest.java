package dev.labelops.testcluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Against a small HTTP server that answers as the Docker Engine API documents. */
class DockerProbeTest {

  private static final String IMAGE = "example/image:1";

  @Test
  void nobodyListens() throws IOException {
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }

    assertThat(ask(port, Map.of())).isInstanceOf(DockerAnswer.Unusable.class);
  }

  @Test
  void theImagesAreThere() throws IOException {
    assertThat(answer(200, 500, "")).isEqualTo(new DockerAnswer.Usable());
  }

  @Test
  void theImagesCanBePulled() throws IOException {
    assertThat(answer(404, 200, "{\"status\":\"Pulling\"}\r\n{\"status\":\"Complete\"}\r\n"))
        .isEqualTo(new DockerAnswer.Usable());
  }

  @Test
  void theRegistryRefusesAtOnce() throws IOException {
    assertThat(answer(404, 404, "{\"message\":\"pull access denied\"}"))
        .isEqualTo(unusable("pull access denied"));
  }

  @Test
  void thePullFailsOnTheWay() throws IOException {
    assertThat(answer(404, 200, "{\"status\":\"Pulling\"}\r\n{\"error\":\"manifest unknown\"}\r\n"))
        .isEqualTo(unusable("manifest unknown"));
  }

  /** A registry that has the image, and no reaper. */
  @Test
  void theReaperIsAskedForUnlessItIsSwitchedOff() throws IOException {
    assertThat(askWithoutReaper(Map.of()))
        .isInstanceOfSatisfying(
            DockerAnswer.Unusable.class, no -> assertThat(no.reason()).contains("ryuk"));
    assertThat(askWithoutReaper(Map.of("TESTCONTAINERS_RYUK_DISABLED", "false")))
        .isInstanceOf(DockerAnswer.Unusable.class);
    assertThat(askWithoutReaper(Map.of("TESTCONTAINERS_RYUK_DISABLED", "true")))
        .isEqualTo(new DockerAnswer.Usable());
  }

  private static DockerAnswer askWithoutReaper(Map<String, String> environment) throws IOException {
    return asking(
        path ->
            path.equals("/_ping") || path.startsWith("/images/" + IMAGE)
                ? new Answer(200, "{}")
                : new Answer(404, "{\"message\":\"not found\"}"),
        environment);
  }

  private static DockerAnswer unusable(String reason) {
    return new DockerAnswer.Unusable("the image %s is not available (%s)".formatted(IMAGE, reason));
  }

  private record Answer(int status, String body) {}

  private static DockerAnswer answer(int inspect, int pull, String events) throws IOException {
    return asking(
        path ->
            path.equals("/images/create")
                ? new Answer(pull, events)
                : new Answer(path.equals("/_ping") ? 200 : inspect, "{}"),
        Map.of());
  }

  private static DockerAnswer asking(
      Function<String, Answer> answers, Map<String, String> environment) throws IOException {
    HttpServer docker =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    docker.createContext(
        "/",
        exchange -> {
          Answer answer = answers.apply(exchange.getRequestURI().getPath());
          byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(answer.status(), body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    docker.start();
    try {
      return ask(docker.getAddress().getPort(), environment);
    } finally {
      docker.stop(0);
    }
  }

  private static DockerAnswer ask(int port, Map<String, String> environment) {
    Map<String, String> all = new HashMap<>(environment);
    all.put("DOCKER_HOST", "tcp://127.0.0.1:" + port);
    return new DockerProbe(all).ask(IMAGE);
  }
}
