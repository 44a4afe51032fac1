package dev.labelops.learning.consolidation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
      assertThat(result.quality().get("worker " + w)).isCloseTo(quality[w], within(.05));
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
    assertThat(result.quality().get("swaps")).isLessThan(.10);
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

    assertThat(labels(DawidSkene.consolidate(votes))).isEqualTo(labels(result));
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
