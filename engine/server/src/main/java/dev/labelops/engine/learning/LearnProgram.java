package dev.labelops.engine.learning;

import dev.labelops.engine.EngineSettings;
import dev.labelops.engine.EngineSettings.ExternalS3;
import dev.labelops.engine.LearningSettings;
import dev.labelops.engine.LearningSettings.Runner;
import dev.labelops.engine.labeling.learning.LearnerSettings;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The program {@code learn} as a process of this machine. What it has to know it gets in its
 * environment, which other users cannot read, and not on its command line, which they can.
 *
 * @param mainClass of the engine, found where this process finds its classes
 */
public record LearnProgram(String mainClass) {
  private static final String PREFIX = "LABELOPS_ENGINE_";

  /** Variables that a run does not inherit: settings of the engine, and secrets beside them. */
  private static final Predicate<String> OF_THE_ENGINE =
      Pattern.compile("^" + PREFIX + "|SECRET|PASSWORD|TOKEN|ACCESS_KEY").asPredicate();

  /** Of the heap, for what is needed for one image only. */
  private static final int PART_FOR_GARBAGE = 6;

  /** Lower than the server's, where the system has {@code nice}. */
  private static final String NICENESS = "10";

  /**
   * Starts the learning of a run.
   *
   * @param databaseUrl JDBC URL
   * @param scratch folder for temporary files
   * @param owner of the claim
   * @return ends at the latest when this process does; its output has both streams
   */
  Process start(
      EngineSettings settings, String databaseUrl, Path scratch, String runId, String owner)
      throws IOException {
    return start(settings, databaseUrl, scratch, List.of("--run=" + runId, "--owner=" + owner));
  }

  /** Starts the dry run of the networks. */
  Process startCheck(EngineSettings settings, Path scratch) throws IOException {
    return start(settings, "", scratch, List.of("--check"));
  }

  private Process start(
      EngineSettings settings, String databaseUrl, Path scratch, List<String> arguments)
      throws IOException {
    LearningSettings learning = settings.learning();
    List<String> command = new ArrayList<>();
    nice().ifPresent(nice -> command.addAll(List.of(nice, "-n", NICENESS)));
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    if (learning.runner() instanceof Runner.ChildProcess(long memoryBytes)) {
      command.add("-Xmx" + memoryBytes);
      // Images leave garbage that must die young: what reaches the old generation stays there until
      // the whole heap is full. Without a size the heap begins with a 64th of the machine's memory.
      long young = memoryBytes / PART_FOR_GARBAGE;
      command.add("-Xmn" + young);
      command.add("-Xms" + 3 * young / 2);
    }
    command.add("-XX:+UseSerialGC");
    command.add("-XX:ActiveProcessorCount=" + learning.learner().threads());
    command.add("-Djava.io.tmpdir=" + scratch);
    command.add("--enable-native-access=ALL-UNNAMED");
    command.addAll(List.of(mainClass, "learn"));
    command.add("--end-with-input");
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().keySet().removeIf(OF_THE_ENGINE);
    builder.environment().putAll(environment(settings, databaseUrl));
    // ONNX Runtime 1.29 crashes in a process whose command line has about 4,000 characters.
    builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
    // ONNX Runtime reports its use to its authors unless this is set.
    builder.environment().put("ORT_DISABLE_TELEMETRY", "1");
    // Native libraries allocate in many threads: with glibc's default, memory grows by arenas.
    builder.environment().putIfAbsent("MALLOC_ARENA_MAX", "2");
    return builder.start();
  }

  /** The settings that a run needs: neither keys nor the mail server. */
  static Map<String, String> environment(EngineSettings settings, String databaseUrl) {
    Map<String, String> environment = new LinkedHashMap<>();
    environment.put("DATA", settings.dataFolder().toString());
    if (!databaseUrl.isEmpty()) {
      environment.put("DATABASE", databaseUrl);
    }
    settings
        .externalS3()
        .ifPresent(
            (ExternalS3 s3) -> {
              environment.put("S3", s3.endpoint().toString());
              environment.put("S3_REGION", s3.region());
              environment.put("S3_KEY", s3.accessKeyId() + ":" + s3.secretAccessKey() + ":s3");
            });
    LearnerSettings learner = settings.learning().learner();
    if (!learner.useBackbone()) {
      environment.put("BACKBONE", "none");
    }
    learner.backbone().ifPresent(folder -> environment.put("BACKBONE", folder.toString()));
    learner.textBackbone().ifPresent(folder -> environment.put("TEXT_BACKBONE", folder.toString()));
    environment.put("TARGET_ACCURACY", Double.toString(learner.targets().accuracy()));
    environment.put("TARGET_IOU", Double.toString(learner.targets().meanIoU()));
    environment.put("LEARNING_CACHE", learner.cacheFolder().toString());
    environment.put("LEARNING_CACHE_SIZE", (learner.cacheBytes() >> 10) + "k");
    environment.put("LEARNING_THREADS", Integer.toString(learner.threads()));
    Map<String, String> prefixed = new LinkedHashMap<>();
    environment.forEach((name, value) -> prefixed.put(PREFIX + name, value));
    return prefixed;
  }

  private static Optional<String> nice() {
    String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
    return Stream.of(path.split(File.pathSeparator))
        .map(folder -> Path.of(folder, "nice"))
        .filter(Files::isExecutable)
        .map(Path::toString)
        .findFirst();
  }
}
