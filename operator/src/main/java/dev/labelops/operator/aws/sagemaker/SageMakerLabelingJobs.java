package dev.labelops.operator.aws.sagemaker;

import dev.labelops.operator.aws.AwsClients;
import dev.labelops.operator.aws.AwsErrors;
import dev.labelops.operator.aws.CloudFailure;
import dev.labelops.operator.aws.ErrorClass;
import dev.labelops.operator.aws.s3.S3Addresses;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.sagemaker.model.ContentClassifier;
import software.amazon.awssdk.services.sagemaker.model.CreateLabelingJobRequest;
import software.amazon.awssdk.services.sagemaker.model.DescribeLabelingJobResponse;
import software.amazon.awssdk.services.sagemaker.model.HumanTaskConfig;
import software.amazon.awssdk.services.sagemaker.model.LabelingJobAlgorithmsConfig;
import software.amazon.awssdk.services.sagemaker.model.LabelingJobOutput;
import software.amazon.awssdk.services.sagemaker.model.Tag;

/** {@link LabelingJobs} through the SDK. */
public final class SageMakerLabelingJobs implements LabelingJobs {
  private final AwsClients clients;

  public SageMakerLabelingJobs(AwsClients clients) {
    this.clients = clients;
  }

  @Override
  public String create(AwsClients.Scope scope, LabelingJobRequest request) {
    CreateLabelingJobRequest sent = request(request);
    return AwsErrors.call(
        "sagemaker:CreateLabelingJob",
        () -> clients.sageMaker(scope).createLabelingJob(sent).labelingJobArn());
  }

  @Override
  public Optional<RemoteLabelingJob> describe(AwsClients.Scope scope, String jobName) {
    try {
      return Optional.of(
          view(
              AwsErrors.call(
                  "sagemaker:DescribeLabelingJob",
                  () ->
                      clients
                          .sageMaker(scope)
                          .describeLabelingJob(r -> r.labelingJobName(jobName)))));
    } catch (CloudFailure failure) {
      if (failure.errorClass() == ErrorClass.NOT_FOUND) {
        return Optional.empty();
      }
      throw failure;
    }
  }

  @Override
  public Map<String, String> tags(AwsClients.Scope scope, String jobArn) {
    return AwsErrors.call(
        "sagemaker:ListTags",
        () ->
            clients.sageMaker(scope).listTagsPaginator(r -> r.resourceArn(jobArn)).tags().stream()
                .collect(Collectors.toMap(Tag::key, Tag::value, (first, second) -> second)));
  }

  @Override
  public ActiveJobs.Page named(AwsClients.Scope scope, String part, Optional<String> token) {
    return SageMakerActiveJobs.list(clients.sageMaker(scope), token, r -> r.nameContains(part));
  }

  @Override
  public void tag(AwsClients.Scope scope, String jobArn, Map<String, String> tags) {
    AwsErrors.call(
        "sagemaker:AddTags",
        () -> clients.sageMaker(scope).addTags(r -> r.resourceArn(jobArn).tags(list(tags))));
  }

