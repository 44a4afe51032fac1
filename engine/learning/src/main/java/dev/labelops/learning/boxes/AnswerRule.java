package dev.labelops.learning.boxes;

import dev.labelops.learning.threshold.FixedSequence;
import dev.labelops.learning.threshold.Group;
import dev.labelops.learning.threshold.LowerBound;
import dev.labelops.learning.threshold.Validated;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Which candidates are the answer, and how sure it is.
 *
 * <p>The strongest box is the answer when it has the emission threshold, with all others of at
 * least their own, higher threshold: how strong the one mark of an image is differs much between
 * photographs, and a weak one is still the best answer. The confidence is the score of the weakest
 * of these boxes minus half the score of the strongest that is left out. Scores without an upper
 * limit are first mapped to 0 to 1 by s / (s + scale).
 *
 * <p>"Nothing here" has no weakest box. Its confidence is that of answers with boxes of the same
 * expected quality, so that one threshold serves both: the part of such answers that was right,
 * less the nearer the strongest candidate is to the emission threshold.
 *
 * @param scale 0 for scores that are probabilities
 * @param threshold least score of the strongest box, 0 to 1; below it the answer is "nothing here"
 * @param others least score of any other box that is emitted, at least the threshold; above 1 for
 *     the strongest alone
 * @param slope of the logistic regression of an answer's quality on its confidence
 * @param intercept of the same
 * @param nothing expected quality of "nothing here", 0 to 1
 */
public record AnswerRule(
    double scale, double threshold, double others, double slope, double intercept, double nothing) {
  /** So low that each image with a candidate is answered with a box. */
  private static final double ALWAYS = .01;

  private static final double STEP = .05;
  private static final int STEPS = 18;
  private static final double ALONE = 2;
  private static final double DELTA = .1;

  /**
   * An image with the candidates of a model that did not see it.
   *
   * @param candidates highest score first
   */
  public record Seen(List<ScoredBox> candidates, List<LabeledBox> truth) {}

  public Answer answer(List<ScoredBox> candidates) {
    List<ScoredBox> emitted = new ArrayList<>();
    double weakest = 1;
    double suppressed = 0;
    for (ScoredBox candidate : candidates) {
      double score = mapped(candidate.score());
      if (score >= (emitted.isEmpty() ? threshold : others)) {
        emitted.add(new ScoredBox(candidate.label(), candidate.box(), score));
        weakest = Math.min(weakest, score);
      } else {
        suppressed = Math.max(suppressed, score);
      }
    }
    double confidence =
        emitted.isEmpty()
            ? confidenceOf(nothing * (1 - suppressed / threshold / 2))
            : weakest - suppressed / 2;
    return new Answer(List.copyOf(emitted), confidence);
  }

  private double mapped(double score) {
    return scale == 0 ? score : score / (score + scale);
  }

  /** The confidence at which answers with boxes have this quality; between -1 and 1. */
  private double confidenceOf(double quality) {
    double bounded = Math.clamp(quality, .001, .999);
    return Math.clamp((Math.log(bounded / (1 - bounded)) - intercept) / slope, -1, 1);
  }

  /**
   * Fits the rule on images that the model did not see, and that are not the validation set:
   * choosing the emission threshold there would be another test.
   *
   * @param probabilities whether scores are 0 to 1
   * @param target the mean score that accepted images must have, 0 to 1
   */
  public static AnswerRule fit(List<Seen> images, boolean probabilities, double target) {
    double scale = probabilities ? 0 : scale(images);
    AnswerRule best = null;
    Quality bestQuality = null;
    for (int t = 0; t < STEPS; t++) {
      for (int o = STEPS; o >= t; o--) {
        AnswerRule emitting = new AnswerRule(scale, step(t), o == STEPS ? ALONE : step(o), 1, 0, 0);
        AnswerRule rule = calibrated(emitting, images);
        Quality quality = quality(rule, images, target);
        if (bestQuality == null || quality.compareTo(bestQuality) > 0) {
          best = rule;
          bestQuality = quality;
        }
      }
    }
    return best;
  }

  private static double step(int index) {
    return Math.max(ALWAYS, index * STEP);
  }

  /**
   * A third of the 90th percentile of the strongest candidates, so that a confident box has .75.
   */
  private static double scale(List<Seen> images) {
    double[] strongest =
        images.stream()
            .filter(image -> !image.candidates.isEmpty())
            .mapToDouble(image -> image.candidates.getFirst().score())
            .sorted()
            .toArray();
    return strongest.length == 0 ? 1 : Math.max(1e-6, strongest[strongest.length * 9 / 10] / 3);
  }

  private record Quality(int accepted, double mean) implements Comparable<Quality> {
    @Override
    public int compareTo(Quality other) {
      return Comparator.comparingInt(Quality::accepted)
          .thenComparingDouble(Quality::mean)
          .compare(this, other);
    }
  }

  /** The images that the threshold's test would accept, and the mean score of all. */
  private static Quality quality(AnswerRule rule, List<Seen> images, double target) {
    List<Validated> scored = new ArrayList<>();
    for (int i = 0; i < images.size(); i++) {
      Answer answer = rule.answer(images.get(i).candidates);
      double score = ImageScore.of(answer.labels(), images.get(i).truth);
      scored.add(new Validated(i, answer.confidence(), score));
    }
    int accepted =
        new FixedSequence(LowerBound.NORMAL_MEAN, target, DELTA)
            .test("", scored)
            .accepted()
            .map(Group::size)
            .orElse(0);
    return new Quality(accepted, scored.stream().mapToDouble(Validated::score).average().orElse(0));
  }

  private static AnswerRule calibrated(AnswerRule rule, List<Seen> images) {
    List<double[]> withBoxes = new ArrayList<>();
    int nothing = 0;
    int right = 0;
    for (Seen image : images) {
      Answer answer = rule.answer(image.candidates);
      if (answer.boxes().isEmpty()) {
        nothing++;
        right += image.truth.isEmpty() ? 1 : 0;
      } else {
        double score = ImageScore.of(answer.labels(), image.truth);
        withBoxes.add(new double[] {answer.confidence(), score});
      }
    }
    double[] line = logistic(withBoxes);
    // Laplace's rule with a sceptical prior: without labels that show it, "nothing" is not trusted.
    return new AnswerRule(
        rule.scale, rule.threshold, rule.others, line[0], line[1], (double) right / (nothing + 1));
  }

  /**
   * Slope and intercept of a logistic regression on scores of 0 to 1, by Newton's method, with a
   * ridge toward slope 4. The slope stays above 0.
   */
  private static double[] logistic(List<double[]> points) {
    double slope = 4;
    double intercept = -2;
    for (int step = 0; step < 25; step++) {
      double gs = .1 * (slope - 4);
      double gi = .1 * (intercept + 2);
      double ss = .1;
      double si = 0;
      double ii = .1;
      for (double[] point : points) {
        double p = 1 / (1 + Math.exp(-(slope * point[0] + intercept)));
        double w = p * (1 - p);
        gs += (p - point[1]) * point[0];
        gi += p - point[1];
        ss += w * point[0] * point[0];
        si += w * point[0];
        ii += w;
      }
      double determinant = ss * ii - si * si;
      slope = Math.clamp(slope - (ii * gs - si * gi) / determinant, .1, 50);
      intercept = Math.clamp(intercept - (ss * gi - si * gs) / determinant, -25, 25);
    }
    return new double[] {slope, intercept};
  }
}
