package dev.labelops.operator.results;

import dev.labelops.groundtruth.OutputPaths;
import dev.labelops.operator.aws.s3.StoredObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The files from which rounds are counted, by round number (patterns of ground-truth-reference
 * 5.3). Up to three folders are listed, a thousand keys a request; {@code worker-response/}, which
 * holds a file per answer, never is.
 *
 * @param autoLabels non-empty auto-annotator files
 * @param responses consolidation responses
 * @param models numbers of the training runs that produced a model
 * @param reports what the engine reports of a round, the latest file of each
 */
record RoundFiles(
    Map<Integer, List<StoredObject>> autoLabels,
    Map<Integer, List<StoredObject>> responses,
    Set<Integer> models,
    Map<Integer, StoredObject> reports) {
  /**
   * @param learning whether a model may be trained; else its folders count as empty
   */
  static RoundFiles list(OutputTree tree, boolean learning) {
    Map<Integer, List<StoredObject>> responses =
        byNumber(
            tree.files(OutputPaths.CONSOLIDATION_RESPONSES),
            OutputPaths::consolidationResponseIteration);
    if (!learning) {
      return new RoundFiles(Map.of(), responses, Set.of(), Map.of());
    }
    Map<Integer, List<StoredObject>> autoLabels = new TreeMap<>();
    Map<Integer, StoredObject> reports = new TreeMap<>();
    tree.files(OutputPaths.ACTIVE_LEARNING)
        .filter(file -> file.size() > 0)
        .forEach(
            file -> {
              OutputPaths.autoLabelsRound(file.key()).ifPresent(n -> add(autoLabels, n, file));
              OutputPaths.roundReportRound(file.key())
                  .ifPresent(n -> reports.merge(n, file, RoundFiles::later));
            });
    return new RoundFiles(
        autoLabels,
        responses,
        byNumber(tree.files(OutputPaths.TRAINING), OutputPaths::modelRound).keySet(),
        reports);
  }

  private static StoredObject later(StoredObject one, StoredObject other) {
    return other.lastModified().isAfter(one.lastModified()) ? other : one;
  }

  /** Numbers with human or machine labels, ascending. */
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
      Stream<StoredObject> files, Function<String, OptionalInt> number) {
    Map<Integer, List<StoredObject>> found = new TreeMap<>();
    files.forEach(file -> number.apply(file.key()).ifPresent(n -> add(found, n, file)));
    return found;
  }

  private static void add(Map<Integer, List<StoredObject>> files, int number, StoredObject file) {
    files.computeIfAbsent(number, any -> new ArrayList<>()).add(file);
  }
}
