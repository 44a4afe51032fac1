package dev.labelops.operator.job.plan;

import dev.labelops.operator.api.v1alpha1.LabelingJobSpec;
import dev.labelops.operator.api.v1alpha1.LabelingJobStatus;
import dev.labelops.operator.status.ConditionType;
import dev.labelops.operator.status.Conditions;

/** How far the job has come, read from status alone. */
public enum Stage {
  /** Nothing is recorded for this run. */
  UNRESERVED,
  /** A name is recorded, maybe of an earlier run; whether the job exists has to be checked. */
  RESERVED,
  /** The job exists and was not seen to end; also a job of an earlier run that still runs. */
  STARTED,
  /** The end was seen and recorded. */
  ENDED;

  public static Stage of(LabelingJobSpec spec, LabelingJobStatus status) {
    boolean ended = Conditions.isTrue(status.conditions(), ConditionType.Finished);
    if (status.jobArn() != null && !ended) {
      return STARTED;
    }
    if (status.jobName() != null && status.jobArn() == null && !ended) {
      return RESERVED;
    }
    if (!spec.run().equals(status.run())) {
      return UNRESERVED;
    }
    if (ended && (status.jobName() != null || Boolean.TRUE.equals(spec.stop()))) {
      return ENDED;
    }
    return UNRESERVED;
  }
}
