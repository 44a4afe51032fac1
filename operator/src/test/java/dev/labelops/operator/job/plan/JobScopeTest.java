package dev.labelops.operator.job.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labelops.operator.api.v1alpha1.LabelingJobSpec;
import dev.labelops.operator.api.v1alpha1.LabelingJobStatus;
import dev.labelops.operator.api.v1alpha1.LabelingWorkforce;
import dev.labelops.operator.aws.AwsClients.Scope;
import dev.labelops.operator.job.Samples;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Where a job lives: before its name is written down, and from then on. */
class JobScopeTest {
  private static final String ROLE = "arn:aws:iam::111111111111:role/labels";
  private static final LabelingJobSpec BY_REF =
      Samples.spec("workteamArn: absent", "workforceRef: {name: people, team: logos}");

  private static LabelingWorkforce workforce(String aws) {
    return Serialization.unmarshal(
        """
        apiVersion: labelops.dev/v1alpha1
        kind: LabelingWorkforce
        spec: {aws: %s, identity: {existing: {}}, teams: [{name: logos}]}
        status: {region: eu-central-1}
        """
            .formatted(aws),
        LabelingWorkforce.class);
  }

  private static LabelingJobStatus written(Scope scope) {
    return Samples.draft(
            d -> d.reserve(new Reservation(1, 1, "logos-x", scope, null, "hash", null), null))
        .build(1L, List.of());
  }

  @Test
  void theWorkforceSaysRegionAndRole() {
    assertThat(
            JobScope.wished(
                BY_REF,
                Optional.of(workforce("{assumeRoleArn: '" + ROLE + "', externalId: abc}")),
                "us-east-1"))
        .contains(new Scope("eu-central-1", Optional.of(ROLE), Optional.of("abc")));
    assertThat(JobScope.wished(BY_REF, Optional.empty(), "us-east-1"))
        .as("unknown without it")
        .isEmpty();
  }

  @Test
  void whatIsWrittenDownHoldsWhateverBecomesOfTheWorkforce() {
    Scope scope = new Scope("eu-central-1", Optional.of(ROLE), Optional.of("abc"));

    assertThat(JobScope.recorded(BY_REF, written(scope), Optional.empty())).contains(scope);
    assertThat(
            JobScope.recorded(
                Samples.spec(
                    "run: 2", "aws: {assumeRoleArn: '" + ROLE.replace("labels", "new") + "'}"),
                written(scope),
                Optional.empty()))
        .as("a raised run may name another role, for its own job")
        .contains(scope);
  }

  @Test
  void aRaisedRunIsNotBoundToTheRegionOfTheEarlierOne() {
    assertThat(JobScope.wished(Samples.spec("run: 2"), Optional.empty(), "us-east-1"))
        .as("the region of its own team")
        .contains(new Scope("eu-west-1", Optional.empty(), Optional.empty()));
  }

  @Test
  void nothingIsRecordedWithoutAName() {
    assertThat(JobScope.recorded(BY_REF, Samples.NO_STATUS, Optional.empty())).isEmpty();
  }

  @Test
  void aRoleThatIsNotWrittenDownIsTheOperatorsOwnUntilTheJobHasStarted() {
    LabelingJobStatus reserved =
        written(new Scope("eu-west-1", Optional.empty(), Optional.empty()));

    assertThat(
            JobScope.recorded(
                Samples.spec("aws: {assumeRoleArn: '" + ROLE + "'}"), reserved, Optional.empty()))
        .as("the role was corrected since")
        .contains(new Scope("eu-west-1", Optional.empty(), Optional.empty()));
  }
}
