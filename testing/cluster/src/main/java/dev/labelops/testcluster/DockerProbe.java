package dev.labelops.testcluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.dockerjava.transport.DockerHttpClient;
import com.github.dockerjava.transport.DockerHttpClient.Request;
import com.github.dockerjava.transport.DockerHttpClient.Response;
import com.github.dockerjava.zerodep.ZerodepDockerHttpClient;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.testcontainers.utility.DockerImageName;
import org.testcontainers.utility.TestcontainersConfiguration;

/**
 * Asks the Docker API whether images are there or can be pulled, before Testcontainers is started:
 * Testcontainers itself retries for minutes when they cannot.
 */
final class DockerProbe {

  private static final Duration CONNECT = Duration.ofSeconds(2);

  /** Longest silence of a pull; a registry that can be reached reports progress sooner. */
  private static final Duration SILENCE = Duration.ofSeconds(15);

  private static final String RYUK = "testcontainers/ryuk:0.14.0";

  private final Map<String, String> env;

  DockerProbe(Map<String, String> env) {
    this.env = env;
  }

  DockerAnswer ask(String image) {
    Optional<URI> address = address();
    if (address.isEmpty()) {
      return new DockerAnswer.Unusable("there is no Docker socket");
    }
    try (DockerHttpClient client =
        new ZerodepDockerHttpClient.Builder()
            .dockerHost(address.get())
            .connectionTimeout(CONNECT)
            .responseTimeout(SILENCE)
            .build()) {
      if (status(client, Request.Method.GET, "/_ping") != 200) {
        return new DockerAnswer.Unusable("Docker at " + address.get() + " does not answer a ping");
      }
      for (String name : needed(image)) {
        Optional<String> refusal = makeAvailable(client, name);
        if (refusal.isPresent()) {
          return new DockerAnswer.Unusable(
              "the image %s is not available (%s)".formatted(name, refusal.get()));
        }
      }
      return new DockerAnswer.Usable();
    } catch (IOException | RuntimeException e) {
      return new DockerAnswer.Unusable(
          "Docker at %s does not answer (%s)".formatted(address.get(), rootMessage(e)));
    }
  }

  private Optional<URI> address() {
    String host = env.getOrDefault("DOCKER_HOST", "");
    if (!host.isBlank()) {
      return Optional.of(URI.create(host));
    }
    String home = env.getOrDefault("HOME", "/");
    for (Path socket :
        List.of(Path.of("/var/run/docker.sock"), Path.of(home, ".docker/run/docker.sock"))) {
      if (Files.exists(socket)) {
        return Optional.of(URI.create("unix://" + socket));
      }
    }
    return Optional.empty();
  }

  /** Testcontainers itself reads the environment alone, not its properties. */
  private List<String> needed(String image) {
    return Boolean.parseBoolean(env.get("TESTCONTAINERS_RYUK_DISABLED"))
        ? List.of(image)
        : List.of(image, reaper());
  }

  private static String reaper() {
    var substitute =
        TestcontainersConfiguration.getInstance().getEnvVarOrProperty("ryuk.container.image", RYUK);
    return DockerImageName.parse(substitute).asCanonicalNameString();
  }

  /** Pulls the image unless it is there. Returns why that failed, or nothing. */
  private static Optional<String> makeAvailable(DockerHttpClient client, String image)
      throws IOException {
    if (status(client, Request.Method.GET, "/images/" + image + "/json") == 200) {
      return Optional.empty();
    }
    Progress.say("pulling " + image);
    DockerImageName name = DockerImageName.parse(image);
    String path =
        "/images/create?fromImage=%s&tag=%s"
            .formatted(name.getUnversionedPart(), name.getVersionPart());
    try (Response response = execute(client, Request.Method.POST, path);
        var events =
            new ObjectMapper().readerFor(JsonNode.class).<JsonNode>readValues(response.getBody())) {
      while (events.hasNextValue()) {
        JsonNode event = events.nextValue();
        JsonNode refusal = event.has("error") ? event.get("error") : event.get("message");
        if (refusal != null) {
          return Optional.of(refusal.asText());
        }
      }
      return response.getStatusCode() == 200
          ? Optional.empty()
          : Optional.of("HTTP " + response.getStatusCode());
    }
  }

  private static int status(DockerHttpClient client, Request.Method method, String path) {
    try (Response response = execute(client, method, path)) {
      return response.getStatusCode();
    }
  }

  private static Response execute(DockerHttpClient client, Request.Method method, String path) {
    return client.execute(Request.builder().method(method).path(path).build());
  }

  private static String rootMessage(Throwable e) {
    Throwable cause = e;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause.getMessage();
  }
}