  private static List<Tag> list(Map<String, String> tags) {
    return tags.entrySet().stream()
        .map(tag -> Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
        .toList();
  }

  @Override
  public void stop(AwsClients.Scope scope, String jobName) {
    AwsErrors.call(
        "sagemaker:StopLabelingJob",
        () -> clients.sageMaker(scope).stopLabelingJob(r -> r.labelingJobName(jobName)));
  }

  private static CreateLabelingJobRequest request(LabelingJobRequest wish) {
    CreateLabelingJobRequest.Builder request =
        CreateLabelingJobRequest.builder()
            .labelingJobName(wish.jobName())
            .labelAttributeName(wish.labelAttributeName())
            .inputConfig(
                input -> {
                  input.dataSource(
                      source ->
                          source.s3DataSource(s3 -> s3.manifestS3Uri(wish.input().manifestUri())));
                  if (wish.input().contentClassifiers() != null) {
                    input.dataAttributes(
                        attributes ->
                            attributes.contentClassifiers(
                                wish.input().contentClassifiers().stream()
                                    .map(ContentClassifier::fromValue)
                                    .toList()));
                  }
                })
            .outputConfig(
                output ->
                    output.s3OutputPath(wish.output().uri()).kmsKeyId(wish.output().kmsKeyId()))
            .roleArn(wish.roleArn())
            .labelCategoryConfigS3Uri(wish.labelCategoryConfigUri())
            .humanTaskConfig(humanTask(wish.humanTask()))
            .tags(list(wish.tags()));
    if (wish.stopping() != null) {
      request.stoppingConditions(
          stop ->
              stop.maxHumanLabeledObjectCount(wish.stopping().maxHumanLabeledObjects())
                  .maxPercentageOfInputDatasetLabeled(wish.stopping().maxPercentLabeled()));
    }
    if (wish.algorithm() != null) {
      request.labelingJobAlgorithmsConfig(algorithm(wish.algorithm()));
    }
    return request.build();
  }

  private static HumanTaskConfig humanTask(LabelingJobRequest.HumanTask task) {
    HumanTaskConfig.Builder config = HumanTaskConfig.builder();
    if (task.consolidationLambdaArn() != null) {
      config.annotationConsolidationConfig(
          consolidation ->
              consolidation.annotationConsolidationLambdaArn(task.consolidationLambdaArn()));
    }
    return config
        .workteamArn(task.workteamArn())
        .uiConfig(
            ui -> ui.uiTemplateS3Uri(task.templateUri()).humanTaskUiArn(task.humanTaskUiArn()))
        .preHumanTaskLambdaArn(task.preHumanTaskLambdaArn())
        .taskKeywords(task.keywords())
        .taskTitle(task.title())
        .taskDescription(task.description())
        .numberOfHumanWorkersPerDataObject(task.workersPerObject())
        .taskTimeLimitInSeconds(task.taskTimeLimitSeconds())
        .taskAvailabilityLifetimeInSeconds(task.taskAvailabilitySeconds())
        .maxConcurrentTaskCount(task.maxConcurrentTasks())
        .build();
  }

  private static LabelingJobAlgorithmsConfig algorithm(LabelingJobRequest.Algorithm algorithm) {
    LabelingJobAlgorithmsConfig.Builder config =
        LabelingJobAlgorithmsConfig.builder()
            .labelingJobAlgorithmSpecificationArn(algorithm.specificationArn())
            .initialActiveLearningModelArn(algorithm.initialModelArn());
    if (algorithm.volumeKmsKeyId() != null || algorithm.subnets() != null) {
      config.labelingJobResourceConfig(
          resources -> {
            resources.volumeKmsKeyId(algorithm.volumeKmsKeyId());
            if (algorithm.subnets() != null) {
              resources.vpcConfig(
                  vpc ->
                      vpc.securityGroupIds(algorithm.securityGroupIds())
                          .subnets(algorithm.subnets()));
            }
          });
    }
    return config.build();
  }

  private static RemoteLabelingJob view(DescribeLabelingJobResponse seen) {
    LabelingJobOutput output = seen.labelingJobOutput();
    return new RemoteLabelingJob(
        seen.labelingJobName(),
        seen.labelingJobArn(),
        LabelingJobState.of(seen.labelingJobStatusAsString()),
        seen.labelCounters() == null
            ? new LabelCounters(null, null, null, null, null)
            : new LabelCounters(
                wide(seen.labelCounters().totalLabeled()),
                wide(seen.labelCounters().humanLabeled()),
                wide(seen.labelCounters().machineLabeled()),
                wide(seen.labelCounters().failedNonRetryableError()),
                wide(seen.labelCounters().unlabeled())),
        Optional.ofNullable(seen.failureReason()),
        Optional.ofNullable(output).map(LabelingJobOutput::outputDatasetS3Uri).map(S3Addresses::s3),
        Optional.ofNullable(output).map(LabelingJobOutput::finalActiveLearningModelArn),
        Optional.ofNullable(seen.outputConfig())
            .map(config -> config.s3OutputPath())
            .map(S3Addresses::s3),
        Optional.ofNullable(seen.inputConfig())
            .map(config -> config.dataSource())
            .map(source -> source.s3DataSource())
            .map(source -> source.manifestS3Uri())
            .map(S3Addresses::s3),
        Optional.ofNullable(seen.labelAttributeName()),
        Optional.ofNullable(seen.creationTime()).orElse(Instant.EPOCH),
        Optional.ofNullable(seen.lastModifiedTime())
            .or(() -> Optional.ofNullable(seen.creationTime()))
            .orElse(Instant.EPOCH));
  }

  private static Long wide(Integer value) {
    return value == null ? null : value.longValue();
  }
}
