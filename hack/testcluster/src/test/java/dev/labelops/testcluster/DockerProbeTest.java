package dev.labelops.testcluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
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

    assertThat(ask(port)).isInstanceOf(DockerAnswer.Unusable.class);
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

  private static DockerAnswer unusable(String reason) {
    return new DockerAnswer.Unusable("the image %s cannot be had (%s)".formatted(IMAGE, reason));
  }

  private static DockerAnswer answer(int inspect, int pull, String events) throws IOException {
    HttpServer docker =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    docker.createContext(
        "/",
        exchange -> {
          String path = exchange.getRequestURI().getPath();
          boolean pulls = path.equals("/images/create");
          byte[] body = (pulls ? events : "{}").getBytes(StandardCharsets.UTF_8);
          int status = pulls ? pull : path.equals("/_ping") ? 200 : inspect;
          exchange.sendResponseHeaders(status, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    docker.start();
    try {
      return ask(docker.getAddress().getPort());
    } finally {
      docker.stop(0);
    }
  }

  private static DockerAnswer ask(int port) {
    return new DockerProbe(Map.of("DOCKER_HOST", "tcp://127.0.0.1:" + port)).ask(IMAGE);
  }
}
