package dev.labelops.engine.labeling.job;

import org.jdbi.v3.core.Handle;

/** The table {@code labeling_agreement}: how far each worker of a job has been right so far. */
public record AgreementTable(Handle handle, long jobId) {
  /** Belief before the first answer, worth {@link #PRIOR_ANSWERS} answers. */
  private static final double PRIOR_ACCURACY = 0.8;

  private static final int PRIOR_ANSWERS = 10;

  /** Estimated share of the worker's answers that are right, between 0 and 1. */
  public double accuracy(String workerId) {
    return handle
        .createQuery(
            "SELECT answered, agreed FROM labeling_agreement"
                + " WHERE job_id = :job AND worker_id = :worker")
        .bind("job", jobId)
        .bind("worker", workerId)
        .map((row, context) -> estimate(row.getInt("answered"), row.getInt("agreed")))
        .findOne()
        .orElse(PRIOR_ACCURACY);
  }

  /** Adds one consolidated object. */
  public void add(String workerId, boolean agreed) {
    int rows =
        handle
            .createUpdate(
                "UPDATE labeling_agreement SET answered = answered + 1, agreed = agreed + :agreed"
                    + " WHERE job_id = :job AND worker_id = :worker")
            .bind("agreed", agreed ? 1 : 0)
            .bind("job", jobId)
            .bind("worker", workerId)
            .execute();
    if (rows == 0) {
      handle
          .createUpdate(
              "INSERT INTO labeling_agreement (job_id, worker_id, answered, agreed)"
                  + " VALUES (:job, :worker, 1, :agreed)")
          .bind("agreed", agreed ? 1 : 0)
          .bind("job", jobId)
          .bind("worker", workerId)
          .execute();
    }
  }

  private static double estimate(int answered, int agreed) {
    return (PRIOR_ACCURACY * PRIOR_ANSWERS + agreed) / (PRIOR_ANSWERS + answered);
  }
}
