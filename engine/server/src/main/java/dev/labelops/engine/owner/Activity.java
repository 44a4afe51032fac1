package dev.labelops.engine.owner;

import dev.labelops.engine.labeling.job.Counters;
import dev.labelops.engine.labeling.job.Job;
import dev.labelops.engine.labeling.job.JobStatus;
import dev.labelops.engine.labeling.job.Micros;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * What workers do on a job now.
 *
 * @param answersPerHour of the last hour, or since the start of a job that is younger; empty when
 *     there was no answer
 * @param workersActive who have accepted a task, or answered in the last ten minutes
 * @param estimatedEnd if workers go on at this rate and label everything that has no label; empty
 *     when nothing is to be labeled, or at an unknown rate
 */
record Activity(
    Optional<Double> answersPerHour, int workersActive, Optional<Instant> estimatedEnd) {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration RECENTLY = Duration.ofMinutes(10);
  private static final Duration SHORTEST = Duration.ofMinutes(1);
  private static final Activity NONE = new Activity(Optional.empty(), 0, Optional.empty());

  static Activity of(Handle handle, Job job, Instant now) {
    if (job.status().terminal() || job.startedAt().isEmpty()) {
      return NONE;
    }
    long answers = answers(handle, job, now.minus(HOUR));
    Duration age = Duration.between(job.startedAt().get(), now);
    Optional<Double> rate = perHour(answers, age);
    long missing =
        missing(job.counters(), job.spec().workersPerObject(), answersOfOpenObjects(handle, job));
    return new Activity(
        rate,
        workers(handle, job, now),
        job.status() == JobStatus.InProgress
            ? rate.flatMap(each -> end(now, missing, each))
            : Optional.empty());
  }

  /**
   * @param answers of the last hour
   * @param age of the job
   */
  static Optional<Double> perHour(long answers, Duration age) {
    Duration longest = age.compareTo(HOUR) > 0 ? HOUR : age;
    Duration window = longest.compareTo(SHORTEST) < 0 ? SHORTEST : longest;
    return answers == 0
        ? Optional.empty()
        : Optional.of(answers * (double) HOUR.toMillis() / window.toMillis());
  }

  /** Answers until every object without a label has those that it needs. */
  static long missing(Counters counters, int workersPerObject, long answersOfOpenObjects) {
    return Math.max(0, (long) counters.unlabeled() * workersPerObject - answersOfOpenObjects);
  }

  static Optional<Instant> end(Instant now, long missing, double perHour) {
    return missing == 0
        ? Optional.empty()
        : Optional.of(now.plusSeconds(Math.round(missing / perHour * HOUR.toSeconds())));
  }

  // A lease ends after its answer: with it, the index on leases finds the answers.
  private static long answers(Handle handle, Job job, Instant since) {
    return handle
        .createQuery(
            "SELECT COUNT(*) FROM labeling_task WHERE job_id = :job AND state = 'Submitted'"
                + " AND lease_until >= :since AND ended_at >= :since")
        .bind("job", job.id())
        .bind("since", Micros.of(since))
        .mapTo(Long.class)
        .one();
  }

  private static int workers(Handle handle, Job job, Instant now) {
    return handle
        .createQuery(
            """
            SELECT COUNT(DISTINCT worker_id) FROM labeling_task WHERE job_id = :job
              AND (state = 'Submitted' AND lease_until >= :recently AND ended_at >= :recently
                OR state = 'Taken' AND lease_until > :now)
            """)
        .bind("job", job.id())
        .bind("recently", Micros.of(now.minus(RECENTLY)))
        .bind("now", Micros.of(now))
        .mapTo(Integer.class)
        .one();
  }

  private static long answersOfOpenObjects(Handle handle, Job job) {
    return handle
        .createQuery(
            "SELECT COALESCE(SUM(answered), 0) AS answers FROM labeling_object"
                + " WHERE job_id = :job AND state = 'Out'")
        .bind("job", job.id())
        .mapTo(Long.class)
        .one();
  }
}
