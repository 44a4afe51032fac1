package dev.labelops.learning.consolidation;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
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
 */
public final class DawidSkene {
  private static final int ITERATIONS = 100;
  private static final double STILL = 1e-6;

  /** The prior of a matrix's row in answers: right, and all wrong classes together. */
  private static final double PRIOR_RIGHT = 2;

  private static final double PRIOR_WRONG = 1;

  /**
   * @param label the most probable class
   * @param confidence its probability, 0 to 1
   */
  public record Consolidated(String label, double confidence) {}

  /**
   * @param labels by object
   * @param quality by worker: probability of a right answer, 0 to 1, over the job's mix of classes
   */
  public record Result(SortedMap<String, Consolidated> labels, SortedMap<String, Double> quality) {}

  private final List<String> classes;
  private final List<String> workers;
  private final List<String> objects;

  /** Votes as numbers: object, worker, class. */
  private final List<int[]> votes = new ArrayList<>();

  private DawidSkene(Collection<Vote> votes) {
    classes = List.copyOf(new TreeSet<>(votes.stream().map(Vote::label).toList()));
    workers = List.copyOf(new TreeSet<>(votes.stream().map(Vote::worker).toList()));
    objects = List.copyOf(new TreeSet<>(votes.stream().map(Vote::object).toList()));
    for (Vote vote : votes) {
      this.votes.add(
          new int[] {
            Collections.binarySearch(objects, vote.object()),
            Collections.binarySearch(workers, vote.worker()),
            Collections.binarySearch(classes, vote.label())
          });
    }
  }

  /**
   * @param votes of one job, in any order; the result does not depend on it
   */
  public static Result consolidate(Collection<Vote> votes) {
    return new DawidSkene(votes.stream().distinct().toList()).run();
  }

  private Result run() {
    double[][] truth = majority();
    for (int i = 0; i < ITERATIONS; i++) {
      double[][] next = expected(prior(truth), confusion(truth));
      boolean still = difference(truth, next) < STILL;
      truth = next;
      if (still) {
        break;
      }
    }
    SortedMap<String, Consolidated> labels = new TreeMap<>();
    for (int o = 0; o < truth.length; o++) {
      int best = 0;
      for (int c = 1; c < classes.size(); c++) {
        best = truth[o][c] > truth[o][best] ? c : best;
      }
      labels.put(objects.get(o), new Consolidated(classes.get(best), truth[o][best]));
    }
    return new Result(labels, quality(prior(truth), confusion(truth)));
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

  private double[] prior(double[][] truth) {
    double[] prior = new double[classes.size()];
    for (double[] row : truth) {
      for (int c = 0; c < prior.length; c++) {
        prior[c] += row[c];
      }
    }
    // Of one object each, so that no class becomes impossible.
    for (int c = 0; c < prior.length; c++) {
      prior[c] += 1;
    }
    return normalise(prior);
  }

  /** Workers x true class x given class; rows add up to 1. */
  private double[][][] confusion(double[][] truth) {
    int count = classes.size();
    double[][][] confusion = new double[workers.size()][count][count];
    for (double[][] matrix : confusion) {
      for (int t = 0; t < count; t++) {
        for (int g = 0; g < count; g++) {
          matrix[t][g] = t == g ? PRIOR_RIGHT : PRIOR_WRONG / Math.max(1, count - 1);
        }
      }
    }
    for (int[] vote : votes) {
      for (int t = 0; t < count; t++) {
        confusion[vote[1]][t][vote[2]] += truth[vote[0]][t];
      }
    }
    for (double[][] matrix : confusion) {
      for (double[] row : matrix) {
        normalise(row);
      }
    }
    return confusion;
  }

  private double[][] expected(double[] prior, double[][][] confusion) {
    double[][] logs = new double[objects.size()][classes.size()];
    for (double[] row : logs) {
      for (int t = 0; t < row.length; t++) {
        row[t] = Math.log(prior[t]);
      }
    }
    for (int[] vote : votes) {
      for (int t = 0; t < classes.size(); t++) {
        logs[vote[0]][t] += Math.log(confusion[vote[1]][t][vote[2]]);
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

  private SortedMap<String, Double> quality(double[] prior, double[][][] confusion) {
    Map<String, Double> quality = new LinkedHashMap<>();
    for (int w = 0; w < workers.size(); w++) {
      double right = 0;
      for (int c = 0; c < prior.length; c++) {
        right += prior[c] * confusion[w][c][c];
      }
      quality.put(workers.get(w), right);
    }
    return new TreeMap<>(quality);
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
