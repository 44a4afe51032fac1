package dev.labelops.operator.results;

import dev.labelops.operator.aws.s3.StoredObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The files that tell rounds, by round number (patterns of ground-truth-reference 5.3). Up to three
 * folders are listed, a thousand keys a request; {@code worker-response/}, which holds a file per
 * answer, never is.
 *
 * @param autoLabels non-empty auto-annotator files
 * @param responses consolidation responses
 * @param models numbers of the training runs that left a model
 */
record RoundFiles(
    Map<Integer, List<StoredObject>> autoLabels,
    Map<Integer, List<StoredObject>> responses,
    Set<Integer> models) {
  private static final String RESPONSES =
      "annotations/consolidated-annotation/consolidation-response/";
  private static final Pattern AUTO_LABELS =
      Pattern.compile("activelearning/(\\d{1,9})/(?:[^/]+/)*auto_annotator_output\\.txt");
  private static final Pattern RESPONSE =
      Pattern.compile(Pattern.quote(RESPONSES) + "iteration-(\\d{1,9})/.+\\.json");
  private static final Pattern MODEL = Pattern.compile("training/(\\d{1,9})/.+/model\\.tar\\.gz");

  /**
   * @param learning whether a model may be trained; else its folders are taken as empty
   */
  static RoundFiles list(OutputTree tree, boolean learning) {
    Map<Integer, List<StoredObject>> responses = byNumber(tree.files(RESPONSES), RESPONSE);
    return learning
        ? new RoundFiles(
            byNumber(tree.files("activelearning/").filter(file -> file.size() > 0), AUTO_LABELS),
            responses,
            byNumber(tree.files("training/"), MODEL).keySet())
        : new RoundFiles(Map.of(), responses, Set.of());
  }

  /** Numbers with labels of people or of the model, ascending. */
  Set<Integer> numbers() {
    Set<Integer> numbers = new TreeSet<>(autoLabels.keySet());
    numbers.addAll(responses.keySet());
    return numbers;
  }

  /** When the last of the round's files was written. */
  Instant latest(int number) {
    return Stream.of(autoLabels, responses)
        .flatMap(files -> files.getOrDefault(number, List.of()).stream())
        .map(StoredObject::lastModified)
        .max(Instant::compareTo)
        .orElseThrow();
  }

  private static Map<Integer, List<StoredObject>> byNumber(
      Stream<StoredObject> files, Pattern pattern) {
    Map<Integer, List<StoredObject>> found = new TreeMap<>();
    files.forEach(
        file -> {
          Matcher matcher = pattern.matcher(file.key());
          if (matcher.matches()) {
            found
                .computeIfAbsent(Integer.valueOf(matcher.group(1)), n -> new ArrayList<>())
                .add(file);
          }
        });
    return found;
  }
}
