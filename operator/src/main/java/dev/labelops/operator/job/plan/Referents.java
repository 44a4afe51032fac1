package dev.labelops.operator.job.plan;

import dev.labelops.operator.api.v1alpha1.LabelingDataset;
import dev.labelops.operator.api.v1alpha1.LabelingJob;
import dev.labelops.operator.api.v1alpha1.LabelingWorkforce;
import java.util.Optional;

/**
 * The objects that a job refers to, as far as they exist.
 *
 * @param modelJob spec.autoLabeling.initialModelFrom.jobRef
 * @param earlierJob spec.task.adjusts.jobRef or spec.task.verifies.jobRef
 * @param template text of spec.task.template.configMapRef
 */
public record Referents(
    Optional<LabelingWorkforce> workforce,
    Optional<LabelingDataset> dataset,
    Optional<LabelingJob> modelJob,
    Optional<LabelingJob> earlierJob,
    Optional<String> template) {
  public static final Referents NONE =
      new Referents(
          Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

  /** The job whose labels are adjusted or verified, once it has ended with an output. */
  public Optional<EarlierJob> earlier() {
    return earlierJob.flatMap(EarlierJob::of);
  }

  /** Reads them from caches, and the template from the API server. */
  @FunctionalInterface
  public interface Reader {
    Referents read(LabelingJob job);
  }
}
