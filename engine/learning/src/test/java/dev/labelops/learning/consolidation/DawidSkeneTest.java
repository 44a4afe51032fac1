package dev.labelops.learning.consolidation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class DawidSkeneTest {
  private static final List<String> CLASSES = List.of("bird", "cat", "dog", "fox");

  /** Two good workers, and three who mistake each class for its neighbour more often than not. */
  @Test
  void isBetterThanMajorityVoteByTenPointsWhereMistakesAreAlike() {
    double[] quality = {.95, .9, .5, .45, .45};
    double majority = 0;
    double weighed = 0;
    for (int seed = 0; seed < 20; seed++) {
      Simulated job = simulate(quality, 300, seed, 1);
      majority += accuracy(job, majority(job.votes)) / 20;
      weighed += accuracy(job, labels(DawidSkene.consolidate(job.votes))) / 20;
    }
    assertThat(weighed).isGreaterThan(majority + .10);
    assertThat(weighed).isGreaterThan(.93);
  }

  @Test
  void isBetterThanMajorityVoteByAPointWhereMistakesAreRandom() {
    double[] quality = {.95, .9, .45, .4, .35};
    double majority = 0;
    double weighed = 0;
    for (int seed = 0; seed < 20; seed++) {
      Simulated job = simulate(quality, 300, seed, 3);
      majority += accuracy(job, majority(job.votes)) / 20;
      weighed += accuracy(job, labels(DawidSkene.consolidate(job.votes))) / 20;
    }
    assertThat(weighed).isGreaterThan(majority + .01);
  }

  @Test
  void isNoWorseThanMajorityVoteWithEqualWorkers() {
    double majority = 0;
    double weighed = 0;
    for (int seed = 0; seed < 20; seed++) {
      Simulated job = simulate(new double[] {.8, .8, .8}, 200, seed, 3);
      majority += accuracy(job, majority(job.votes)) / 20;
      weighed += accuracy(job, labels(DawidSkene.consolidate(job.votes))) / 20;
    }
    assertThat(weighed).isGreaterThan(majority - .01);
  }

  @Test
  void qualityIsTheWorkersTrueQuality() {
    double[] quality = {.95, .8, .65, .5, .9};
    DawidSkene.Result result = DawidSkene.consolidate(simulate(quality, 1000, 4, 3).votes);

    for (int w = 0; w < quality.length; w++) {
      assertThat(result.quality().get("worker " + w).value()).isCloseTo(quality[w], within(.05));
    }
  }

  @Test
  void aWorkerWhoSwapsTwoClassesIsUnderstood() {
    // Says cat for dog and dog for cat, always; a majority vote can only lose by him.
    List<Vote> votes = new ArrayList<>();
    Map<String, String> truth = new HashMap<>();
    SplittableRandom random = new SplittableRandom(5);
    for (int o = 0; o < 200; o++) {
      String label = o % 2 == 0 ? "cat" : "dog";
      String other = o % 2 == 0 ? "dog" : "cat";
      truth.put("object " + o, label);
      votes.add(new Vote("object " + o, "swaps", other));
      votes.add(new Vote("object " + o, "a", random.nextDouble() < .8 ? label : other));
      votes.add(new Vote("object " + o, "b", random.nextDouble() < .8 ? label : other));
    }

    DawidSkene.Result result = DawidSkene.consolidate(votes);

    // A majority is right where both others are: .64.
    assertThat(accuracy(new Simulated(votes, truth), labels(result))).isGreaterThan(.93);
    assertThat(result.quality().get("swaps").value()).isLessThan(.10);
  }

  @Test
  void confidenceIsTheShareOfRightLabels() {
    double expected = 0;
    double right = 0;
    for (int seed = 0; seed < 20; seed++) {
      Simulated job = simulate(new double[] {.8, .7, .6}, 300, seed, 3);
      DawidSkene.Result result = DawidSkene.consolidate(job.votes);
      right += accuracy(job, labels(result)) / 20;
      expected +=
          result.labels().values().stream().mapToDouble(l -> l.confidence()).average().orElseThrow()
              / 20;
    }
    assertThat(expected).isCloseTo(right, within(.05));
  }

  @Test
  void oneWorkersAnswersAreTaken() {
    DawidSkene.Result result =
        DawidSkene.consolidate(
            List.of(
                new Vote("1", "a", "cat"), new Vote("2", "a", "dog"), new Vote("3", "a", "cat")));

    assertThat(labels(result)).isEqualTo(Map.of("1", "cat", "2", "dog", "3", "cat"));
    assertThat(DawidSkene.consolidate(List.of(new Vote("1", "a", "cat"))).labels().get("1").label())
        .isEqualTo("cat");
    assertThat(DawidSkene.consolidate(List.of()).labels()).isEmpty();
  }

  @Test
  void theOrderOfVotesDoesNotMatter() {
    List<Vote> votes = new ArrayList<>(simulate(new double[] {.9, .7, .6}, 50, 1, 3).votes);
    DawidSkene.Result result = DawidSkene.consolidate(votes);
    Collections.shuffle(votes, new SplittableRandom(3));

    assertThat(DawidSkene.consolidate(votes)).isEqualTo(result);
  }

  @Test
  void aJobThatComesInPartsIsAsGoodAsAWholeOne() {
    double[] quality = {.95, .9, .5, .45, .45};
    double majority = 0;
    double whole = 0;
    double parts = 0;
    for (int seed = 0; seed < 20; seed++) {
      Simulated job = simulate(quality, 1000, seed, 1);
      majority += accuracy(job, majority(job.votes)) / 20;
      whole += accuracy(job, labels(DawidSkene.consolidate(job.votes))) / 20;
      parts += accuracy(job, inParts(job, 100, Map.of())) / 20;
    }
    assertThat(parts).isGreaterThan(majority + .10);
    assertThat(parts).isGreaterThan(whole - .01);
  }

  @Test
  void whatTheWorkersHaveShownServesTheFirstOfTheNextObjects() {
    Simulated before = simulate(new double[] {.95, .5, .5}, 300, 1, 1);
    DawidSkene.Result known = DawidSkene.consolidate(before.votes, CLASSES, Map.of());
    List<Vote> one =
        List.of(
            new Vote("x", "worker 0", "dog"),
            new Vote("x", "worker 1", "fox"),
            new Vote("x", "worker 2", "fox"));

    // A poor worker says fox for dog half of the time.
    assertThat(DawidSkene.consolidate(one, CLASSES, Map.of()).labels().get("x").label())
        .isEqualTo("fox");
    assertThat(DawidSkene.consolidate(one, CLASSES, known.confusions()).labels().get("x").label())
        .isEqualTo("dog");
  }

  @Test
  void theTrueQualityIsInTheInterval() {
    double[] quality = {.95, .8, .65, .5, .9};
    int inside = 0;
    for (int seed = 0; seed < 40; seed++) {
      DawidSkene.Result result = DawidSkene.consolidate(simulate(quality, 150, seed, 3).votes);
      for (int w = 0; w < quality.length; w++) {
        WorkerQuality measured = result.quality().get("worker " + w);
        assertThat(measured.value()).isBetween(measured.low(), measured.high());
        assertThat(measured.answers()).isEqualTo(150);
        inside += quality[w] >= measured.low() && quality[w] <= measured.high() ? 1 : 0;
      }
    }
    // 90% of 200, less three standard deviations and what the estimate of the truth costs.
    assertThat(inside).isGreaterThan(155);
  }

  @Test
  void aSingleAnswerIsKeptAndSaysNothingOfItsWorker() {
    Simulated job = simulate(new double[] {.95, .95, .3}, 200, 2, 1);
    List<Vote> votes = new ArrayList<>(job.votes);
    votes.add(new Vote("alone", "worker 2", "cat"));
    votes.add(new Vote("also alone", "worker 9", "cat"));

    DawidSkene.Result result = DawidSkene.consolidate(votes);

    assertThat(result.labels().get("alone").label()).isEqualTo("cat");
    assertThat(result.labels().get("alone").confidence())
        .as("says cat for bird two times of three")
        .isLessThan(.5);
    assertThat(result.quality().get("worker 2").answers()).isEqualTo(200);
    assertThat(result.quality()).doesNotContainKey("worker 9");
  }

  /** Consolidates a number of objects after the other. */
  private static Map<String, String> inParts(
      Simulated job, int objects, Map<String, Confusion> known) {
    Map<String, String> labels = new HashMap<>();
    List<String> names = job.truth.keySet().stream().sorted().toList();
    for (int from = 0; from < names.size(); from += objects) {
      Set<String> part = Set.copyOf(names.subList(from, Math.min(names.size(), from + objects)));
      DawidSkene.Result result =
          DawidSkene.consolidate(
              job.votes.stream().filter(vote -> part.contains(vote.object())).toList(),
              CLASSES,
              known);
      labels.putAll(labels(result));
      known = result.confusions();
    }
    return labels;
  }

  private record Simulated(List<Vote> votes, Map<String, String> truth) {}

  /**
   * @param wrong how many classes a wrong answer may be: the next ones
   */
  private static Simulated simulate(double[] quality, int objects, long seed, int wrong) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Vote> votes = new ArrayList<>();
    Map<String, String> truth = new HashMap<>();
    for (int o = 0; o < objects; o++) {
      int label = random.nextInt(CLASSES.size());
      truth.put("object " + o, CLASSES.get(label));
      for (int w = 0; w < quality.length; w++) {
        int given =
            random.nextDouble() < quality[w] ? label : (label + 1 + random.nextInt(wrong)) % 4;
        votes.add(new Vote("object " + o, "worker " + w, CLASSES.get(given)));
      }
    }
    return new Simulated(votes, truth);
  }

  private static Map<String, String> labels(DawidSkene.Result result) {
    Map<String, String> labels = new HashMap<>();
    result.labels().forEach((object, label) -> labels.put(object, label.label()));
    return labels;
  }

  /** Ties go to the first class given. */
  private static Map<String, String> majority(List<Vote> votes) {
    Map<String, Map<String, Integer>> counts = new HashMap<>();
    votes.forEach(
        v ->
            counts
                .computeIfAbsent(v.object(), o -> new LinkedHashMap<>())
                .merge(v.label(), 1, Integer::sum));
    Map<String, String> labels = new HashMap<>();
    counts.forEach(
        (object, of) ->
            labels.put(
                object, Collections.max(of.entrySet(), Map.Entry.comparingByValue()).getKey()));
    return labels;
  }

  private static double accuracy(Simulated job, Map<String, String> labels) {
    return job.truth.entrySet().stream()
            .filter(t -> t.getValue().equals(labels.get(t.getKey())))
            .count()
        / (double) job.truth.size();
  }
}
