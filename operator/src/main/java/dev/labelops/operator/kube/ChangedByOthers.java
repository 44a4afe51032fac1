package dev.labelops.operator.kube;

import dev.labelops.operator.api.v1alpha1.ObservedStatus;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.CustomResource;
import io.javaoperatorsdk.operator.processing.event.source.filter.OnUpdateFilter;
import java.util.Objects;

/**
 * Lets an update through when the user changed something: specification, annotations, finalizers or
 * the deletion timestamp; or when the status was lost, as a restore without it does. Our own status
 * writes do not wake us: they never speak of an earlier generation than before.
 */
public final class ChangedByOthers implements OnUpdateFilter<HasMetadata> {
  @Override
  public boolean accept(HasMetadata now, HasMetadata before) {
    return !Objects.equals(now.getMetadata().getGeneration(), before.getMetadata().getGeneration())
        || !Objects.equals(
            now.getMetadata().getAnnotations(), before.getMetadata().getAnnotations())
        || !Objects.equals(now.getMetadata().getFinalizers(), before.getMetadata().getFinalizers())
        || !Objects.equals(
            now.getMetadata().getDeletionTimestamp(), before.getMetadata().getDeletionTimestamp())
        || observed(now) < observed(before);
  }

  private static long observed(HasMetadata object) {
    return object instanceof CustomResource<?, ?> resource
            && resource.getStatus() instanceof ObservedStatus status
            && status.observedGeneration() != null
        ? status.observedGeneration()
        : -1;
  }
}
