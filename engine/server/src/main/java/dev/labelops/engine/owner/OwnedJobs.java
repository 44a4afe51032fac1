package dev.labelops.engine.owner;

import dev.labelops.engine.labeling.JobKey;
import dev.labelops.engine.labeling.job.Job;
import dev.labelops.engine.labeling.job.JobTable;
import dev.labelops.engine.labeling.job.Micros;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * The labeling jobs of one account in every region, in one transaction. Nothing of another account
 * is found.
 */
record OwnedJobs(Handle handle, String accountId) {
  /**
   * The end of a page.
   *
   * @param createdAt of its last job, microseconds since 1970
   * @param id of its last job
   */
  record Mark(long createdAt, long id) {
    static Mark of(Job job) {
      return new Mark(Micros.of(job.createdAt()), job.id());
    }
  }

  /** The job of that name, ignoring case. */
  Optional<Job> find(String region, String jobName) {
    return new JobTable(handle).find(new JobKey(accountId, region, jobName));
  }

  /**
   * Jobs without their templates, the newest first.
   *
   * @param after the end of the page before; empty for the first page
   */
  List<Job> page(Optional<Mark> after, int limit) {
    Mark mark = after.orElse(new Mark(Long.MAX_VALUE, Long.MAX_VALUE));
    return handle
        .createQuery(
            "SELECT "
                + JobTable.COLUMNS_OF_LISTS
                + " FROM labeling_job WHERE account_id = :account AND (created_at < :created"
                + " OR created_at = :created AND id < :id)"
                + " ORDER BY created_at DESC, id DESC FETCH FIRST :limit ROWS ONLY")
        .bind("account", accountId)
        .bind("created", mark.createdAt())
        .bind("id", mark.id())
        .bind("limit", limit)
        .mapTo(Job.class)
        .list();
  }
}
