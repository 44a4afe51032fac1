package dev.labelops.bench;

import dev.labelops.demo.stack.Artifacts;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What is started as the operator.
 *
 * @param jar the packaged operator
 * @param options of its JVM
 */
public record OperatorProgram(Path jar, List<String> options) {
  private static final int JAVA_OF_THE_IMAGE = 25;

  /** The command line that starts it with the JDK of this process. */
  List<String> command() {
    List<String> command = new ArrayList<>(List.of(java()));
    command.addAll(options);
    command.addAll(List.of("-jar", jar.toString()));
    return command;
  }

  /**
   * The operator with the flags of its image and an AOT cache trained as the image's is.
   *
   * @param folder for the programs and their caches
   * @throws BenchException when this JDK is older than the image's, or the training fails
   */
  static OperatorProgram asInImage(Artifacts artifacts, Path folder) {
    if (Runtime.version().feature() < JAVA_OF_THE_IMAGE) {
      throw new BenchException(
          "the image has Java %d, this is %s: use that JDK, or set --operator-options"
              .formatted(JAVA_OF_THE_IMAGE, Runtime.version()));
    }
    try {
      Files.createDirectories(folder);
      Path image = artifacts.root().resolve("image");
      Path operator = Files.copy(artifacts.operatorJar(), folder.resolve("operator.jar"));
      Files.copy(artifacts.engineJar(), folder.resolve("engine.jar"));
      for (String flags : List.of("operator.flags", "engine.flags")) {
        Files.copy(image.resolve(flags), folder.resolve(flags));
      }
      train(trainingJar(image.resolve("target")), folder);
      return new OperatorProgram(
          operator,
          List.of(
              "-XX:Flags=" + folder.resolve("operator.flags"),
              "-XX:AOTCache=" + folder.resolve("operator.aot")));
    } catch (IOException e) {
      throw new BenchException("cannot prepare " + folder + ": " + e.getMessage(), e);
    }
  }

  private static Path trainingJar(Path target) throws IOException {
    if (Files.isDirectory(target)) {
      try (DirectoryStream<Path> found =
          Files.newDirectoryStream(target, "labelops-image-training-*-all.jar")) {
        for (Path jar : found) {
          return jar;
        }
      }
    }
    throw new BenchException(target + " has no training program: run 'make build' first");
  }

  private static void train(Path training, Path folder) throws IOException {
    Path log = folder.resolve("training.log");
    Process process =
        new ProcessBuilder(
                java(),
                "-Dlabelops.java=" + System.getProperty("java.home"),
                "-jar",
                training.toString(),
                folder.toString())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    try {
      if (process.waitFor() != 0) {
        throw new BenchException("the training failed:\n" + Files.readString(log));
      }
    } catch (InterruptedException e) {
      process.destroy();
      Thread.currentThread().interrupt();
      throw new BenchException("interrupted", e);
    }
  }

  private static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }
}
