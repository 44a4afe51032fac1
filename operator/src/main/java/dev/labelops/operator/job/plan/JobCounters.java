package dev.labelops.operator.job.plan;

import dev.labelops.operator.api.v1alpha1.LabelingJobStatus.Counters;
import dev.labelops.operator.api.v1alpha1.LabelingJobStatus.Input;
import dev.labelops.operator.aws.sagemaker.LabelCounters;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.stream.Stream;

/** What is known from the service's counters. Pure. */
public final class JobCounters {
  private JobCounters() {}

  /**
   * The counters for the status.
   *
   * @param input of the job, possibly null
   * @param old counters of the status, possibly null; returned as they are when nothing changed
   */
  public static Counters of(Input input, Counters old, LabelCounters seen, Instant now) {
    Long known = input == null ? null : input.objectCount();
    boolean nothingYet =
        Stream.of(seen.human(), seen.machine(), seen.failed(), seen.unlabeled())
            .allMatch(n -> n == null || n == 0);
    // Right after the start every counter is zero, Unlabeled included: the true number is unknown.
    Long unlabeled = nothingYet && (known == null || known > 0) ? null : seen.unlabeled();
    Counters counters =
        at(
            objects(known, seen, unlabeled),
            seen,
            unlabeled,
            Optional.ofNullable(old).map(Counters::observedAt).orElse(null));
    return counters.equals(old)
        ? old
        : at(counters.objects(), seen, unlabeled, now.truncatedTo(ChronoUnit.SECONDS).toString());
  }

  private static Counters at(Long objects, LabelCounters seen, Long unlabeled, String time) {
    return new Counters(
        objects, seen.total(), seen.human(), seen.machine(), seen.failed(), unlabeled, time);
  }

  private static Long objects(Long known, LabelCounters seen, Long unlabeled) {
    return known != null || unlabeled == null || seen.total() == null || seen.failed() == null
        ? known
        : Long.valueOf(seen.total() + seen.failed() + unlabeled);
  }
}
