package dev.labelops.groundtruth;

import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Names of the files that a labeling job writes, relative to its output root {@code
 * <S3OutputPath>/<job name>/}. Folders: DG:sms-data-output. What is below them is documented
 * nowhere: it is what AWS's own notebooks and public analysis scripts read (ground-truth-reference
 * 5.1, 5.3), so that the patterns match loosely.
 */
public final class OutputPaths {
  /** The result, a line per line of the input manifest. */
  public static final String OUTPUT_MANIFEST = "manifests/output/output.manifest";

  /** Raw answers. */
  public static final String WORKER_RESPONSES = "annotations/worker-response/";

  /** What the consolidation function was given. */
  public static final String CONSOLIDATION_REQUESTS =
      "annotations/consolidated-annotation/consolidation-request/";

  /** What the consolidation function returned. */
  public static final String CONSOLIDATION_RESPONSES =
      "annotations/consolidated-annotation/consolidation-response/";

  /** Files that {@code -ref} attributes name: masks, labels of sequences. */
  public static final String LABEL_FILES = "annotations/consolidated-annotation/output/";

  /** Labels of the model, a folder per round. */
  public static final String ACTIVE_LEARNING = "activelearning/";

  /** Models, a folder per round. */
  public static final String TRAINING = "training/";

  private static final Pattern AUTO_LABELS =
      Pattern.compile(ACTIVE_LEARNING + "(\\d{1,9})/(?:[^/]+/)*auto_annotator_output\\.txt");
  private static final Pattern ROUND_REPORT =
      Pattern.compile(ACTIVE_LEARNING + "(\\d{1,9})/(?:[^/]+/)*round_report\\.json");
  private static final Pattern CONSOLIDATION_RESPONSE =
      Pattern.compile(Pattern.quote(CONSOLIDATION_RESPONSES) + "iteration-(\\d{1,9})/.+\\.json");
  private static final Pattern MODEL = Pattern.compile(TRAINING + "(\\d{1,9})/.+/model\\.tar\\.gz");

  private OutputPaths() {}

  /**
   * The address of the result.
   *
   * @param outputPath S3OutputPath, with or without slashes at its end
   */
  public static String outputManifest(String outputPath, String jobName) {
    return outputPath.replaceAll("/+$", "") + "/" + jobName + "/" + OUTPUT_MANIFEST;
  }

  /**
   * The S3OutputPath, with a slash at its end, of a job whose result has this address; the address
   * itself when it has another form.
   */
  public static String outputPath(String outputManifest, String jobName) {
    int end = outputManifest.lastIndexOf("/" + jobName + "/manifests/output/");
    return end < 0 ? outputManifest : outputManifest.substring(0, end + 1);
  }

  /** The output manifest as of one iteration. */
  public static String intermediateManifest(int iteration) {
    return "manifests/intermediate/" + iteration + "/output.manifest";
  }

  /** Labels of one iteration, as lines of a manifest. */
  public static String intermediateAnnotations(int iteration) {
    return "annotations/intermediate/" + iteration + "/annotations.manifest";
  }

  /**
   * Answers for one object.
   *
   * @param objectId line of the input manifest, from 0
   * @param time as file names have it
   */
  public static String workerResponse(int iteration, int objectId, String time) {
    return WORKER_RESPONSES + "iteration-" + iteration + "/" + objectId + "/" + time + ".json";
  }

  /**
   * @param time as file names have it
   */
  public static String consolidationRequest(int iteration, String time) {
    return CONSOLIDATION_REQUESTS + "iteration-" + iteration + "/" + time + ".json";
  }

  /**
   * @param time as file names have it
   */
  public static String consolidationResponse(int iteration, String time) {
    return CONSOLIDATION_RESPONSES + "iteration-" + iteration + "/" + time + ".json";
  }

  /**
   * A file that a {@code -ref} attribute names, for label files of one file per object.
   *
   * @param name ends with the extension
   */
  public static String labelFile(String name) {
    return LABEL_FILES + name;
  }

  /** Labels of the model in one round, lines {@code <object id> <JSON>}. */
  public static String autoLabels(int round) {
    return ACTIVE_LEARNING + round + "/0/auto_annotator_output.txt";
  }

  /** The model of one round. */
  public static String model(int round, String trainingJobName) {
    return TRAINING + round + "/0/" + trainingJobName + "/output/model.tar.gz";
  }

  /** What the engine reports of one round: a {@link RoundReport} as JSON. AWS writes none. */
  public static String roundReport(int round) {
    return ACTIVE_LEARNING + round + "/0/round_report.json";
  }

  /**
   * A manifest of labeled objects that are to be labeled again, or the folder of its labels' files.
   * AWS writes neither.
   *
   * @param name begins with the time, without characters that addresses have to escape
   */
  public static String labelAgain(String name) {
    return "label-again/" + name;
  }

  /**
   * The output manifest with the answers that the job's owner accepted in place of labels, or the
   * folder of its labels' files. AWS writes neither.
   *
   * @param name begins with the time, without characters that addresses have to escape
   */
  public static String accepted(String name) {
    return "accepted/" + name;
  }

  /** The round whose auto labels the file holds; empty for another file. */
  public static OptionalInt autoLabelsRound(String path) {
    return number(AUTO_LABELS, path);
  }

  /** The round that the file is the report of; empty for another file. */
  public static OptionalInt roundReportRound(String path) {
    return number(ROUND_REPORT, path);
  }

  /** The iteration of a consolidation response; empty for another file. */
  public static OptionalInt consolidationResponseIteration(String path) {
    return number(CONSOLIDATION_RESPONSE, path);
  }

  /** The round of a model; empty for another file. */
  public static OptionalInt modelRound(String path) {
    return number(MODEL, path);
  }

  private static OptionalInt number(Pattern pattern, String path) {
    Matcher matcher = pattern.matcher(path);
    return matcher.matches()
        ? OptionalInt.of(Integer.parseInt(matcher.group(1)))
        : OptionalInt.empty();
  }
}
