package dev.labelops.learning.consolidation;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Classes from several workers by expectation maximisation: Dawid and Skene, "Maximum Likelihood
 * Estimation of Observer Error-Rates Using the EM Algorithm", Applied Statistics 28(1), 1979.
 *
 * <p>Each worker has a confusion matrix (true class by given class). The matrices follow from the
 * probabilities of the true classes, and these from the matrices, in turn until they converge.
 * Matrices start from a prior that the worker is mostly right, worth a few answers, so that a
 * worker with few answers is near the average and few objects do not flip the classes.
 *
 * <p>A job's objects can come in parts: what earlier parts say of the workers is added as expected
 * counts, which stay as they are. That is the incremental variant of Neal and Hinton, "A view of
 * the EM algorithm that justifies incremental, sparse, and other variants", Learning in Graphical
 * Models, 1998.
 *
 * <p>An object with one answer keeps it, and says nothing of its worker.
 */
public final class DawidSkene {
  private static final int ITERATIONS = 100;
  private static final double STILL = 1e-6;

  /** The prior of a matrix's row in answers: right, and all wrong classes together. */
  private static final double PRIOR_RIGHT = 2;

  private static final double PRIOR_WRONG = 1;

  private static final Comparator<Vote> ORDER =
      Comparator.comparing(Vote::object).thenComparing(Vote::worker).thenComparing(Vote::label);

  /**
   * @param label the most probable class
   * @param confidence its probability, 0 to 1
   */
  public record Consolidated(String label, double confidence) {}

  /**
   * @param labels by object
   * @param quality by worker, over the job's mix of classes; without those whose answers were never
   *     compared
   * @param confusions by worker, of the earlier objects and these
   */
  public record Result(
      SortedMap<String, Consolidated> labels,
      SortedMap<String, WorkerQuality> quality,
      SortedMap<String, Confusion> confusions) {}

  private final List<String> classes;
  private final List<String> workers;
  private final List<String> objects;

  /** Votes as numbers: object, worker, class. */
  private final List<int[]> votes = new ArrayList<>();

  /** By object. */
  private final int[] answers;

  /** Answers that were compared, by worker. */
  private final long[] compared;

  /** Expected answers of earlier objects: workers x true class x given class. */
  private final double[][][] before;

  private DawidSkene(Collection<Vote> votes, List<String> classes, Map<String, Confusion> earlier) {
    this.classes = List.copyOf(classes);
    TreeSet<String> names = new TreeSet<>(earlier.keySet());
    votes.forEach(vote -> names.add(vote.worker()));
    workers = List.copyOf(names);
    objects = List.copyOf(new TreeSet<>(votes.stream().map(Vote::object).toList()));
    Map<String, Integer> objectIndex = index(objects);
    Map<String, Integer> workerIndex = index(workers);
    Map<String, Integer> classIndex = index(this.classes);
    answers = new int[objects.size()];
    for (Vote vote : votes) {
      Integer given = classIndex.get(vote.label());
      if (given == null) {
        throw new IllegalArgumentException(
            "The class '%s' is not one of %s.".formatted(vote.label(), classes));
      }
      int object = objectIndex.get(vote.object());
      this.votes.add(new int[] {object, workerIndex.get(vote.worker()), given});
      answers[object]++;
    }
    before = new double[workers.size()][classes.size()][classes.size()];
    compared = new long[workers.size()];
    for (int w = 0; w < before.length; w++) {
      Confusion known = earlier.getOrDefault(workers.get(w), Confusion.NONE);
      compared[w] = known.answers();
      for (int t = 0; t < classes.size(); t++) {
        for (int g = 0; g < classes.size(); g++) {
          before[w][t][g] = known.count(this.classes.get(t), this.classes.get(g));
        }
      }
    }
    this.votes.stream().filter(this::compared).forEach(vote -> compared[vote[1]]++);
  }

  /**
   * @param votes of one job, in any order; the result does not depend on it
   */
  public static Result consolidate(Collection<Vote> votes) {
    List<String> classes = List.copyOf(new TreeSet<>(votes.stream().map(Vote::label).toList()));
    return consolidate(votes, classes, Map.of());
  }

  /**
   * @param votes of some objects of a job, in any order; the result does not depend on it
   * @param classes every class of the job; of equally probable ones the first is taken
   * @param earlier by worker, what other objects of the job say; empty for the first
   * @throws IllegalArgumentException when a vote is for another class
   */
  public static Result consolidate(
      Collection<Vote> votes, List<String> classes, Map<String, Confusion> earlier) {
    // Sums depend on their order in the last digit.
    List<Vote> sorted = votes.stream().distinct().sorted(ORDER).toList();
    return new DawidSkene(sorted, classes, earlier).run();
  }

  private Result run() {
    boolean first = true;
    for (double[][] matrix : before) {
      for (double[] row : matrix) {
        for (double count : row) {
          first &= count == 0;
        }
      }
    }
    double[][] truth = first ? majority() : expected(before);
    double[][][] counts = counts(truth);
    for (int i = 0; i < ITERATIONS; i++) {
      double[][] next = expected(counts);
      boolean still = difference(truth, next) < STILL;
      truth = next;
      counts = counts(truth);
      if (still) {
        break;
      }
    }
    return new Result(labels(truth), quality(counts), confusions(counts));
  }

