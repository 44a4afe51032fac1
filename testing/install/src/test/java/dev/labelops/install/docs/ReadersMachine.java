package dev.labelops.install.docs;

import dev.labelops.install.Project;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The machine of somebody who reads the documentation: a checkout with a build folder of its own, a
 * free port for the engine, and no AWS settings but those of the page.
 */
record ReadersMachine(Path checkout, Path home, int port) {
  private static final String PORT_SHOWN = "127.0.0.1:4566";

  /**
   * Makes the checkout from links to this one.
   *
   * @param scratch for everything; what is in it is deleted
   */
  static ReadersMachine prepare(Path scratch) throws IOException {
    deleteTree(scratch);
    Path checkout = Files.createDirectories(scratch.resolve("labelops"));
    try (Stream<Path> entries = Files.list(Project.ROOT)) {
      for (Path entry : entries.filter(path -> !path.endsWith("target")).toList()) {
        Files.createSymbolicLink(checkout.resolve(entry.getFileName()), entry);
      }
    }
    // The build that runs this test has packaged the sources.
    Files.createFile(Files.createDirectories(checkout.resolve("target")).resolve("packaged"));
    try (ServerSocket socket = new ServerSocket(0)) {
      return new ReadersMachine(
          checkout, Files.createDirectories(scratch.resolve("home")), socket.getLocalPort());
    }
  }

  /** A new terminal in the checkout. */
  Shell shell() throws IOException {
    return shell(Map.of());
  }

  /** A terminal in which the settings of the first page were made. */
  Shell shellWithStack() throws IOException {
    return shell(
        Map.of(
            "KUBECONFIG", checkout.resolve("target/up/kubeconfig").toString(),
            "AWS_ENDPOINT_URL", "http://127.0.0.1:" + port,
            "AWS_REGION", "eu-west-1",
            "AWS_DEFAULT_REGION", "eu-west-1",
            "AWS_ACCESS_KEY_ID", "test",
            "AWS_SECRET_ACCESS_KEY", "test"));
  }

  private Shell shell(Map<String, String> settings) throws IOException {
    Map<String, String> environment = new HashMap<>(settings);
    environment.put("KUBECACHEDIR", home.resolve("kube").toString());
    environment.put("AWS_CONFIG_FILE", home.resolve("aws-config").toString());
    environment.put("AWS_SHARED_CREDENTIALS_FILE", home.resolve("aws-credentials").toString());
    environment.put("AWS_PAGER", "");
    environment.put("JAVA_HOME", System.getProperty("java.home"));
    return Shell.start(
        checkout,
        home,
        environment,
        "make() { command make --no-print-directory -o target/packaged PORT="
            + port
            + " \"$@\"; }\n");
  }

  boolean has(String program) {
    return Stream.of(System.getenv("PATH").split(":"))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }

  /** The text of a page with the engine's port as it is here. */
  String toOwn(String text) {
    return text.replace(PORT_SHOWN, "127.0.0.1:" + port);
  }

  /** Ends what the pages started, and leaves its logs in {@code logs}. */
  void close(Path logs) throws IOException, InterruptedException {
    try (Shell shell = shell()) {
      shell.run(
          "make down; mkdir -p '%1$s' && cp -r target/up/logs/. '%1$s'".formatted(logs),
          Duration.ofMinutes(1));
    }
  }

  private static void deleteTree(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (Stream<Path> all = Files.walk(folder)) {
        for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      }
    }
  }
}
