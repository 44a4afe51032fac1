package dev.labelops.testcluster;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Builds etcd, kube-apiserver and kube-controller-manager once from their Go modules into a cache
 * outside the checkout.
 *
 * <p>A folder of the cache appears under its name only when it is complete, so a build that was
 * broken off is never used; two builders wait for each other on a lock file.
 */
final class KubeBuild {

  static final String VERSION = "1.34.4";

  private static final List<String> SOURCES = List.of("go.mod", "go.sum", "tools.go");
  private static final List<Program> PROGRAMS =
      List.of(
          new Program("etcd", "go.etcd.io/etcd/server/v3", "10 s to 1 min"),
          new Program("kube-apiserver", "k8s.io/kubernetes/cmd/kube-apiserver", "3 to 8 min"),
          new Program(
              "kube-controller-manager",
              "k8s.io/kubernetes/cmd/kube-controller-manager",
              "1 to 3 min"));
  private static final Duration REPORT_EVERY = Duration.ofSeconds(20);

  private final Path cache;
  private final List<Program> programs;

  KubeBuild(Path cache) {
    this(cache, PROGRAMS);
  }

  KubeBuild(Path cache, List<Program> programs) {
    this.cache = cache;
    this.programs = programs;
  }

  /**
   * @param usually how long a first build takes on two cores, for the progress line
   */
  record Program(String name, String goPackage, String usually) {}

  /** The project's cache: {@code LABELOPS_CACHE}, else {@code labelops} in the user's cache. */
  static Path defaultCache(Map<String, String> env) {
    String own = env.getOrDefault("LABELOPS_CACHE", "");
    if (!own.isBlank()) {
      return Path.of(own);
    }
    String xdg = env.getOrDefault("XDG_CACHE_HOME", "");
    String home = env.getOrDefault("HOME", System.getProperty("user.home"));
    Path parent = xdg.isBlank() ? Path.of(home, ".cache") : Path.of(xdg);
    return parent.resolve("labelops");
  }

  /** The folder of this version, this recipe and this machine's architecture. */
  Path folder() {
    String arch = System.getProperty("os.arch").replace("x86_64", "amd64");
    String os = System.getProperty("os.name").toLowerCase(Locale.ROOT).split(" ")[0];
    return cache.resolve("kube").resolve("v%s-%s-%s-%s".formatted(VERSION, os, arch, recipe()));
  }

  boolean isDone() {
    return Files.isDirectory(folder());
  }

  /** The binaries, built when the cache does not hold them. */
  KubeBinaries get() {
    synchronized (KubeBuild.class) {
      fill(folder());
    }
    return new KubeBinaries(folder());
  }

  private void fill(Path folder) {
    try {
      if (!isDone()) {
        Files.createDirectories(folder.getParent());
        Path lock = folder.resolveSibling(folder.getFileName() + ".lock");
        try (var channel =
            FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
          if (channel.tryLock() == null) {
            Progress.say("another process is building the API server; waiting for it");
            channel.lock();
          }
          if (!isDone()) {
            build(folder);
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot fill the cache " + folder, e);
    }
  }

  private void build(Path folder) throws IOException {
    Path partial = folder.resolveSibling(folder.getFileName() + ".partial");
    deleteTree(partial);
    Path source = Files.createDirectories(partial.resolve("source"));
    for (String file : SOURCES) {
      try (InputStream in = open(file)) {
        Files.copy(in, source.resolve(file));
      }
    }
    Instant start = Instant.now();
    Progress.say(
        "building Kubernetes v%s from its Go modules, once, into %s".formatted(VERSION, folder));
    for (Program program : programs) {
      build(program, source, partial.resolve(program.name()));
    }
    deleteTree(source);
    Files.move(partial, folder, StandardCopyOption.ATOMIC_MOVE);
    Progress.say("built in " + seconds(start));
  }

  private static void build(Program program, Path source, Path binary) throws IOException {
    Path log = source.resolve(program.name() + ".log");
    var builder =
        new ProcessBuilder(
                "go",
                "build",
                "-mod=readonly",
                "-trimpath",
                "-ldflags",
                linkerFlags(),
                "-o",
                binary.toString(),
                program.goPackage())
            .directory(source.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder.environment().put("CGO_ENABLED", "0");
    builder.environment().remove("GOFLAGS");
    Instant start = Instant.now();
    Progress.say("%s: usually %s the first time".formatted(program.name(), program.usually()));
    Process process = builder.start();
    Thread killer = new Thread(process::destroyForcibly);
    Runtime.getRuntime().addShutdownHook(killer);
    try {
      while (!process.waitFor(REPORT_EVERY.toSeconds(), TimeUnit.SECONDS)) {
        Progress.say("%s: still building, %s".formatted(program.name(), seconds(start)));
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new ClusterException("interrupted while building " + program.name(), e);
    } finally {
      Runtime.getRuntime().removeShutdownHook(killer);
    }
    if (process.exitValue() != 0) {
      throw new ClusterException(
          "go build of %s ended with %d:%n%s"
              .formatted(program.name(), process.exitValue(), LogTail.of(log)));
    }
    Progress.say("%s: done, %s".formatted(program.name(), seconds(start)));
  }

  private static String linkerFlags() {
    String version = "-X k8s.io/component-base/version.";
    return "-s -w %sgitVersion=v%s %sgitMajor=1 %sgitMinor=34"
        .formatted(version, VERSION, version, version);
  }

  private static String seconds(Instant start) {
    return Duration.between(start, Instant.now()).toSeconds() + " s";
  }

  private String recipe() {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (String file : SOURCES) {
        try (InputStream in = open(file)) {
          digest.update(in.readAllBytes());
        }
      }
      digest.update(programs.toString().getBytes(StandardCharsets.UTF_8));
      digest.update(linkerFlags().getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest.digest(), 0, 4);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static InputStream open(String file) throws IOException {
    InputStream in = KubeBuild.class.getResourceAsStream("kube/" + file);
    if (in == null) {
      throw new IOException("the testcluster jar lacks kube/" + file + "; build the module again");
    }
    return in;
  }

  static void deleteTree(Path root) throws IOException {
    if (!Files.exists(root)) {
      return;
    }
    try (var paths = Files.walk(root)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    }
  }
}
