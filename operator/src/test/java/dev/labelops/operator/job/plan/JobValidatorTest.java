package dev.labelops.operator.job.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labelops.operator.api.v1alpha1.LabelingDataset;
import dev.labelops.operator.api.v1alpha1.LabelingJobSpec;
import dev.labelops.operator.api.v1alpha1.LabelingWorkforce;
import dev.labelops.operator.aws.sagemaker.LabelingJobState;
import dev.labelops.operator.aws.sagemaker.RemoteLabelingJob;
import dev.labelops.operator.job.Samples;
import dev.labelops.operator.status.Violation;
import dev.labelops.operator.task.BuiltInLambdas;
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

/** Each rule once: field, value, rule and cure. */
class JobValidatorTest {
  private static final String BY_REF =
      """
      workteamArn: absent
      manifestUri: absent
      workforceRef: {name: people, team: logos}
      datasetRef: {name: images}
      """;
  private static final String OTHER_TEAM =
      "arn:aws:sagemaker:eu-west-1:000000000000:workteam/private-crowd/other";
  private static final String OTHER_ROLE = "arn:aws:iam::000000000000:role/other";

  private static final Tenancy OPEN = new Tenancy(true, "labelops-system", Map.of());
  private static final Tenancy GRANTED = tenancy(Optional.empty());

  private static Tenancy tenancy(Optional<String> defaultRole) {
    return new Tenancy(
        false,
        "labelops-system",
        Map.of(
            "team-a",
            new Tenancy.Grant(
                defaultRole,
                WorkforceRight.JOIN,
                Map.of(
                    Grantable.EXECUTION_ROLES,
                    List.of(Samples.ROLE),
                    Grantable.LOCATIONS,
                    List.of("s3://logos/"),
                    Grantable.WORKTEAMS,
                    List.of(Samples.TEAM)))));
  }

  private static JobValidator validator(Tenancy tenancy) {
    return new JobValidator(tenancy, new BuiltInLambdas());
  }

  /** With the role that the specification itself says. */
  private static List<Violation> notAllowed(
      Tenancy tenancy, String namespace, LabelingJobSpec spec) {
    return validator(tenancy)
        .tenancy()
        .notAllowed(
            namespace,
            spec,
            Referents.NONE,
            Optional.ofNullable(spec.aws()).map(aws -> aws.assumeRoleArn()));
  }

