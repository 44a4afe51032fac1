package dev.labelops.engine.labeling.job;

import dev.labelops.groundtruth.S3Location;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The table {@code labeling_model}: the last model that was trained for a job. */
public record ModelTable(Handle handle) {
  /**
   * A trained model.
   *
   * @param accountId account of its job
   * @param taskType name of the task type of its job
   * @param archive where its {@code model.tar.gz} is
   */
  public record Model(String accountId, String taskType, S3Location archive) {}

  /** Stores the job's present model. */
  public void put(Job job, String arn, S3Location archive) {
    int there =
        handle
            .createUpdate("UPDATE labeling_model SET archive = :archive WHERE arn = :arn")
            .bind("archive", archive.toString())
            .bind("arn", arn)
            .execute();
    if (there == 0) {
      handle
          .createUpdate(
              "INSERT INTO labeling_model (arn, account_id, job_id, archive)"
                  + " VALUES (:arn, :account, :job, :archive)")
          .bind("arn", arn)
          .bind("account", job.key().accountId())
          .bind("job", job.id())
          .bind("archive", archive.toString())
          .execute();
    }
  }

  /** The model with this ARN. */
  public Optional<Model> find(String arn) {
    return handle
        .createQuery(
            "SELECT m.account_id, j.task_type, m.archive FROM labeling_model m"
                + " JOIN labeling_job j ON j.id = m.job_id WHERE m.arn = :arn")
        .bind("arn", arn)
        .map(
            (row, context) ->
                new Model(
                    row.getString("account_id"),
                    row.getString("task_type"),
                    S3Location.parse(row.getString("archive"))))
        .findOne();
  }
}
