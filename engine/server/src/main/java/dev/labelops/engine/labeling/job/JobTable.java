package dev.labelops.engine.labeling.job;

import dev.labelops.engine.labeling.JobKey;
import dev.labelops.engine.labeling.task.LabelCategories;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The table {@code labeling_job}, within one transaction. Reading jobs needs {@link JobMapper}. */
public record JobTable(Handle handle) {
  /** All that {@link JobMapper} reads, without what may be long: lists of jobs need not hold it. */
  public static final String COLUMNS_OF_LISTS =
      """
      id, account_id, region, name, arn, reference_code, request, task_type, workteam_arn, status,
      failure_reason, created_at, modified_at, started_at, stopping_at, labels,
      NULL AS label_details, '' AS template, iteration, trained, objects, human, machine, failed, kept
      """;

  /** Stores a new job; throws what the unique name constraint throws when the name is taken. */
  public void insert(NewJob job, Instant now) {
    handle
        .createUpdate(
            """
            INSERT INTO labeling_job (account_id, region, name, name_key, arn, reference_code,
              request, task_type, workteam_arn, status, created_at, modified_at, due_at)
            VALUES (:account, :region, :name, :nameKey, :arn, :code, :request, :type, :team,
              'Initializing', :now, :now, :now)""")
        .bind("account", job.key().accountId())
        .bind("region", job.key().region())
        .bind("name", job.key().jobName())
        .bind("nameKey", nameKey(job.key()))
        .bind("arn", job.arn())
        .bind("code", job.referenceCode())
        .bind("request", Json.write(job.spec().request()))
        .bind("type", job.type().facts().name())
        .bind("team", job.workteamArn())
        .bind("now", Micros.of(now))
        .execute();
    new JobSchedule(handle).enqueue(find(job.key()).orElseThrow().id());
  }

  /** The job of that name, ignoring case. */
  public Optional<Job> find(JobKey key) {
    return handle
        .createQuery(
            "SELECT * FROM labeling_job WHERE account_id = :account AND region = :region"
                + " AND name_key = :nameKey")
        .bind("account", key.accountId())
        .bind("region", key.region())
        .bind("nameKey", nameKey(key))
        .mapTo(Job.class)
        .findOne();
  }

  /** The job with exactly this ARN; empty for the ARN of another resource. */
  public Optional<Job> byArn(String arn) {
    return JobKey.ofArn(arn).flatMap(this::find).filter(job -> job.arn().equals(arn));
  }

  /** The jobs of a team that people can work on, oldest first, without their templates. */
  public List<Job> inProgress(String workteamArn) {
    return handle
        .createQuery(
            "SELECT "
                + COLUMNS_OF_LISTS
                + " FROM labeling_job WHERE workteam_arn = :team AND status = 'InProgress'"
                + " ORDER BY created_at, id")
        .bind("team", workteamArn)
        .mapTo(Job.class)
        .list();
  }

  public Job get(long id) {
    return handle
        .createQuery("SELECT * FROM labeling_job WHERE id = :id")
        .bind("id", id)
        .mapTo(Job.class)
        .one();
  }

  /**
   * The job, locked until the transaction ends. Everything that changes a job, its objects or its
   * tasks begins with this, so that two changes never see the same state.
   */
  public Job lock(long id) {
    return handle
        .createQuery("SELECT * FROM labeling_job WHERE id = :id FOR UPDATE")
        .bind("id", id)
        .mapTo(Job.class)
        .one();
  }

  /** Moves the job to another status; the reason only for Failed. */
  public void status(long id, JobStatus status, Optional<String> reason, Instant now) {
    handle
        .createUpdate(
            "UPDATE labeling_job SET status = :status, failure_reason = :reason,"
                + " modified_at = :now WHERE id = :id")
        .bind("status", status.name())
        .bind("reason", reason.map(r -> r.substring(0, Math.min(r.length(), 1024))).orElse(null))
        .bind("now", Micros.of(now))
        .bind("id", id)
        .execute();
  }

  public void started(long id, Instant now) {
    set(id, "started_at", Micros.of(now));
  }

  public void stoppingSince(long id, Instant now) {
    set(id, "stopping_at", Micros.of(now));
  }

  /** Stores what was read when the job was set up. */
  public void setUp(long id, LabelCategories labels, String template, int objects, int kept) {
    handle
        .createUpdate(
            "UPDATE labeling_job SET labels = :labels, label_details = :details,"
                + " template = :template, objects = :objects, kept = :kept WHERE id = :id")
        .bind("labels", Json.write(labels.names()))
        .bind("details", labels.details().map(Json::write).orElse(null))
        .bind("template", template)
        .bind("objects", objects)
        .bind("kept", kept)
        .bind("id", id)
        .execute();
  }

  public void iteration(long id, int iteration) {
    set(id, "iteration", iteration);
  }

  public void trained(long id) {
    set(id, "trained", true);
  }

  /** Adds to the counters. */
  public void count(long id, int human, int machine, int failed, Instant now) {
    handle
        .createUpdate(
            "UPDATE labeling_job SET human = human + :human, machine = machine + :machine,"
                + " failed = failed + :failed, modified_at = :now WHERE id = :id")
        .bind("human", human)
        .bind("machine", machine)
        .bind("failed", failed)
        .bind("now", Micros.of(now))
        .bind("id", id)
        .execute();
  }

  /** When output.manifest has to be written after the end; empty when that is done. */
  public void manifestDue(long id, Optional<Instant> when) {
    set(id, "manifest_due_at", when.map(Micros::of).orElse(null));
  }

  public Optional<Instant> manifestDue(long id) {
    return handle
        .createQuery("SELECT manifest_due_at FROM labeling_job WHERE id = :id")
        .bind("id", id)
        .mapTo(Long.class)
        .findOne()
        .map(Micros::instant);
  }

  private void set(long id, String column, Object value) {
    handle
        .createUpdate("UPDATE labeling_job SET " + column + " = :value WHERE id = :id")
        .bind("value", value)
        .bind("id", id)
        .execute();
  }

  private static String nameKey(JobKey key) {
    return key.jobName().toLowerCase(Locale.ROOT);
  }
}
