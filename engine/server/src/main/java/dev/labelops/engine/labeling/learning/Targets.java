package dev.labelops.engine.labeling.learning;

/**
 * The quality that machine labels must have.
 *
 * @param accuracy share of right classes, above 0 and below 1
 * @param meanIoU mean intersection over union of boxes, where missed and false boxes count as 0;
 *     above 0 and below 1
 * @param missProbability probability that the machine labels of a job miss the target, above 0 and
 *     below 0.5
 */
public record Targets(double accuracy, double meanIoU, double missProbability) {
  /** The targets of Ground Truth (REF 4.3), which states no probability. */
  public static final Targets DEFAULT = new Targets(.95, .6, .1);

  public Targets {
    check("accuracy", accuracy, 1);
    check("mean IoU", meanIoU, 1);
    check("probability of a miss", missProbability, .5);
  }

  private static void check(String name, double value, double most) {
    if (!(value > 0 && value < most)) {
      throw new IllegalArgumentException(
          "The %s of automated labeling must be above 0 and below %s, not %s"
              .formatted(name, most, value));
    }
  }
}
