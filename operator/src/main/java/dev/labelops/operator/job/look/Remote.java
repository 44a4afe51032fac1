package dev.labelops.operator.job.look;

import dev.labelops.operator.aws.Owner;
import dev.labelops.operator.aws.sagemaker.RemoteLabelingJob;
import dev.labelops.operator.job.plan.JobMark;
import java.time.Instant;
import java.util.Optional;

/** What this pass knows of the labeling job in the service. */
public sealed interface Remote {
  /** Whose a labeling job is, by its tags. */
  enum Mark {
    /** Our mark, with this run, attempt and request. */
    OURS,
    /** Our mark, but with another run, attempt or request. */
    OURS_OTHER_REQUEST,
    /** Another installation created it for this namespace, name and run. */
    ELSEWHERE,
    /** No mark of ours. */
    FOREIGN,
    /** The tags were not read in this pass. */
    UNREAD;

    /** Whose a job with the tags is, compared with this run, attempt and request. */
    static Mark of(JobMark tags, Owner me, int run, int attempt, String requestHash) {
      if (!tags.owner().sameObject(me)) {
        return FOREIGN;
      }
      if (!tags.ours(me)) {
        return tags.run() == run ? ELSEWHERE : FOREIGN;
      }
      return tags.run() == run
              && tags.attempt() == attempt
              && tags.requestHash().equals(requestHash)
          ? OURS
          : OURS_OTHER_REQUEST;
    }
  }

  /** Not checked in this pass: nothing changed, or the first sweep is not done. */
  record NotLooked() implements Remote {}

  /**
   * The service knows no job of the name.
   *
   * @param since when that was first seen by this process without a break
   */
  record Absent(Instant since) implements Remote {}

  /**
   * Seen, in the feed or by a description.
   *
   * @param tags what its tags say; empty when they were not read, or name no owner
   */
  record Found(RemoteLabelingJob job, Mark mark, Optional<JobMark> tags) implements Remote {
    /** A job whose tags nobody has read. */
    static Found unread(RemoteLabelingJob job) {
      return new Found(job, Mark.UNREAD, Optional.empty());
    }

    /** Whether it carries our mark. */
    public boolean ours() {
      return mark == Mark.OURS || mark == Mark.OURS_OTHER_REQUEST;
    }

    /** Whether LabelOps itself asked for it to be stopped. */
    public boolean stoppedByLabelOps() {
      return tags.filter(JobMark::stopped).isPresent();
    }
  }
}
