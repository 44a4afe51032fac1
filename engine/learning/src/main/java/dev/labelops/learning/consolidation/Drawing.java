package dev.labelops.learning.consolidation;

/**
 * What is known of one worker's boxes, as sums over images that others answered too. Everything
 * that earlier images say of the worker is in it, so that they need not be read again.
 *
 * @param answers images
 * @param edges edges that were compared with those of the others
 * @param squares of their differences from the others' mean, as parts of width or height
 * @param things that the worker drew or should have drawn
 * @param overlap sum over things of the IoU with the others' mean; 0 for a thing too much or missed
 * @param overlapSquares sum of its squares
 */
public record Drawing(
    long answers,
    double edges,
    double squares,
    double things,
    double overlap,
    double overlapSquares) {
  /** Of a worker who has not answered. */
  public static final Drawing NONE = new Drawing(0, 0, 0, 0, 0, 0);

  /** Answers of a mean worker that each worker starts with, so that few answers do not decide. */
  private static final double PRIOR_ANSWERS = 5;

  private static final double PRIOR_OVERLAP = .5;

  /** Relative to the box's size; nobody draws better than this. */
  private static final double LEAST_DEVIATION = .005;

  Drawing answered() {
    return new Drawing(answers + 1, edges, squares, things, overlap, overlapSquares);
  }

  /** With one more thing. */
  Drawing thing(double iou) {
    return new Drawing(
        answers, edges, squares, things + 1, overlap + iou, overlapSquares + iou * iou);
  }

  /** With one more edge that was compared. */
  Drawing edge(double difference) {
    return new Drawing(
        answers, edges + 1, squares + difference * difference, things, overlap, overlapSquares);
  }

  /**
   * Of the worker's edges, relative to the box.
   *
   * @param typical of a mean worker
   */
  double variance(double typical) {
    return Math.max(
        LEAST_DEVIATION * LEAST_DEVIATION,
        (squares + PRIOR_ANSWERS * typical) / (edges + PRIOR_ANSWERS));
  }

  /** Mean overlap, 0 to 1. */
  double quality() {
    return (overlap + PRIOR_ANSWERS * PRIOR_OVERLAP) / (things + PRIOR_ANSWERS);
  }

  /** The same with its interval. */
  WorkerQuality measured() {
    double mean = things == 0 ? PRIOR_OVERLAP : overlap / things;
    double variance = things == 0 ? 0 : overlapSquares / things - mean * mean;
    // The prior's answers are like throws of a coin: with few answers the interval stays wide.
    double spread =
        (things * Math.max(0, variance) + PRIOR_ANSWERS * PRIOR_OVERLAP * (1 - PRIOR_OVERLAP))
            / (things + PRIOR_ANSWERS);
    return WorkerQuality.ofMean(quality(), spread, things + PRIOR_ANSWERS, answers);
  }
}
