package dev.labelops.engine.labeling.job;

import dev.labelops.engine.labeling.JobKey;
import dev.labelops.engine.labeling.task.LabelCategories;
import dev.labelops.engine.labeling.task.TaskTypes;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.statement.StatementContext;

/**
 * Reads jobs. Whoever uses {@link JobTable} registers it with the database once, since a job's row
 * has its task type by name only.
 *
 * @param types the task types that jobs may have
 */
public record JobMapper(TaskTypes types) implements RowMapper<Job> {
  /** The job in the current row of a query over all columns. */
  @Override
  public Job map(ResultSet row, StatementContext context) throws SQLException {
    return new Job(
        row.getLong("id"),
        new JobKey(row.getString("account_id"), row.getString("region"), row.getString("name")),
        row.getString("arn"),
        row.getString("reference_code"),
        new JobSpec(Json.read(row.getString("request"))),
        types.named(row.getString("task_type")).orElseThrow(),
        row.getString("workteam_arn"),
        JobStatus.valueOf(row.getString("status")),
        Optional.ofNullable(row.getString("failure_reason")),
        Micros.instant(row.getLong("created_at")),
        Micros.instant(row.getLong("modified_at")),
        Micros.instant(row, "started_at"),
        Micros.instant(row, "stopping_at"),
        labels(row),
        row.getString("template"),
        row.getInt("iteration"),
        row.getBoolean("trained"),
        new Counters(
            row.getInt("objects"),
            row.getInt("human"),
            row.getInt("machine"),
            row.getInt("failed"),
            row.getInt("kept")));
  }

  private static LabelCategories labels(ResultSet row) throws SQLException {
    String names = row.getString("labels");
    return names == null
        ? LabelCategories.NONE
        : new LabelCategories(
            Json.texts(names), Optional.ofNullable(row.getString("label_details")).map(Json::read));
  }
}
