package dev.labelops.operator.job.look;

import dev.labelops.operator.aws.Owner;
import dev.labelops.operator.aws.sagemaker.RemoteLabelingJob;
import dev.labelops.operator.job.plan.JobMark;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The labeling jobs that LabelOps has created for one namespace and name, whatever their run and
 * whichever installation created them.
 *
 * @param complete whether the service's list was read to its end; until then more may exist
 */
public record CreatedJobs(Owner owner, List<CreatedJob> all, boolean complete) {
  /**
   * One of them.
   *
   * @param job as listed
   */
  public record CreatedJob(RemoteLabelingJob job, JobMark mark) {
    boolean ended() {
      return job.state().ended();
    }
  }

  private static final Comparator<CreatedJob> ATTEMPTS =
      Comparator.comparing((CreatedJob made) -> made.mark().run())
          .thenComparing(made -> made.mark().attempt());

  private Stream<CreatedJob> ours() {
    return all.stream().filter(made -> made.mark().ours(owner));
  }

  /** Those of this installation that have not ended, earliest run first. */
  public List<CreatedJob> running() {
    return ours().filter(made -> !made.ended()).sorted(ATTEMPTS).toList();
  }

  /** The latest attempt of this installation at a run. */
  public Optional<CreatedJob> ofRun(int run) {
    return ours().filter(made -> made.mark().run() == run).max(ATTEMPTS);
  }

  /** What another installation created for a run: the job that has not ended, else the latest. */
  public Optional<CreatedJob> elsewhere(int run) {
    return all.stream()
        .filter(made -> !made.mark().ours(owner) && made.mark().run() == run)
        .max(Comparator.comparing((CreatedJob made) -> !made.ended()).thenComparing(ATTEMPTS));
  }
}