  private SortedMap<String, Consolidated> labels(double[][] truth) {
    int[] only = new int[objects.size()];
    votes.forEach(vote -> only[vote[0]] = vote[2]);
    SortedMap<String, Consolidated> labels = new TreeMap<>();
    for (int o = 0; o < truth.length; o++) {
      int best = answers[o] == 1 ? only[o] : 0;
      for (int c = 1; c < classes.size() && answers[o] > 1; c++) {
        // What differs by rounding only is equal.
        best = truth[o][c] > truth[o][best] + 1e-12 ? c : best;
      }
      labels.put(objects.get(o), new Consolidated(classes.get(best), truth[o][best]));
    }
    return labels;
  }

  /** Part of the votes for each class: objects x classes. */
  private double[][] majority() {
    double[][] truth = new double[objects.size()][classes.size()];
    votes.forEach(vote -> truth[vote[0]][vote[2]]++);
    for (double[] row : truth) {
      normalise(row);
    }
    return truth;
  }

  private boolean compared(int[] vote) {
    return answers[vote[0]] > 1;
  }

  /** Expected answers so far: workers x true class x given class. */
  private double[][][] counts(double[][] truth) {
    double[][][] counts = new double[workers.size()][classes.size()][];
    for (int w = 0; w < counts.length; w++) {
      for (int t = 0; t < classes.size(); t++) {
        counts[w][t] = before[w][t].clone();
      }
    }
    for (int[] vote : votes) {
      for (int t = 0; t < classes.size() && compared(vote); t++) {
        counts[vote[1]][t][vote[2]] += truth[vote[0]][t];
      }
    }
    return counts;
  }

  /** How frequent the true classes are among the answers. */
  private double[] prior(double[][][] counts) {
    // Of one answer each, so that no class becomes impossible.
    double[] prior = new double[classes.size()];
    for (int c = 0; c < prior.length; c++) {
      prior[c] = 1;
      for (double[][] matrix : counts) {
        for (double count : matrix[c]) {
          prior[c] += count;
        }
      }
    }
    return normalise(prior);
  }

  /** Workers x true class x given class; rows add up to 1. */
  private double[][][] confusion(double[][][] counts) {
    int count = classes.size();
    double[][][] confusion = new double[workers.size()][count][count];
    for (int w = 0; w < confusion.length; w++) {
      for (int t = 0; t < count; t++) {
        for (int g = 0; g < count; g++) {
          double prior = t == g ? PRIOR_RIGHT : PRIOR_WRONG / Math.max(1, count - 1);
          confusion[w][t][g] = prior + counts[w][t][g];
        }
        normalise(confusion[w][t]);
      }
    }
    return confusion;
  }

  private double[][] expected(double[][][] counts) {
    double[] prior = prior(counts);
    double[][][] confusion = confusion(counts);
    for (double[][] matrix : confusion) {
      for (double[] row : matrix) {
        for (int g = 0; g < row.length; g++) {
          row[g] = Math.log(row[g]);
        }
      }
    }
    double[][] logs = new double[objects.size()][classes.size()];
    for (double[] row : logs) {
      for (int t = 0; t < row.length; t++) {
        row[t] = Math.log(prior[t]);
      }
    }
    for (int[] vote : votes) {
      for (int t = 0; t < classes.size(); t++) {
        logs[vote[0]][t] += confusion[vote[1]][t][vote[2]];
      }
    }
    for (double[] row : logs) {
      double most = Double.NEGATIVE_INFINITY;
      for (double log : row) {
        most = Math.max(most, log);
      }
      for (int t = 0; t < row.length; t++) {
        row[t] = Math.exp(row[t] - most);
      }
      normalise(row);
    }
    return logs;
  }

  private SortedMap<String, WorkerQuality> quality(double[][][] counts) {
    double[] prior = prior(counts);
    double[][][] confusion = confusion(counts);
    SortedMap<String, WorkerQuality> quality = new TreeMap<>();
    for (int w = 0; w < workers.size(); w++) {
      if (compared[w] == 0) {
        continue;
      }
      double right = 0;
      for (int c = 0; c < prior.length; c++) {
        right += prior[c] * confusion[w][c][c];
      }
      quality.put(workers.get(w), WorkerQuality.ofShare(Math.min(1, right), compared[w]));
    }
    return quality;
  }

  private SortedMap<String, Confusion> confusions(double[][][] counts) {
    SortedMap<String, Confusion> confusions = new TreeMap<>();
    for (int w = 0; w < workers.size(); w++) {
      confusions.put(workers.get(w), Confusion.of(compared[w], classes, counts[w]));
    }
    return confusions;
  }

  private static Map<String, Integer> index(List<String> names) {
    Map<String, Integer> index = new HashMap<>();
    for (String name : names) {
      index.put(name, index.size());
    }
    return index;
  }

  private static double difference(double[][] a, double[][] b) {
    double most = 0;
    for (int o = 0; o < a.length; o++) {
      for (int c = 0; c < a[o].length; c++) {
        most = Math.max(most, Math.abs(a[o][c] - b[o][c]));
      }
    }
    return most;
  }

  private static double[] normalise(double[] row) {
    double sum = 0;
    for (double value : row) {
      sum += value;
    }
    for (int i = 0; i < row.length; i++) {
      row[i] /= sum;
    }
    return row;
  }
}
