package dev.labelops.engine.labeling;

/**
 * The seam for automated labeling: asked after every finished batch of human labels of a job that
 * has a labeling algorithm. The implementation of this release never labels; tests supply one that
 * follows a fixture.
 */
public interface Learner {
  /**
   * One round: may train on the job's human labels and label some of the open objects.
   *
   * @param job the job
   * @param round number of the round, counted from 1 with the first human batch
   * @return what was labeled by machine in this round, possibly nothing
   */
  MachineLabels learn(JobKey job, int round);

  /** Everything goes to people. */
  Learner NONE = (job, round) -> MachineLabels.NOTHING;
}
