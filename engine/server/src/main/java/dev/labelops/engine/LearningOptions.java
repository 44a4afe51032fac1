package dev.labelops.engine;

import dev.labelops.engine.LearningSettings.Runner;
import dev.labelops.engine.labeling.learning.LearnerSettings;
import dev.labelops.engine.labeling.learning.Targets;
import dev.labelops.learning.backbone.TextBackbone;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** The options of automated labeling, of the engine and of a learning run. */
final class LearningOptions {
  private static final String NONE = "none";

  @Option(
      names = "--backbone",
      defaultValue = "${env:LABELOPS_ENGINE_BACKBONE:-" + Option.NULL_VALUE + "}",
      description =
          "Folder with a pretrained image network (model.onnx), or 'none'. Default: the one in the"
              + " jar.")
  private String backbone;

  @Option(
      names = "--text-backbone",
      defaultValue = "${env:LABELOPS_ENGINE_TEXT_BACKBONE:-" + Option.NULL_VALUE + "}",
      description =
          "Folder with a pretrained text network (model.onnx, tokenizer.json). Default: none.")
  private Path textBackbone;

  @Option(
      names = "--target-accuracy",
      defaultValue = "${env:LABELOPS_ENGINE_TARGET_ACCURACY:-0.95}",
      description = "Share of the machine's classes that must be right.")
  private double accuracy;

  @Option(
      names = "--target-iou",
      defaultValue = "${env:LABELOPS_ENGINE_TARGET_IOU:-0.6}",
      description = "Mean IoU that the machine's boxes must reach.")
  private double iou;

  @Option(
      names = "--learning-cache",
      defaultValue = "${env:LABELOPS_ENGINE_LEARNING_CACHE:-" + Option.NULL_VALUE + "}",
      description = "Folder for features of objects. Default: learning-cache in the data folder.")
  private Path cache;

  @Option(
      names = "--learning-cache-size",
      defaultValue = "${env:LABELOPS_ENGINE_LEARNING_CACHE_SIZE:-2g}",
      converter = SizeConverter.class,
      description = "Most bytes in that folder, such as 500m or 2g.")
  private long cacheSize;

  @Option(
      names = "--learning-threads",
      defaultValue = "${env:LABELOPS_ENGINE_LEARNING_THREADS:-" + Option.NULL_VALUE + "}",
      description = "Threads of a learning run. Default: 2, or 1 on a machine with one processor.")
  private Integer threads;

  @Option(
      names = "--learning-memory",
      defaultValue = "${env:LABELOPS_ENGINE_LEARNING_MEMORY:-640m}",
      converter = SizeConverter.class,
      description = "Heap of the process of a learning run, such as 500m or 2g.")
  private long memory;

  @Option(
      names = "--learning-runner",
      defaultValue = "${env:LABELOPS_ENGINE_LEARNING_RUNNER:-process}",
      description =
          "Where learning runs work. process: beside the engine. kubernetes: each in a Job.")
  private String runner;

  @Option(
      names = "--learning-job",
      defaultValue = "${env:LABELOPS_ENGINE_LEARNING_JOB:-" + Option.NULL_VALUE + "}",
      description = "YAML file with the Job of a learning run. Required with kubernetes.")
  private Path job;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  /** A number of bytes with the suffix k, m or g. */
  private static final class SizeConverter implements ITypeConverter<Long> {
    private static final Pattern SIZE = Pattern.compile("(\\d{1,9})([kmg])");

    @Override
    public Long convert(String text) {
      Matcher size = SIZE.matcher(text.toLowerCase(Locale.ROOT));
      if (!size.matches() || Long.parseLong(size.group(1)) == 0) {
        throw new TypeConversionException(
            "'" + text + "' must be a number with k, m or g, such as 500m");
      }
      int shift = 10 * (1 + "kmg".indexOf(size.group(2)));
      return Long.parseLong(size.group(1)) << shift;
    }
  }

  /**
   * @throws ParameterException in a sentence, when the options do not fit each other
   */
  LearningSettings settings(StorageOptions storage) {
    target("--target-accuracy", accuracy);
    target("--target-iou", iou);
    int used = threads == null ? LearningSettings.defaultThreads() : threads;
    if (used < 1) {
      throw wrong(
          "--learning-threads: a learning run needs at least one thread, not %d.".formatted(used));
    }
    return new LearningSettings(
        new LearnerSettings(
            backbone == null || backbone.equals(NONE) ? Optional.empty() : Optional.of(folder()),
            !NONE.equals(backbone),
            Optional.ofNullable(textBackbone).map(this::checkedText),
            cache == null ? LearningSettings.defaultCache(storage.data) : cache,
            cacheSize,
            used,
            LearningSettings.memoryForFeatures(),
            new Targets(accuracy, iou, Targets.DEFAULT.missProbability())),
        runner(storage));
  }

  private void target(String option, double value) {
    if (!(value > 0 && value < 1)) {
      throw wrong("%s: %s must be above 0 and below 1.".formatted(option, value));
    }
  }

  private Path folder() {
    Path folder = Path.of(backbone);
    if (!Files.isRegularFile(folder.resolve("model.onnx"))) {
      throw wrong(
          "--backbone: the folder %s has no file model.onnx. Name a folder with one, or 'none'."
              .formatted(folder));
    }
    return folder;
  }

  private Path checkedText(Path folder) {
    if (TextBackbone.model(folder).isEmpty()
        || !Files.isRegularFile(folder.resolve("tokenizer.json"))) {
      throw wrong(
          "--text-backbone: the folder %s must have a file model.onnx or onnx/model.onnx, and tokenizer.json."
              .formatted(folder));
    }
    return folder;
  }

  private Runner runner(StorageOptions storage) {
    return switch (runner) {
      case "process" -> new Runner.ChildProcess(memory);
      case "kubernetes" -> kubernetes(storage);
      default ->
          throw wrong("--learning-runner: '%s' is not process or kubernetes.".formatted(runner));
    };
  }

  // A Job reaches neither the embedded database nor objects in the data folder.
  private Runner kubernetes(StorageOptions storage) {
    List<String> missing = new ArrayList<>();
    if (storage.database().isEmpty()) {
      missing.add("--database");
    }
    if (storage.externalS3().isEmpty()) {
      missing.add("--s3");
    }
    if (job == null) {
      missing.add("--learning-job");
    }
    if (!missing.isEmpty()) {
      throw wrong(
          "--learning-runner=kubernetes needs %s: a Job on another node uses PostgreSQL and an S3 service."
              .formatted(String.join(" and ", missing)));
    }
    if (!Files.isRegularFile(job)) {
      throw wrong("--learning-job: there is no file %s.".formatted(job));
    }
    return new Runner.KubernetesJob(job);
  }

  private ParameterException wrong(String message) {
    return StorageOptions.wrong(command, message);
  }
}
