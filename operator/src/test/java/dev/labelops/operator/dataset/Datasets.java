package dev.labelops.operator.dataset;

import dev.labelops.operator.api.v1alpha1.Annotations;
import dev.labelops.operator.api.v1alpha1.LabelingDataset;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.Map;

/** Data sets for tests, as users write them. */
public final class Datasets {
  private Datasets() {}

  /** A data set named {@code images} as the API server would give it: defaults filled in. */
  public static LabelingDataset of(String specYaml) {
    LabelingDataset dataset =
        Serialization.unmarshal(
            "apiVersion: labelops.dev/v1alpha1\nkind: LabelingDataset\nspec:\n"
                + specYaml.indent(2),
            LabelingDataset.class);
    dataset.setMetadata(
        new ObjectMetaBuilder()
            .withName("images")
            .withNamespace("team")
            .withUid("uid-1")
            .withGeneration(1L)
            .build());
    return dataset;
  }

  public static final String LISTING =
      """
      bucket: {name: brand-logos, create: false}
      cors: Merge
      mediaType: Image
      source: {s3Prefix: {prefix: images/}}
      manifestPrefix: manifests/
      """;

  public static final String SUPPLIED =
      """
      bucket: {name: brand-logos, create: false}
      cors: Merge
      mediaType: Image
      source: {manifest: {uri: "s3://brand-logos/mine.manifest"}}
      manifestPrefix: manifests/
      """;

  public static LabelingDataset refreshedBy(LabelingDataset dataset, String token) {
    dataset.getMetadata().setAnnotations(Map.of(Annotations.REFRESH, token));
    return dataset;
  }
}
