package dev.labelops.operator.job;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.labelops.groundtruth.Medium;
import dev.labelops.groundtruth.S3Location;
import dev.labelops.operator.api.v1alpha1.LabelingJob;
import dev.labelops.operator.api.v1alpha1.LabelingJobSpec.TaskType;
import dev.labelops.operator.aws.AwsClients;
import dev.labelops.operator.aws.CloudFailure;
import dev.labelops.operator.aws.sagemaker.SageMakerLabelingJobs;
import dev.labelops.operator.harness.RequestCheck;
import dev.labelops.operator.job.plan.JobPlan;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import software.amazon.awssdk.core.sync.RequestBody;

/** Sends the request of each task type's sample to an engine, through the operator's own client. */
public final class EngineTaskTypes {
  /**
   * What came of the requests.
   *
   * @param refusals by type; empty for a job that was created
   * @param problems what in the requests broke the service's published model
   */
  public record Answers(Map<TaskType, Optional<CloudFailure>> refusals, List<String> problems) {}

  private EngineTaskTypes() {}

  /** Asks for one job of each type. */
  public static Answers ask(LabelingLab.Site site) {
    Map<TaskType, LabelingJob> samples = TaskTypeSamples.all();
    samples.replaceAll((type, sample) -> at(site, sample));
    RequestCheck check = new RequestCheck();
    Map<TaskType, Optional<CloudFailure>> refusals = new TreeMap<>();
    try (AwsClients clients = new AwsClients(site.settings(), List.of(check))) {
      AwsClients.Scope scope = clients.scope(null);
      samples.forEach(
          (type, sample) -> {
            JobPlan plan = TaskTypeSamples.plan(sample, samples, scope);
            plan.assets()
                .forEach(
                    asset -> {
                      S3Location place = S3Location.parse(asset.uri());
                      clients
                          .s3(scope)
                          .putObject(
                              put -> put.bucket(place.bucket()).key(place.key()),
                              RequestBody.fromString(asset.content()));
                    });
            refusals.put(type, refusal(() -> create(clients, scope, plan, manifest(site, type))));
          });
    }
    return new Answers(refusals, check.problems());
  }

  private static LabelingJob at(LabelingLab.Site site, LabelingJob sample) {
    ObjectNode spec = new JsonMapper().valueToTree(sample.getSpec());
    spec.put("workteamArn", site.teamArn());
    spec.put("executionRoleArn", LabelingLab.ROLE);
    spec.withObject("output").put("uri", "s3://" + site.bucket() + "/out/");
    LabelingJob copy = TaskTypeSamples.with(sample, new JsonMapper().createObjectNode());
    copy.setSpec(
        new JsonMapper()
            .convertValue(spec, dev.labelops.operator.api.v1alpha1.LabelingJobSpec.class));
    return copy;
  }

  private static String manifest(LabelingLab.Site site, TaskType type) {
    boolean text = type.facts().medium() == Medium.Text;
    return LabelingLab.manifest(site, text ? "texts" : "images").orElseThrow();
  }

  private static void create(
      AwsClients clients, AwsClients.Scope scope, JobPlan plan, String manifest) {
    new SageMakerLabelingJobs(clients).create(scope, plan.request(manifest));
  }

  private static Optional<CloudFailure> refusal(Runnable call) {
    try {
      call.run();
      return Optional.empty();
    } catch (CloudFailure failure) {
      return Optional.of(failure);
    }
  }
}