  /** Team in eu-west-1; data set of images in eu-west-1 below s3://logos/images/. */
  private static Referents referents(String datasetRegion, String mediaType) {
    LabelingWorkforce workforce =
        Serialization.unmarshal(
            """
            apiVersion: labelops.dev/v1alpha1
            kind: LabelingWorkforce
            spec: {identity: {existing: {}}, teams: [{name: logos}]}
            status: {region: eu-west-1}
            """,
            LabelingWorkforce.class);
    LabelingDataset dataset =
        Serialization.unmarshal(
            """
            apiVersion: labelops.dev/v1alpha1
            kind: LabelingDataset
            spec:
              bucket: {name: logos}
              mediaType: %s
              source: {s3Prefix: {prefix: images/}}
            status: {region: %s}
            """
                .formatted(mediaType, datasetRegion),
            LabelingDataset.class);
    return new Referents(
        Optional.of(workforce),
        Optional.of(dataset),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  private static List<Violation> violations(
      Tenancy tenancy, LabelingJobSpec spec, Referents referents, String region) {
    return validator(tenancy).violations("team-a", "logos", spec, referents, Optional.of(region));
  }

  @ParameterizedTest(name = "{1}: {3}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          executionRoleArn: absent                   | spec.executionRoleArn     | ''           | no default for this namespace             | set it to the ARN of a role
          aws: {region: us-east-1}                   | spec.aws.region           | us-east-1    | the team is in eu-west-1                  | remove spec.aws.region
          task: {template: {inline: '<p>hello</p>'}} | spec.task.template.inline | (the template) | it cannot be used                       | crowd
          output: {uri: 's3://logos/images/out'}     | spec.output.uri           | s3://logos/images/out | is below the source s3://logos/images/ of LabelingDataset 'images' | choose a prefix outside of it
          task: {type: TextMultiClass}               | spec.task.type            | TextMultiClass | it labels mediaType Text and LabelingDataset 'images' has Image | choose a task type or a data set that fits
          tags: {'aws:owner': me}                    | spec.tags                 | aws:owner    | are reserved                              | choose another key
          tags: {labelops.dev/run: '7'}              | spec.tags                 | labelops.dev/run | are reserved                          | choose another key
          """)
  void eachRuleNamesFieldValueRuleAndCure(
      String change, String field, String value, String rule, String cure) {
    List<Violation> found =
        violations(
            OPEN, Samples.spec(BY_REF, change), referents("eu-west-1", "Image"), "eu-west-1");

    assertThat(found).isNotEmpty();
    assertThat(found)
        .allSatisfy(
            violation -> {
              assertThat(violation.field()).isEqualTo(field);
              assertThat(violation.value()).isEqualTo(value);
              assertThat(violation.sentence()).contains(rule);
            });
    assertThat(found).anySatisfy(violation -> assertThat(violation.fix()).contains(cure));
  }

  @Test
  void aRightSpecificationBreaksNoRule() {
    assertThat(violations(OPEN, Samples.spec(BY_REF), referents("eu-west-1", "Image"), "eu-west-1"))
        .isEmpty();
    assertThat(violations(OPEN, Samples.spec(), Referents.NONE, "eu-west-1")).isEmpty();
  }

  @Test
  void aBucketOfAnotherRegionThanTheTeamIsRefused() {
    assertThat(violations(OPEN, Samples.spec(BY_REF), referents("us-east-1", "Image"), "eu-west-1"))
        .containsExactly(
            new Violation(
                "spec.datasetRef.name",
                "images",
                "its bucket is in us-east-1 and the team in eu-west-1",
                "use a data set and a team of one region"));
  }

  @Test
  void aRegionWithoutBuiltInTasksIsRefused() {
    assertThat(violations(OPEN, Samples.spec(), Referents.NONE, "eu-south-1"))
        .singleElement()
        .satisfies(
            violation -> {
              assertThat(violation.field()).isEqualTo("spec.aws.region");
              assertThat(violation.value()).isEqualTo("eu-south-1");
              assertThat(violation.fix()).contains("use one of ap-northeast-1", "eu-west-1");
            });
  }

  @Test
  void whatNeedsNoRegionIsToldBeforeTheWorkforceExists() {
    Referents withoutTeam =
        new Referents(
            Optional.empty(),
            referents("eu-west-1", "Text").dataset(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());

    assertThat(
            validator(OPEN)
                .violations("team-a", "logos", Samples.spec(BY_REF), withoutTeam, Optional.empty()))
        .extracting(Violation::field)
        .containsExactly("spec.task.type");
  }

  @Test
  void anOutputBesideTheSourceIsRight() {
    for (String uri : List.of("s3://logos/output/", "s3://logos/", "s3://other/images/out/")) {
      assertThat(
              violations(
                  OPEN,
                  Samples.spec(BY_REF, "output: {uri: '" + uri + "'}"),
                  referents("eu-west-1", "Image"),
                  "eu-west-1"))
          .as(uri)
          .isEmpty();
    }
  }

  @Test
  void everyViolationIsTold() {
    assertThat(
            violations(
                OPEN,
                Samples.spec(
                    BY_REF,
                    "executionRoleArn: absent",
                    "aws: {region: us-east-1}",
                    "tags: {'aws:a': b}"),
                referents("ap-south-1", "Text"),
                "us-east-1"))
        .extracting(Violation::field)
        .containsExactly(
            "spec.executionRoleArn",
            "spec.aws.region",
            "spec.datasetRef.name",
            "spec.task.type",
            "spec.tags");
  }

  @ParameterizedTest(name = "{1}: {3}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          executionRoleArn: 'ROLE'                                       | spec.executionRoleArn      | ROLE                  | executionRoles
          aws: {assumeRoleArn: 'ROLE'}                                   | spec.aws.assumeRoleArn     | ROLE                  | assumableRoles
          workteamArn: 'TEAM'                                            | spec.workteamArn           | TEAM                  | workteams
          output: {uri: 's3://logos-of-others/'}                         | spec.output.uri            | s3://logos-of-others/ | locations
          manifestUri: 's3://others/in.manifest'                         | spec.manifestUri           | s3://others/in.manifest | locations
          task: {template: {s3Uri: 's3://others/a.liquid'}}              | spec.task.template.s3Uri   | s3://others/a.liquid  | locations
          output: {kmsKeyId: alias/others}                               | spec.output.kmsKeyId       | alias/others          | kmsKeys
          autoLabeling: {enabled: true, volumeKmsKeyId: others}          | spec.autoLabeling.volumeKmsKeyId | others          | kmsKeys
          autoLabeling: {enabled: true, vpc: {securityGroupIds: [], subnets: [subnet-1]}} | spec.autoLabeling.vpc.subnets[0] | subnet-1 | subnets
          autoLabeling: {enabled: true, vpc: {securityGroupIds: [sg-1], subnets: []}}     | spec.autoLabeling.vpc.securityGroupIds[0] | sg-1 | securityGroups
          task: {type: Custom, custom: {preAnnotationLambdaArn: 'arn:aws:lambda:eu-west-1:000000000000:function:f'}} | spec.task.custom.preAnnotationLambdaArn | arn:aws:lambda:eu-west-1:000000000000:function:f | lambdaFunctions
          task: {type: Custom, custom: {consolidationLambdaArn: 'arn:aws:lambda:eu-west-1:000000000000:function:f'}} | spec.task.custom.consolidationLambdaArn | arn:aws:lambda:eu-west-1:000000000000:function:f | lambdaFunctions
          autoLabeling: {enabled: true, initialModelFrom: {modelArn: 'arn:aws:sagemaker:eu-west-1:000000000000:model/m'}} | spec.autoLabeling.initialModelFrom.modelArn | arn:aws:sagemaker:eu-west-1:000000000000:model/m | models
          """)
  void whatIsNotGrantedIsNamedWithTheListThatWouldGrantIt(
      String change, String field, String value, String list) {
    LabelingJobSpec spec = Samples.spec(filled(change));

    assertThat(notAllowed(GRANTED, "team-a", spec))
        .containsExactly(
            new Violation(
                field,
                filled(value),
                "namespace 'team-a' may not use it",
                "ask whoever runs the operator to add it to "
                    + list
                    + " of this namespace in the tenancy setting"));
    assertThat(notAllowed(GRANTED, "labelops-system", spec))
        .as("the operator's own namespace")
        .isEmpty();
    assertThat(notAllowed(OPEN, "team-a", spec)).as("allowAll").isEmpty();
  }

  private static String filled(String text) {
    return text.replace("ROLE", OTHER_ROLE).replace("TEAM", OTHER_TEAM);
  }

  @Test
  void whatIsGrantedMayBeNamed() {
    assertThat(notAllowed(GRANTED, "team-a", Samples.spec())).isEmpty();
    assertThat(notAllowed(GRANTED, "team-b", Samples.spec()))
        .as("a namespace that is not listed")
        .extracting(Violation::field)
        .containsExactly(
            "spec.executionRoleArn", "spec.workteamArn", "spec.output.uri", "spec.manifestUri");
  }

  @Test
  void theNamespacesDefaultRoleStandsInForNone() {
    LabelingJobSpec spec = Samples.spec("executionRoleArn: absent");
    Tenancy tenancy = tenancy(Optional.of(OTHER_ROLE));

    assertThat(validator(tenancy).tenancy().executionRole("team-a", spec)).contains(OTHER_ROLE);
    assertThat(notAllowed(tenancy, "team-a", spec)).isEmpty();
    assertThat(violations(tenancy, spec, Referents.NONE, "eu-west-1")).isEmpty();
  }

  @Test
  void theWorkforcesRoleNeedsAGrantToo() {
    assertThat(
            validator(GRANTED)
                .tenancy()
                .notAllowed(
                    "team-a",
                    Samples.spec(
                        "workteamArn: absent", "workforceRef: {name: people, team: logos}"),
                    Referents.NONE,
                    Optional.of(OTHER_ROLE)))
        .singleElement()
        .satisfies(
            violation -> {
              assertThat(violation.field()).isEqualTo("assumeRoleArn of spec.workforceRef");
              assertThat(violation.value()).isEqualTo(OTHER_ROLE);
              assertThat(violation.fix()).contains("assumableRoles");
            });
  }

  @Test
  void aJobOfOthersIsObservedOnlyWhereTheNamespaceMayLook() {
    RemoteLabelingJob near = Samples.remote("theirs", LabelingJobState.Completed);
    RemoteLabelingJob far =
        new RemoteLabelingJob(
            "theirs",
            Samples.arn("theirs"),
            LabelingJobState.Completed,
            near.counters(),
            Optional.empty(),
            Optional.of("s3://others/out/theirs/manifests/output/output.manifest"),
            Optional.empty(),
            Optional.of("s3://others/out/"),
            Optional.of("s3://logos/in.manifest"),
            Optional.empty(),
            near.creationTime(),
            near.lastModifiedTime());

    assertThat(validator(GRANTED).tenancy().notAllowedToObserve("team-a", near)).isEmpty();
    assertThat(validator(GRANTED).tenancy().notAllowedToObserve("labelops-system", far)).isEmpty();
    assertThat(validator(GRANTED).tenancy().notAllowedToObserve("team-a", far))
        .hasSize(2)
        .allSatisfy(
            violation ->
                assertThat(violation.sentence())
                    .startsWith("spec.jobName is 'theirs', but that labeling job uses s3://others/")
                    .contains("locations"));
  }
}
