package dev.labelops.engine.portal.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Label Studio as its users install it: from PyPI into a virtual environment, with its own server
 * on loopback and SQLite. It reports nothing to its authors.
 */
final class LabelStudioServer implements AutoCloseable {
  static final String VERSION = "1.23.2";
  static final String USER = "bench@example.com";
  static final String PASSWORD = "Bench-Pass-1";
  private static final String TOKEN = "0123456789abcdef0123456789abcdef01234567";

  private static final Duration INSTALLED_WITHIN = Duration.ofMinutes(20);

  /** The first start migrates the database. */
  private static final Duration READY_WITHIN = Duration.ofMinutes(15);

  private static final Duration PAUSE = Duration.ofMillis(500);

  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient http = HttpClient.newHttpClient();
  private final Process process;
  private final URI address;

  /** The folder from which it serves the images of tasks. */
  private final Path files;

  private LabelStudioServer(Process process, URI address, Path files) {
    this.process = process;
    this.address = address;
    this.files = files;
  }

  /**
   * Installs it unless it is installed, starts it and returns when it answers.
   *
   * @param cache for the virtual environment and the database, kept for the next time
   * @throws MissingProductException when it cannot be installed or does not start, with the reason
   */
  static LabelStudioServer start(Path cache) throws MissingProductException, InterruptedException {
    Path home = cache.resolve("label-studio-" + VERSION);
    try {
      Path program = install(home);
      Path files = Files.createDirectories(home.resolve("files"));
      int port;
      try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
        port = socket.getLocalPort();
      }
      Path log = home.resolve("server.log");
      ProcessBuilder builder =
          new ProcessBuilder(
              List.of(
                  program.toString(),
                  "start",
                  "--no-browser",
                  "--enable-legacy-api-token",
                  "--internal-host=127.0.0.1",
                  "--port=" + port,
                  "--data-dir=" + home.resolve("data"),
                  "--username=" + USER,
                  "--password=" + PASSWORD,
                  "--user-token=" + TOKEN));
      builder
          .environment()
          .putAll(
              Map.of(
                  "LABEL_STUDIO_LOCAL_FILES_SERVING_ENABLED", "true",
                  "LABEL_STUDIO_LOCAL_FILES_DOCUMENT_ROOT", files.toString(),
                  "COLLECT_ANALYTICS", "False",
                  "LATEST_VERSION_CHECK", "False",
                  "SENTRY_DSN", "",
                  "FRONTEND_SENTRY_DSN", ""));
      Process process = builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
      LabelStudioServer server =
          new LabelStudioServer(process, URI.create("http://127.0.0.1:" + port + "/"), files);
      server.awaitReady(log);
      return server;
    } catch (IOException e) {
      throw new MissingProductException(
          "Label Studio could not be installed or started (" + e.getMessage() + ")");
    }
  }

  private static Path install(Path home)
      throws IOException, InterruptedException, MissingProductException {
    Path program = home.resolve("venv/bin/label-studio");
    Path complete = home.resolve("complete");
    if (Files.exists(complete)) {
      return program;
    }
    Files.createDirectories(home);
    System.err.println("installing Label Studio " + VERSION + " from PyPI into " + home);
    Path log = home.resolve("install.log");
    run(log, "python3", "-m", "venv", "--clear", home.resolve("venv").toString());
    run(
        log,
        home.resolve("venv/bin/pip").toString(),
        "--quiet",
        "--disable-pip-version-check",
        "install",
        "label-studio==" + VERSION);
    Files.createFile(complete);
    return program;
  }

  private static void run(Path log, String... command)
      throws IOException, InterruptedException, MissingProductException {
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    if (!process.waitFor(INSTALLED_WITHIN.toSeconds(), TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new MissingProductException(
          "Label Studio could not be installed in " + INSTALLED_WITHIN.toMinutes() + " minutes");
    }
    if (process.exitValue() != 0) {
      throw new MissingProductException(
          "Label Studio could not be installed ("
              + lastLine(log)
              + "): the network or Python 3 with venv is missing");
    }
  }

  private static String lastLine(Path log) throws IOException {
    return Files.readAllLines(log).stream().filter(line -> !line.isBlank()).reduce("", (a, b) -> b);
  }

  private void awaitReady(Path log)
      throws InterruptedException, MissingProductException, IOException {
    Instant deadline = Instant.now().plus(READY_WITHIN);
    while (!answers()) {
      boolean ended = process.waitFor(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
      if (ended || Instant.now().isAfter(deadline)) {
        close();
        throw new MissingProductException(
            "Label Studio did not start (" + lastLine(log) + "); its log is " + log);
      }
    }
  }

  private boolean answers() throws InterruptedException {
    try {
      return send("GET", "health", null).statusCode() == 200;
    } catch (IOException e) {
      return false;
    }
  }

  URI address() {
    return address;
  }

  /**
   * Creates a project that asks for boxes around two kinds of objects.
   *
   * @return its number
   */
  int project(List<byte[]> images) throws IOException, InterruptedException {
    // The same in each run, with the same images.
    Path folder = Files.createDirectories(files.resolve("images"));
    int project =
        call(
                "POST",
                "api/projects",
                Map.of(
                    "title",
                    "bench",
                    "label_config",
                    """
                    <View><Image name="image" value="$image"/><RectangleLabels name="label" toName="image">
                      <Label value="Cat"/><Label value="Dog"/></RectangleLabels></View>
                    """))
            .path("id")
            .asInt();
    call(
        "POST",
        "api/storages/localfiles",
        Map.of("project", project, "title", "images", "path", folder.toString()));
    List<Map<String, String>> tasks = new ArrayList<>();
    for (int i = 0; i < images.size(); i++) {
      Path file = folder.resolve(i + ".jpg");
      Files.write(file, images.get(i));
      tasks.add(Map.of("image", "/data/local-files/?d=" + files.relativize(file)));
    }
    call("POST", "api/projects/" + project + "/import", tasks);
    return project;
  }

  /** Number of submitted annotations. */
  int annotations(int project) throws IOException, InterruptedException {
    return call("GET", "api/projects/" + project, null).path("total_annotations_number").asInt(-1);
  }

  void delete(int project) throws IOException, InterruptedException {
    send("DELETE", "api/projects/" + project, null);
  }

  private JsonNode call(String method, String path, Object body)
      throws IOException, InterruptedException {
    HttpResponse<String> response = send(method, path, body);
    if (response.statusCode() / 100 != 2) {
      throw new IOException(
          "Label Studio answered %s %s with %d: %s"
              .formatted(method, path, response.statusCode(), response.body()));
    }
    return JSON.readTree(response.body());
  }

  private HttpResponse<String> send(String method, String path, Object body)
      throws IOException, InterruptedException {
    HttpRequest.BodyPublisher sent =
        body == null
            ? HttpRequest.BodyPublishers.noBody()
            : HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body));
    return http.send(
        HttpRequest.newBuilder(address.resolve(path))
            .header("Authorization", "Token " + TOKEN)
            .header("Content-Type", "application/json")
            .timeout(Duration.ofMinutes(2))
            .method(method, sent)
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  @Override
  public void close() throws InterruptedException {
    http.close();
    process.destroy();
    if (!process.waitFor(10, TimeUnit.SECONDS)) {
      process.destroyForcibly();
    }
  }
}
