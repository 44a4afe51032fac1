package dev.labelops.operator.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.labelops.testcluster.ClusterNamespace;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.StatusCause;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Wrong objects that the API server refuses: each row changes a right specification as a JSON merge
 * patch (null removes), and names the field and a part of the message that the user then sees. What
 * only the operator can see is in the tests of the validators.
 */
class WrongObjectsIT {
  @RegisterExtension static final ClusterNamespace NAMESPACE = new ClusterNamespace();

  private static final Map<String, String> RIGHT =
      Map.of(
          "LabelingWorkforce",
          """
          {identity: {existing: {}}, teams: [{name: logos, members: [{email: ann@example.com}]}]}
          """,
          "LabelingDataset",
          """
          {bucket: {name: brand-logos}, source: {s3Prefix: {prefix: images/}}}
          """,
          "LabelingJob",
          """
          {workforceRef: {name: brand-team, team: logos}, datasetRef: {name: brand-logos},
           task: {type: BoundingBox, labels: [{name: DHL}]}, output: {uri: "s3://brand-logos/output/"}}
          """);

  @BeforeAll
  static void crds() {
    NAMESPACE.cluster().applyCrds(Path.of("..", "crds"));
  }

  @Test
  void theRightOnesAreAccepted() {
    RIGHT.keySet().forEach(kind -> apply(kind, "{}"));
  }

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          LabelingDataset | {bucket: null} | spec.bucket | Required value
          LabelingDataset | {source: null} | spec.source | Required value
          LabelingDataset | {bucket: {name: Brand-Logos}} | spec.bucket.name | should match
          LabelingDataset | {bucket: {name: ab}} | spec.bucket.name | at least 3
          LabelingDataset | {bucket: {name: "s3://brand-logos"}} | spec.bucket.name | should match
          LabelingDataset | {bucket: {create: "yes"}} | spec.bucket.create | must be of type boolean
          LabelingDataset | {cors: Overwrite} | spec.cors | "Ignore", "Merge", "Verify"
          LabelingDataset | {mediaType: image} | spec.mediaType | "Image", "PointCloudFrame"
          LabelingDataset | {mediaType: Audio} | spec.mediaType | Unsupported value
          LabelingDataset | {mediaType: PointCloudFrame} | spec | supply a manifest with source-ref-metadata
          LabelingDataset | {mediaType: Text} | spec | use source.manifest instead of source.s3Prefix
          LabelingDataset | {source: {s3Prefix: null}} | spec.source | set exactly one of s3Prefix and manifest
          LabelingDataset | {source: {manifest: {uri: "s3://brand-logos/a.manifest"}}} | spec.source | set exactly one of s3Prefix and manifest
          LabelingDataset | {source: {s3Prefix: {prefix: null}}} | spec.source.s3Prefix.prefix | Required value
          LabelingDataset | {source: {s3Prefix: {prefix: /images/}}} | spec.source.s3Prefix.prefix | should match
          LabelingDataset | {source: {s3Prefix: {include: [""]}}} | spec.source.s3Prefix.include[0] | at least 1
          LabelingDataset | {source: {s3Prefix: {sample: {percent: 0}}}} | spec.source.s3Prefix.sample.percent | greater than or equal to 1
          LabelingDataset | {source: {s3Prefix: {sample: {percent: 101}}}} | spec.source.s3Prefix.sample.percent | less than or equal to 100
          LabelingDataset | {source: {s3Prefix: {sample: {seed: 7}}}} | spec.source.s3Prefix.sample.percent | Required value
          LabelingDataset | {source: {s3Prefix: null, manifest: {uri: "https://example.com/a"}}} | spec.source.manifest.uri | should match
          LabelingDataset | {source: {s3Prefix: null, manifest: {uri: "s3://brand-logos"}}} | spec.source.manifest.uri | should match
          LabelingDataset | {manifestPrefix: manifests} | spec.manifestPrefix | should match
          LabelingDataset | {manifestPrefix: /manifests/} | spec.manifestPrefix | should match
          LabelingDataset | {refreshInterval: 1 hour} | spec.refreshInterval | should match
          LabelingDataset | {refreshInterval: 1d} | spec.refreshInterval | should match
          LabelingDataset | {refreshInterval: 30s} | spec.refreshInterval | must be at least 1m
          LabelingDataset | {aws: {region: Ireland}} | spec.aws.region | should match
          LabelingDataset | {aws: {externalId: abc}} | spec.aws | externalId is only used with assumeRoleArn
          LabelingDataset | {aws: {assumeRoleArn: "arn:aws:iam::1234:role/labels"}} | spec.aws.assumeRoleArn | should match
          LabelingWorkforce | {identity: null} | spec.identity | Required value
          LabelingWorkforce | {identity: {existing: null}} | spec.identity | set exactly one of existing, managedCognito and existingCognito
          LabelingWorkforce | {identity: {existingCognito: {userPoolId: eu-west-1_abc, clientId: x}}} | spec.identity | set exactly one of
          LabelingWorkforce | {identity: {existing: null, managedCognito: {contactEmail: ml@example.com}}} | spec.identity.managedCognito.organization | Required value
          LabelingWorkforce | {identity: {existing: null, managedCognito: {organization: x, contactEmail: nobody}}} | spec.identity.managedCognito.contactEmail | should match
          LabelingWorkforce | {identity: {existing: null, managedCognito: {organization: x, contactEmail: a@b.c, workforceName: a_b}}} | spec.identity.managedCognito.workforceName | should match
          LabelingWorkforce | {identity: {existing: null, managedCognito: {organization: x, contactEmail: a@b.c, invitation: {subject: s, message: "Hello {username}"}}}} | spec.identity.managedCognito.invitation.message | must contain {username} and {####}
          LabelingWorkforce | {identity: {existing: null, existingCognito: {userPoolId: pool, clientId: x}}} | spec.identity.existingCognito.userPoolId | should match
          LabelingWorkforce | {identity: {existing: null, existingCognito: {userPoolId: eu-west-1_abc}}} | spec.identity.existingCognito.clientId | Required value
          LabelingWorkforce | {sourceCidrs: [10.0.0.0/8]} | spec | sourceCidrs would change a workforce that LabelOps does not own
          LabelingWorkforce | {teams: null} | spec.teams | Required value
          LabelingWorkforce | {teams: []} | spec.teams | at least 1
          LabelingWorkforce | {teams: [{name: "a team"}]} | spec.teams[0].name | should match
          LabelingWorkforce | {teams: [{name: logos-}]} | spec.teams[0].name | should match
          LabelingWorkforce | {teams: [{members: []}]} | spec.teams[0].name | Required value
          LabelingWorkforce | {teams: [{name: logos, members: [{email: ann}]}]} | spec.teams[0].members[0].email | should match
          LabelingWorkforce | {teams: [{name: logos, members: [{email: "a b@example.com"}]}]} | spec.teams[0].members[0].email | should match
          LabelingWorkforce | {teams: [{name: logos, members: [], membersFrom: {secretRef: {name: s, key: k}}}]} | spec.teams[0] | set members or membersFrom, not both
          LabelingWorkforce | {teams: [{name: logos, membersFrom: {secretRef: {name: s}}}]} | spec.teams[0].membersFrom.secretRef.key | Required value
          LabelingWorkforce | {teams: [{name: logos, groups: [g]}]} | spec | groups names groups of your own user pool
          LabelingWorkforce | {teams: [{name: logos, notificationTopicArn: topic}]} | spec.teams[0].notificationTopicArn | should match
          LabelingWorkforce | {memberPolicy: Replace} | spec.memberPolicy | "Exact", "Merge"
          LabelingWorkforce | {memberRemoval: Fire} | spec.memberRemoval | Unsupported value
          LabelingWorkforce | {deletionPolicy: Orphan} | spec.deletionPolicy | "Delete", "Retain"
          LabelingWorkforce | {adoption: Sometimes} | spec.adoption | Unsupported value
          LabelingJob | {workforceRef: null} | spec | set exactly one of workforceRef and workteamArn
          LabelingJob | {workteamArn: "arn:aws:sagemaker:eu-west-1:000000000000:workteam/private-crowd/x"} | spec | set exactly one of workforceRef and workteamArn
          LabelingJob | {workforceRef: null, workteamArn: "arn:aws:sagemaker:eu-west-1:394669845002:workteam/public-crowd/default"} | spec.workteamArn | the public crowd (Mechanical Turk) is not supported
          LabelingJob | {workforceRef: {team: null}} | spec.workforceRef.team | Required value
          LabelingJob | {datasetRef: null} | spec | set exactly one of datasetRef and manifestUri
          LabelingJob | {manifestUri: "s3://b/m"} | spec | set exactly one of datasetRef and manifestUri
          LabelingJob | {datasetRef: null, manifestUri: mine.manifest} | spec.manifestUri | should match
          LabelingJob | {task: null} | spec.task | Required value
          LabelingJob | {task: {type: boundingBox}} | spec.task.type | "BoundingBox", "Custom", "ImageMultiClass"
          LabelingJob | {task: {labels: []}} | spec.task.labels | at least 1
          LabelingJob | {task: {labels: [{name: A}, {name: A}]}} | spec.task.labels | label names must be unique
          LabelingJob | {task: {labels: [{name: ""}]}} | spec.task.labels[0].name | at least 1
          LabelingJob | {task: {type: ImageMultiClass}} | spec.task | classification needs at least two labels
          LabelingJob | {task: {labelAttributeName: category-ref}} | spec.task.labelAttributeName | must not be 'source' or 'source-ref'
          LabelingJob | {task: {labelAttributeName: source}} | spec.task.labelAttributeName | Ground Truth reserves those
          LabelingJob | {task: {labelAttributeName: my label}} | spec.task.labelAttributeName | should match
          LabelingJob | {task: {labels: null}} | spec.task.labels | labels are required
          LabelingJob | {task: {type: SemanticSegmentation, labelAttributeName: road}} | spec.task.labelAttributeName | must end with '-ref'
          LabelingJob | {task: {type: VideoObjectDetection, taskTimeLimit: 721h}} | spec.task.taskTimeLimit | must be between 30s and 720h
          LabelingJob | {task: {taskTimeLimit: 9h}} | spec.task.taskTimeLimit | must be between 30s and 8h
          LabelingJob | {task: {type: AdjustmentBoundingBox}} | spec.task | needs exactly one of adjusts and verifies
          LabelingJob | {task: {adjusts: {labelAttributeName: old}}} | spec.task | other types have neither
          LabelingJob | {task: {type: AdjustmentBoundingBox, adjusts: {}}} | spec.task.adjusts | set exactly one of jobRef and labelAttributeName
          LabelingJob | {task: {type: VerificationBoundingBox, adjusts: {labelAttributeName: old}}} | spec.task | a type that begins with Verification needs verifies
          LabelingJob | {task: {type: AdjustmentBoundingBox, adjusts: {jobRef: {name: first}}}} | spec | set neither datasetRef nor manifestUri
          LabelingJob | {task: {type: Custom}} | spec.task.template | type Custom needs your own worker template
          LabelingJob | {task: {custom: {}}} | spec.task.custom | custom only applies to type Custom
          LabelingJob | {task: {type: Custom, template: {inline: x}, custom: {preAnnotationLambdaArn: mine}}} | spec.task.custom.preAnnotationLambdaArn | should match
          LabelingJob | {task: {type: VideoObjectDetection, labels: [{name: car, attributes: [{name: speed, type: number}]}]}} | spec.task.labels[0].attributes[0] | type number needs minimum and maximum
          LabelingJob | {task: {type: VideoObjectDetection, labels: [{name: car, attributes: [{name: seventeen letters, type: string}]}]}} | spec.task.labels[0].attributes[0].name | may not be more than 16
          LabelingJob | {task: {annotationType: Cuboid}} | spec.task.annotationType | "BoundingBox", "Keypoint", "Polygon", "Polyline"
          LabelingJob | {task: {workersPerObject: 10}} | spec.task.workersPerObject | less than or equal to 9
          LabelingJob | {task: {workersPerObject: 0}} | spec.task.workersPerObject | greater than or equal to 1
          LabelingJob | {task: {taskTimeLimit: 10s}} | spec.task.taskTimeLimit | must be between 30s and 8h
          LabelingJob | {task: {taskAvailability: 721h}} | spec.task.taskAvailability | must be between 1m and 720h
          LabelingJob | {task: {maxConcurrentTasks: 5001}} | spec.task.maxConcurrentTasks | less than or equal to 5000
          LabelingJob | {task: {keywords: [a, b, c, d, e, f]}} | spec.task.keywords | at most 5
          LabelingJob | {task: {template: {}}} | spec.task.template | set exactly one of inline, configMapRef and s3Uri
          LabelingJob | {task: {description: "two\\nlines"}} | spec.task.description | should match
          LabelingJob | {autoLabeling: {enabled: false, initialModelFrom: {jobRef: {name: old}}}} | spec.autoLabeling | only apply when enabled is true
          LabelingJob | {autoLabeling: {enabled: true, initialModelFrom: {}}} | spec.autoLabeling.initialModelFrom | set exactly one of jobRef and modelArn
          LabelingJob | {stoppingConditions: {maxPercentLabeled: 101}} | spec.stoppingConditions.maxPercentLabeled | less than or equal to 100
          LabelingJob | {output: null} | spec.output | Required value
          LabelingJob | {output: {uri: output/}} | spec.output.uri | should match
          LabelingJob | {executionRoleArn: GroundTruthRole} | spec.executionRoleArn | at least 20
          LabelingJob | {jobName: my_job} | spec.jobName | should match
          LabelingJob | {run: 0} | spec.run | greater than or equal to 1
          LabelingJob | {retry: {maxAttempts: 6}} | spec.retry.maxAttempts | less than or equal to 5
          LabelingJob | {deletionPolicy: Retain} | spec.deletionPolicy | "Orphan", "Stop"
          LabelingJob | {ttlAfterFinished: 30 days} | spec.ttlAfterFinished | should match
          LabelingJob | {ttlAfterFinished: ""} | spec.ttlAfterFinished | must be a duration of at most 87600h
          LabelingJob | {ttlAfterFinished: 87601h} | spec.ttlAfterFinished | must be a duration of at most 87600h
          LabelingJob | {hold: maybe} | spec.hold | must be of type boolean
          """)
  void theWrongOnesAreRefusedWithFieldAndRule(
      String kind, String change, String field, String message) {
    KubernetesClientException refusal =
        catchThrowableOfType(KubernetesClientException.class, () -> apply(kind, change));
    assertThat(refusal).as("%s %s was accepted", kind, change).isNotNull();
    assertThat(refusal.getCode()).as(refusal.getMessage()).isEqualTo(422);
    List<StatusCause> causes = refusal.getStatus().getDetails().getCauses();
    assertThat(causes)
        .as("what the user sees: %s", refusal.getMessage())
        .anySatisfy(
            cause -> {
              assertThat(cause.getField()).isEqualTo(field);
              assertThat(cause.getMessage()).contains(message);
            });
  }

  /** Asks the API server to take the changed object, without storing it. */
  private static void apply(String kind, String change) {
    ObjectNode spec = Serialization.unmarshal("---\n" + RIGHT.get(kind), ObjectNode.class);
    merge(spec, Serialization.unmarshal("---\n" + change, ObjectNode.class));
    GenericKubernetesResource resource = new GenericKubernetesResource();
    resource.setApiVersion("labelops.dev/v1alpha1");
    resource.setKind(kind);
    resource.setAdditionalProperty("spec", spec);
    resource.setMetadata(
        new ObjectMetaBuilder().withName("wrong").withNamespace(NAMESPACE.name()).build());
    NAMESPACE.client().resource(resource).dryRun(true).create();
  }

  /** RFC 7396. */
  private static void merge(ObjectNode target, ObjectNode patch) {
    patch
        .properties()
        .forEach(
            member -> {
              JsonNode value = member.getValue();
              if (value.isNull()) {
                target.remove(member.getKey());
              } else if (value instanceof ObjectNode object) {
                if (!(target.get(member.getKey()) instanceof ObjectNode)) {
                  target.putObject(member.getKey());
                }
                merge((ObjectNode) target.get(member.getKey()), object);
              } else {
                target.set(member.getKey(), value);
              }
            });
  }
}
