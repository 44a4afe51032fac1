package dev.labelops.operator.workforce.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labelops.operator.api.v1alpha1.LabelingWorkforceSpec;
import dev.labelops.operator.status.Violation;
import dev.labelops.operator.tenancy.Grantable;
import dev.labelops.operator.tenancy.Tenancy;
import dev.labelops.operator.tenancy.WorkforceRight;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which right each way to a workforce needs. */
class WorkforceTenancyTest {
  private static Tenancy tenancy(WorkforceRight right) {
    return new Tenancy(
        false,
        "labelops-system",
        Map.of(
            "team",
            new Tenancy.Grant(
                Optional.empty(), right, Map.of(Grantable.USER_POOLS, List.of("eu-west-1_Ours")))));
  }

  private static List<Violation> forbidden(WorkforceRight right, String namespace, String spec) {
    return WorkforceTenancy.forbidden(
        tenancy(right),
        namespace,
        Serialization.unmarshal(
            spec.contains("teams:") ? spec : "teams: [{name: logos}]\n" + spec,
            LabelingWorkforceSpec.class));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          NONE | {existing: {}}                                                         | spec.identity.existing        | 'join'
          NONE | {managedCognito: {organization: o, contactEmail: a@b}}                 | spec.identity.managedCognito  | 'make'
          JOIN | {existing: {}}                                                         |                               |
          JOIN | {managedCognito: {organization: o, contactEmail: a@b}}                 | spec.identity.managedCognito  | 'make'
          JOIN | {existingCognito: {userPoolId: eu-west-1_Ours, clientId: c}}           | spec.identity.existingCognito | 'make'
          MAKE | {existing: {}}                                                         |                               |
          MAKE | {managedCognito: {organization: o, contactEmail: a@b}}                 |                               |
          MAKE | {existingCognito: {userPoolId: eu-west-1_Ours, clientId: c}}           |                               |
          MAKE | {existingCognito: {userPoolId: eu-west-1_Theirs, clientId: c}}         | spec.identity.existingCognito.userPoolId | userPools
          """)
  void eachWayNeedsItsRight(WorkforceRight right, String identity, String field, String grant) {
    List<Violation> found = forbidden(right, "team", "identity: " + identity);

    if (field == null) {
      assertThat(found).isEmpty();
    } else {
      assertThat(found)
          .singleElement()
          .satisfies(
              violation -> {
                assertThat(violation.field()).isEqualTo(field);
                assertThat(violation.cure()).contains(grant, "tenancy setting");
              });
    }
    assertThat(forbidden(right, "labelops-system", "identity: " + identity))
        .as("the operator's own namespace")
        .isEmpty();
  }

  @Test
  void everyTeamsTopicNeedsAGrant() {
    assertThat(
            forbidden(
                WorkforceRight.JOIN,
                "team",
                """
                identity: {existing: {}}
                teams:
                - {name: logos}
                - {name: cars, notificationTopicArn: "arn:aws:sns:eu-west-1:000000000000:theirs"}
                """))
        .extracting(Violation::field)
        .containsExactly("spec.teams[1].notificationTopicArn");
  }
}
