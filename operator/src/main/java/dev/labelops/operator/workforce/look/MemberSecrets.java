package dev.labelops.operator.workforce.look;

import dev.labelops.operator.api.v1alpha1.LabelingWorkforce;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;

/** Which Secrets hold members of which LabelingWorkforces. */
public final class MemberSecrets {
  private MemberSecrets() {}

  /** What the cache keeps of a Secret. */
  public static Secret withoutData(Secret secret) {
    return new SecretBuilder()
        .withNewMetadata()
        .withNamespace(secret.getMetadata().getNamespace())
        .withName(secret.getMetadata().getName())
        .withUid(secret.getMetadata().getUid())
        .withResourceVersion(secret.getMetadata().getResourceVersion())
        .endMetadata()
        .build();
  }

  /** Whether a team of the workforce takes its members from the Secret. */
  public static boolean named(LabelingWorkforce workforce, Secret secret) {
    return workforce.getMetadata().getNamespace().equals(secret.getMetadata().getNamespace())
        && workforce.getSpec().teams().stream()
            .anyMatch(
                team ->
                    team.membersFrom() != null
                        && team.membersFrom()
                            .secretRef()
                            .name()
                            .equals(secret.getMetadata().getName()));
  }
}
