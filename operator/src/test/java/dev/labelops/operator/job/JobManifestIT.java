package dev.labelops.operator.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labelops.groundtruth.S3Location;
import dev.labelops.operator.api.v1alpha1.LabelingJobStatus;
import dev.labelops.operator.api.v1alpha1.LabelingJobStatus.Input;
import dev.labelops.operator.aws.AwsClients;
import dev.labelops.operator.harness.CrashPoints;
import dev.labelops.operator.harness.OperatorUnderTest;
import dev.labelops.operator.manifest.Sha256;
import dev.labelops.operator.status.ConditionType;
import dev.labelops.operator.status.Conditions;
import dev.labelops.testcluster.ClusterNamespace;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/** A manifest that a job names: what was checked is what is labeled. */
class JobManifestIT {
  private static final String TASK = "type: TextMultiClass";

  @RegisterExtension static final ClusterNamespace namespace = new ClusterNamespace();
  @TempDir static Path folder;
  private static LabelingLab lab;
  private static LabelingLab.Site site;
  private static AwsClients clients;
  private static S3Client s3;

  @BeforeAll
  static void start() {
    lab = new LabelingLab(folder, LabelingLab.noLearner());
    site = lab.site("eu-west-1", 2);
    clients = new AwsClients(site.settings(), List.of());
    s3 = clients.s3(clients.scope(null));
  }

  @AfterAll
  static void stop() {
    clients.close();
    lab.close();
  }

  private static void put(String key, String content) {
    s3.putObject(r -> r.bucket(site.bucket()).key(key), RequestBody.fromString(content));
  }

  private static String text(String uri) {
    S3Location place = S3Location.parse(uri);
    return s3.getObjectAsBytes(r -> r.bucket(place.bucket()).key(place.key())).asUtf8String();
  }

  private static String sha256(String text) throws IOException {
    return Sha256.hex(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void theLabelingJobReadsACopyThatTheOriginalDoesNotChange() throws IOException {
    String lines = "{\"source\":\"calm\"}\n\n{\"source\":\"angry\"}\n";
    put("pinned.manifest", lines);
    JobObject job = new JobObject(namespace, site, "pinned");
    try (OperatorUnderTest operator = JobObject.operator(namespace, site, CrashPoints.none())) {
      job.apply(TASK, "pinned");
      Input input = job.await("Started", "True").input();

      assertThat(input.manifestUri())
          .startsWith("s3://" + site.bucket() + "/output/labelops/")
          .endsWith("/manifest-" + sha256(lines) + ".jsonl");
      assertThat(input.manifestSha256()).isEqualTo(sha256(lines));
      assertThat(input.objectCount()).isEqualTo(2);
      lab.asSomebodyElse(
          site,
          sageMaker ->
              assertThat(
                      sageMaker
                          .describeLabelingJob(
                              r -> r.labelingJobName(job.get().getStatus().jobName()))
                          .inputConfig()
                          .dataSource()
                          .s3DataSource()
                          .manifestS3Uri())
                  .isEqualTo(input.manifestUri()));
      put("pinned.manifest", "{\"source\":\"something else\"}\n");
      assertThat(text(input.manifestUri())).isEqualTo(lines);
      List<String> mutations = operator.calls().mutations();
      assertThat(mutations.indexOf("S3:PutObject"))
          .as("the copy is there before the name is written down in %s", mutations)
          .isLessThan(mutations.indexOf("SageMaker:CreateLabelingJob"))
          .isZero();
    }
  }

  @Test
  void aCopyThatIsNotWhatItsNameSaysIsNotUsed() throws IOException {
    String lines = "{\"source\":\"calm\"}\n";
    put("planted.manifest", lines);
    String planted = "output/labelops/planted/manifest-" + sha256(lines) + ".jsonl";
    put(planted, "{\"source-ref\":\"s3://somebody-else/secret.png\"}\n");
    JobObject job = new JobObject(namespace, site, "planted");
    try (OperatorUnderTest operator = JobObject.operator(namespace, site, CrashPoints.none())) {
      job.apply(TASK, "planted", "jobName: planted");
      LabelingJobStatus refused = job.awaitReason("InvalidManifest");

      assertThat(Conditions.find(refused.conditions(), ConditionType.Ready).orElseThrow().message())
          .contains(planted, "does not match the hash in its name", "Delete it");
      assertThat(operator.calls().mutations()).containsOnly(CrashPoints.STATUS_WRITE);
    }
  }
}
