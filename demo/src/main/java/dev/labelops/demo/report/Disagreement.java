package dev.labelops.demo.report;

import dev.labelops.demo.truth.Agreement;
import dev.labelops.demo.truth.Annotation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * How far workers agree with each other.
 *
 * @param workers in the order of their ids
 * @param agreement mean over objects with several answers of the mean agreement of two of them;
 *     empty when no object has two answers
 * @param objects objects with several answers
 * @param disputed objects whose answers agree least, worst first
 */
public record Disagreement(
    List<Worker> workers, Optional<Estimate> agreement, int objects, List<Disputed> disputed) {
  private static final int MOST_DISPUTED = 6;

  /**
   * @param name "worker 1" and so on
   * @param answers how many
   * @param withOthers mean agreement with each other answer to the same object, 0 to 1
   * @param withTruth mean agreement with the truth, 0 to 1; empty where the truth is unknown
   */
  public record Worker(
      String name, int answers, Optional<Estimate> withOthers, Optional<Estimate> withTruth) {}

  /**
   * @param object line number from 0
   * @param agreement mean agreement of two answers, 0 to 1
   */
  public record Disputed(int object, double agreement, List<Named> answers) {}

  /** An answer under the worker's name. */
  public record Named(String worker, Annotation annotation) {}

  /**
   * @param answers by line number of the object from 0
   * @param truth by line number, where it is known
   */
  public static Disagreement of(
      Map<Integer, List<Answer>> answers, Map<Integer, Annotation> truth) {
    Map<String, Tally> tallies = new TreeMap<>();
    answers.values().stream()
        .flatMap(List::stream)
        .forEach(answer -> tallies.putIfAbsent(answer.workerId(), new Tally()));
    List<String> ids = List.copyOf(tallies.keySet());
    List<Disputed> objects = new ArrayList<>();
    new TreeMap<>(answers)
        .forEach(
            (object, given) -> {
              List<Double> pairs = new ArrayList<>();
              for (Answer one : given) {
                Tally tally = tallies.get(one.workerId());
                tally.answers++;
                if (truth.containsKey(object)) {
                  tally.truth.add(Agreement.of(one.annotation(), truth.get(object)));
                }
                for (Answer other : given) {
                  if (other != one) {
                    double agreement = Agreement.of(one.annotation(), other.annotation());
                    tally.others.add(agreement);
                    pairs.add(agreement);
                  }
                }
              }
              if (!pairs.isEmpty()) {
                objects.add(
                    new Disputed(
                        object,
                        Arrays.stream(array(pairs)).average().orElseThrow(),
                        named(given, ids)));
              }
            });
    boolean classes = truth.values().stream().anyMatch(a -> a instanceof Annotation.Category);
    List<Worker> workers = new ArrayList<>();
    tallies.forEach(
        (id, tally) ->
            workers.add(
                new Worker(
                    name(ids, id),
                    tally.answers,
                    Estimate.ofScores(array(tally.others)),
                    classes ? right(tally.truth) : Estimate.ofScores(array(tally.truth)))));
    return new Disagreement(
        List.copyOf(workers),
        Estimate.ofScores(objects.stream().mapToDouble(Disputed::agreement).toArray()),
        objects.size(),
        objects.stream()
            .filter(object -> object.agreement() < 1)
            .sorted(Comparator.comparingDouble(Disputed::agreement))
            .limit(MOST_DISPUTED)
            .toList());
  }

  private static List<Named> named(List<Answer> given, List<String> ids) {
    return given.stream()
        .map(answer -> new Named(name(ids, answer.workerId()), answer.annotation()))
        .toList();
  }

  private static String name(List<String> ids, String id) {
    return "worker " + (ids.indexOf(id) + 1);
  }

  private static Optional<Estimate> right(List<Double> scores) {
    return Estimate.ofRight(
        (int) scores.stream().filter(score -> score == 1).count(), scores.size());
  }

  private static double[] array(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).toArray();
  }

  private static final class Tally {
    private int answers;
    private final List<Double> others = new ArrayList<>();
    private final List<Double> truth = new ArrayList<>();
  }
}
