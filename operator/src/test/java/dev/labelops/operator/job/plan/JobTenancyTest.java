package dev.labelops.operator.job.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labelops.operator.api.v1alpha1.LabelingDataset;
import dev.labelops.operator.api.v1alpha1.LabelingJob;
import dev.labelops.operator.api.v1alpha1.LabelingJobSpec;
import dev.labelops.operator.job.Samples;
import dev.labelops.operator.status.Violation;
import dev.labelops.operator.tenancy.Grantable;
import dev.labelops.operator.tenancy.Tenancy;
import dev.labelops.operator.tenancy.WorkforceRight;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a job leads to is named by it too; nobody offers work to the public crowd. */
class JobTenancyTest {
  private static final String MODEL = "arn:aws:sagemaker:eu-west-1:000000000000:model/theirs";
  private static final Tenancy MINE =
      new Tenancy(
          false,
          "labelops-system",
          Map.of(
              "team-a",
              new Tenancy.Grant(
                  Optional.of(Samples.ROLE),
                  WorkforceRight.JOIN,
                  Map.of(
                      Grantable.LOCATIONS,
                      List.of("s3://logos"),
                      Grantable.WORKTEAMS,
                      List.of(Samples.TEAM)))));

  private static List<Violation> notAllowed(Tenancy tenancy, LabelingJobSpec spec, Referents refs) {
    return new JobTenancy(tenancy).notAllowed("team-a", spec, refs, Optional.empty());
  }

  @Test
  void theManifestThatADataSetLeadsToNeedsAGrant() {
    LabelingJobSpec spec = Samples.spec("manifestUri: absent", "datasetRef: {name: images}");
    LabelingDataset dataset =
        Serialization.unmarshal(
            """
            apiVersion: labelops.dev/v1alpha1
            kind: LabelingDataset
            status: {manifestUri: "s3://withdrawn/manifests/a.manifest"}
            """,
            LabelingDataset.class);
    Referents refs =
        new Referents(
            Optional.empty(),
            Optional.of(dataset),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());

    assertThat(notAllowed(MINE, spec, refs))
        .singleElement()
        .satisfies(v -> assertThat(v.value()).isEqualTo("s3://withdrawn/manifests/a.manifest"));
    assertThat(notAllowed(MINE, spec, Referents.NONE)).isEmpty();
  }

  @Test
  void aModelThatAJobOnlyObservedNeedsAGrantAndAnOwnOneDoesNot() {
    LabelingJobSpec spec =
        Samples.spec("autoLabeling: {enabled: true, initialModelFrom: {jobRef: {name: before}}}");

    assertThat(notAllowed(MINE, spec, withModelOf("Always")))
        .singleElement()
        .satisfies(
            v -> {
              assertThat(v.value()).isEqualTo(MODEL);
              assertThat(v.fix()).contains("models");
            });
    assertThat(notAllowed(MINE, spec, withModelOf("IfOwned"))).isEmpty();
  }

  private static Referents withModelOf(String adoption) {
    LabelingJob before =
        Serialization.unmarshal(
            """
            apiVersion: labelops.dev/v1alpha1
            kind: LabelingJob
            spec: {adoption: %s}
            status: {finalModelArn: "%s"}
            """
                .formatted(adoption, MODEL),
            LabelingJob.class);
    return new Referents(
        Optional.empty(),
        Optional.empty(),
        Optional.of(before),
        Optional.empty(),
        Optional.empty());
  }

  @Test
  void thePublicCrowdIsRefusedWhateverIsAllowed() {
    String crowd = "arn:aws:sagemaker:eu-west-1:394669845002:workteam/public-crowd/default";
    LabelingJobSpec spec = Samples.spec("workteamArn: '" + crowd + "'");

    assertThat(notAllowed(new Tenancy(true, "labelops-system", Map.of()), spec, Referents.NONE))
        .singleElement()
        .satisfies(
            v -> {
              assertThat(v.field()).isEqualTo("spec.workteamArn");
              assertThat(v.sentence()).contains("public crowd", "private-crowd or vendor-crowd");
            });
  }
}
