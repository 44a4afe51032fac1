package dev.labelops.operator.dataset.decide;

import dev.labelops.operator.aws.CloudFailure;
import dev.labelops.operator.dataset.look.SourceReading;
import dev.labelops.operator.dataset.plan.BucketView;
import dev.labelops.operator.status.Violation;
import java.util.List;

/** What one pass does; one kind of effect at most. */
public sealed interface DatasetAction {
  /** Only says something. */
  sealed interface Passive extends DatasetAction {}

  /** All is done and nothing is due. */
  record LeaveAlone() implements Passive {}

  /** The specification is wrong. */
  record Reject(List<Violation> violations) implements Passive {}

  /** The namespace may not name something. */
  record Forbid(List<String> what) implements Passive {}

  /** A read from AWS failed. */
  record Endure(CloudFailure failure) implements DatasetAction {}

  record WaitForBucket(String bucket) implements Passive {}

  record CreateBucket(String bucket) implements DatasetAction {}

  record RefuseRegion(List<BucketView> elsewhere) implements Passive {}

  record MergeCors(List<String> buckets) implements DatasetAction {}

  record RefuseCors(List<String> buckets) implements Passive {}

  /** Reports the content of the source, and writes the manifest if it does not exist yet. */
  record PublishManifest(SourceReading reading) implements DatasetAction {}

  /** The source was rejected and is unchanged. */
  record AwaitCorrection() implements Passive {}

  /** Everything is in place: say so. */
  record Conclude() implements Passive {}

  /** For the log. */
  default String name() {
    return getClass().getSimpleName();
  }
}
