package dev.labelops.demo.drive;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.labelops.demo.report.Answer;
import dev.labelops.demo.stack.Bucket;
import dev.labelops.demo.stack.DemoException;
import dev.labelops.demo.workers.AnswerContent;
import dev.labelops.groundtruth.OutputPaths;
import dev.labelops.groundtruth.RoundReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a labeling job has written, read from S3.
 *
 * @param root s3:// address, with a slash at its end, of the job's folder
 */
record JobOutput(Bucket bucket, String root) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** That of a job as the operator shows it; empty until the job has a name. */
  static Optional<JobOutput> of(Bucket bucket, Observed job) {
    String name = job.status().path("jobName").asText("");
    String path = job.spec().path("output").path("uri").asText("");
    return name.isEmpty() || path.isEmpty()
        ? Optional.empty()
        : Optional.of(new JobOutput(bucket, path.replaceAll("/+$", "") + "/" + name + "/"));
  }

  /** The engine's report of a round; empty while there is none. */
  Optional<RoundReport> report(int round) {
    return bucket
        .text(root + OutputPaths.roundReport(round))
        .map(text -> parsed(text, RoundReport.class));
  }

  /** The rounds that have a folder below {@code activelearning/}. */
  List<Integer> rounds() {
    TreeSet<Integer> rounds = new TreeSet<>();
    for (String path : below(OutputPaths.ACTIVE_LEARNING)) {
      String number = path.substring(OutputPaths.ACTIVE_LEARNING.length()).split("/", 2)[0];
      // Round 0 only computes features.
      if (number.matches("[1-9]\\d{0,8}")) {
        rounds.add(Integer.parseInt(number));
      }
    }
    return List.copyOf(rounds);
  }

  /** In which round the machine labeled an object, by line number from 0. */
  Map<Integer, Integer> machineLabels() {
    Map<Integer, Integer> rounds = new TreeMap<>();
    for (String path : below(OutputPaths.ACTIVE_LEARNING)) {
      OptionalInt round = OutputPaths.autoLabelsRound(path);
      if (round.isPresent()) {
        bucket
            .text(root + path)
            .ifPresent(
                text ->
                    text.lines()
                        .filter(line -> !line.isBlank())
                        .forEach(
                            line ->
                                rounds.put(
                                    Integer.parseInt(line.split(" ", 2)[0]), round.getAsInt())));
      }
    }
    return rounds;
  }

  /** All answers of workers, by line number of their object from 0. */
  Map<Integer, List<Answer>> answers(String taskType) {
    Map<Integer, List<Answer>> answers = new TreeMap<>();
    for (String path : below(OutputPaths.CONSOLIDATION_REQUESTS)) {
      JsonNode objects =
          bucket.text(root + path).map(text -> parsed(text, JsonNode.class)).orElseThrow();
      for (JsonNode object : objects) {
        List<Answer> given =
            answers.computeIfAbsent(
                object.path("datasetObjectId").asInt(), id -> new ArrayList<>());
        for (JsonNode annotation : object.path("annotations")) {
          JsonNode content =
              parsed(annotation.path("annotationData").path("content").asText(), JsonNode.class);
          given.add(
              new Answer(
                  annotation.path("workerId").asText(), AnswerContent.read(taskType, content)));
        }
      }
    }
    return answers;
  }

  private List<String> below(String folder) {
    return bucket.keys(root + folder).stream()
        .map(key -> key.substring(key.indexOf(folder)))
        .toList();
  }

  private static <T> T parsed(String text, Class<T> type) {
    try {
      return JSON.readValue(text, type);
    } catch (JsonProcessingException e) {
      throw new DemoException("the job's output cannot be read: " + e.getOriginalMessage(), e);
    }
  }
}
