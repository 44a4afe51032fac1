package dev.labelops.engine.labeling.job;

/**
 * How many objects of a job are in which state.
 *
 * @param objects lines of the input manifest
 * @param human labeled by people in this job
 * @param machine labeled by a model in this job
 * @param failed given up permanently
 * @param kept lines that held the label attribute already when the job began
 */
public record Counters(int objects, int human, int machine, int failed, int kept) {
  public static final Counters ZERO = new Counters(0, 0, 0, 0, 0);

  /** LabelCounters.TotalLabeled: labels of this job and labels in the input. */
  public int labeled() {
    return human + machine + kept;
  }

  /** LabelCounters.Unlabeled. */
  public int unlabeled() {
    return objects - labeled() - failed;
  }
}
