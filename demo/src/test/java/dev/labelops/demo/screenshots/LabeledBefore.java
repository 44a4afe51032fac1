package dev.labelops.demo.screenshots;

import dev.labelops.demo.stack.Stack;
import java.net.URI;
import java.util.List;
import java.util.stream.Collectors;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cognitoidentityprovider.CognitoIdentityProviderClient;
import software.amazon.awssdk.services.cognitoidentityprovider.model.MessageActionType;
import software.amazon.awssdk.services.cognitoidentityprovider.model.UsernameExistsException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sagemaker.SageMakerClient;
import software.amazon.awssdk.services.sagemaker.model.DescribeLabelingJobResponse;
import software.amazon.awssdk.services.sagemaker.model.LabelingJobStatus;

/** The labeling job of the demo, in an engine that was started again on its data. */
final class LabeledBefore implements AutoCloseable {
  private final S3Client s3;
  private final SageMakerClient sageMaker;
  private final CognitoIdentityProviderClient cognito;

  LabeledBefore(URI engine) {
    var key =
        StaticCredentialsProvider.create(
            AwsBasicCredentials.create(Stack.ACCESS_KEY_ID, Stack.SECRET_ACCESS_KEY));
    s3 =
        S3Client.builder()
            .endpointOverride(engine)
            .credentialsProvider(key)
            .region(Region.of(Stack.REGION))
            .httpClientBuilder(UrlConnectionHttpClient.builder())
            .forcePathStyle(true)
            .build();
    cognito =
        CognitoIdentityProviderClient.builder()
            .endpointOverride(engine)
            .credentialsProvider(key)
            .region(Region.of(Stack.REGION))
            .httpClientBuilder(UrlConnectionHttpClient.builder())
            .build();
    sageMaker =
        SageMakerClient.builder()
            .endpointOverride(engine)
            .credentialsProvider(key)
            .region(Region.of(Stack.REGION))
            .httpClientBuilder(UrlConnectionHttpClient.builder())
            .build();
  }

  /** Its name. */
  String job() {
    return sageMaker
        .listLabelingJobs(r -> r.statusEquals(LabelingJobStatus.COMPLETED))
        .labelingJobSummaryList()
        .getLast()
        .labelingJobName();
  }

  /** Adds somebody to its team, unless an earlier call has done so. */
  void invite(String email, String password) {
    String pool = cognito.listUserPools(r -> r.maxResults(1)).userPools().getFirst().id();
    String group = cognito.listGroups(r -> r.userPoolId(pool)).groups().getFirst().groupName();
    try {
      cognito.adminCreateUser(
          r ->
              r.userPoolId(pool)
                  .username(email)
                  .messageAction(MessageActionType.SUPPRESS)
                  .userAttributes(a -> a.name("email_verified").value("true")));
    } catch (UsernameExistsException again) {
      // Its password and its group are the same.
    }
    cognito.adminSetUserPassword(
        r -> r.userPoolId(pool).username(email).password(password).permanent(true));
    cognito.adminAddUserToGroup(r -> r.userPoolId(pool).username(email).groupName(group));
  }

  /**
   * Starts a job with the same task for some of its images, and stops those of earlier calls.
   *
   * @param images names of files
   * @return its title
   */
  String start(List<String> images) {
    DescribeLabelingJobResponse done = sageMaker.describeLabelingJob(r -> r.labelingJobName(job()));
    sageMaker
        .listLabelingJobs(r -> r.statusEquals(LabelingJobStatus.IN_PROGRESS))
        .labelingJobSummaryList()
        .forEach(
            earlier ->
                sageMaker.stopLabelingJob(r -> r.labelingJobName(earlier.labelingJobName())));
    String bucket = URI.create(done.outputConfig().s3OutputPath()).getHost();
    String name = "screenshots-" + System.currentTimeMillis();
    String manifest =
        images.stream()
            .map(image -> "{\"source-ref\":\"s3://%s/images/%s\"}".formatted(bucket, image))
            .collect(Collectors.joining("\n"));
    s3.putObject(r -> r.bucket(bucket).key(name), RequestBody.fromString(manifest));
    sageMaker.createLabelingJob(
        r ->
            r.labelingJobName(name)
                .labelAttributeName(name)
                .inputConfig(
                    i ->
                        i.dataSource(
                            d ->
                                d.s3DataSource(
                                    s -> s.manifestS3Uri("s3://" + bucket + "/" + name))))
                .outputConfig(o -> o.s3OutputPath("s3://" + bucket + "/screenshots/"))
                .roleArn(done.roleArn())
                .labelCategoryConfigS3Uri(done.labelCategoryConfigS3Uri())
                .humanTaskConfig(done.humanTaskConfig()));
    return done.humanTaskConfig().taskTitle();
  }

  @Override
  public void close() {
    s3.close();
    sageMaker.close();
    cognito.close();
  }
}
