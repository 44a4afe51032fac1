package dev.labelops.install.kustomize;

import dev.labelops.demo.stack.Stack;
import java.net.URI;
import java.util.List;
import java.util.function.Consumer;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cognitoidentityprovider.CognitoIdentityProviderClient;
import software.amazon.awssdk.services.cognitoidentityprovider.model.DeliveryMediumType;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CORSRule;
import software.amazon.awssdk.services.sagemaker.SageMakerClient;
import software.amazon.awssdk.services.sagemaker.model.CognitoMemberDefinition;
import software.amazon.awssdk.services.sagemaker.model.CreateLabelingJobRequest;
import software.amazon.awssdk.services.sagemaker.model.LabelingJobStatus;
import software.amazon.awssdk.services.sagemaker.model.Workforce;

/** What the owner of an account does without LabelOps, through the AWS SDK alone. */
final class AccountInUse implements AutoCloseable {
  private static final String LAMBDA = "arn:aws:lambda:eu-west-1:568282634449:function:";

  private final URI engine;
  private final StaticCredentialsProvider credentials;
  private final S3Client s3;
  private final SageMakerClient sageMaker;
  private final CognitoIdentityProviderClient cognito;

  AccountInUse(URI engine, String accessKeyId, String secretAccessKey) {
    this.engine = engine;
    this.credentials =
        StaticCredentialsProvider.create(AwsBasicCredentials.create(accessKeyId, secretAccessKey));
    this.s3 = configured(S3Client.builder().forcePathStyle(true)).build();
    this.sageMaker = configured(SageMakerClient.builder()).build();
    this.cognito = configured(CognitoIdentityProviderClient.builder()).build();
  }

  private <B extends AwsClientBuilder<B, ?> & AwsSyncClientBuilder<B, ?>> B configured(B builder) {
    return builder
        .endpointOverride(engine)
        .region(Region.of(Stack.REGION))
        .credentialsProvider(credentials)
        .httpClientBuilder(UrlConnectionHttpClient.builder());
  }

  void bucket(String name) {
    s3.createBucket(
        request ->
            request
                .bucket(name)
                .createBucketConfiguration(place -> place.locationConstraint(Stack.REGION)));
  }

  void put(String bucket, String key, byte[] content) {
    s3.putObject(request -> request.bucket(bucket).key(key), RequestBody.fromBytes(content));
  }

  void put(String bucket, String key, String content) {
    s3.putObject(request -> request.bucket(bucket).key(key), RequestBody.fromString(content));
  }

  /** Adds people to a team in the user pool, as its owner does in Cognito's console. */
  void addMembers(String team, List<String> emails) {
    CognitoMemberDefinition group =
        sageMaker
            .describeWorkteam(request -> request.workteamName(team))
            .workteam()
            .memberDefinitions()
            .getFirst()
            .cognitoMemberDefinition();
    List<String> known =
        cognito.listUsers(request -> request.userPoolId(group.userPool())).users().stream()
            .flatMap(user -> user.attributes().stream())
            .filter(attribute -> attribute.name().equals("email"))
            .map(attribute -> attribute.value())
            .toList();
    for (String email : emails) {
      if (!known.contains(email)) {
        cognito.adminCreateUser(
            request ->
                request
                    .userPoolId(group.userPool())
                    .username(email)
                    .desiredDeliveryMediums(DeliveryMediumType.EMAIL)
                    .userAttributes(
                        attribute -> attribute.name("email").value(email),
                        attribute -> attribute.name("email_verified").value("true")));
      }
      cognito.adminAddUserToGroup(
          request ->
              request.userPoolId(group.userPool()).username(email).groupName(group.userGroup()));
    }
  }

  /** The addresses of a team's people. */
  List<String> members(String team) {
    CognitoMemberDefinition group =
        sageMaker
            .describeWorkteam(request -> request.workteamName(team))
            .workteam()
            .memberDefinitions()
            .getFirst()
            .cognitoMemberDefinition();
    return cognito
        .listUsersInGroup(
            request -> request.userPoolId(group.userPool()).groupName(group.userGroup()))
        .users()
        .stream()
        .flatMap(user -> user.attributes().stream())
        .filter(attribute -> attribute.name().equals("email"))
        .map(attribute -> attribute.value())
        .toList();
  }

  /** The account's only private workforce. */
  Workforce workforce() {
    return sageMaker.listWorkforces(request -> {}).workforces().getFirst();
  }

  /** Starts a labeling job over texts, as a notebook does. */
  void startTextJob(String name, String workteamArn, String bucket, List<String> labels) {
    s3.putBucketCors(
        request ->
            request
                .bucket(bucket)
                .corsConfiguration(
                    cors ->
                        cors.corsRules(
                            CORSRule.builder().allowedMethods("GET").allowedOrigins("*").build())));
    put(
        bucket,
        "labels.json",
        "{\"document-version\":\"2018-11-28\",\"labels\":[%s]}"
            .formatted(
                String.join(",", labels.stream().map("{\"label\":\"%s\"}"::formatted).toList())));
    put(bucket, "template.html", "<crowd-form>{{ task.input.taskObject }}</crowd-form>");
    Consumer<CreateLabelingJobRequest.Builder> job =
        request ->
            request
                .labelingJobName(name)
                .labelAttributeName("mood")
                .inputConfig(
                    input ->
                        input.dataSource(
                            source ->
                                source.s3DataSource(
                                    at -> at.manifestS3Uri("s3://" + bucket + "/input.manifest"))))
                .outputConfig(output -> output.s3OutputPath("s3://" + bucket + "/labels/"))
                .roleArn("arn:aws:iam::111122223333:role/GroundTruthExecution")
                .labelCategoryConfigS3Uri("s3://" + bucket + "/labels.json")
                .humanTaskConfig(
                    task ->
                        task.workteamArn(workteamArn)
                            .uiConfig(ui -> ui.uiTemplateS3Uri("s3://" + bucket + "/template.html"))
                            .preHumanTaskLambdaArn(LAMBDA + "PRE-TextMultiClass")
                            .annotationConsolidationConfig(
                                end ->
                                    end.annotationConsolidationLambdaArn(
                                        LAMBDA + "ACS-TextMultiClass"))
                            .taskTitle("Good or bad?")
                            .taskDescription("Read the review")
                            .numberOfHumanWorkersPerDataObject(3)
                            .taskTimeLimitInSeconds(300));
    sageMaker.createLabelingJob(job);
  }

  LabelingJobStatus jobStatus(String name) {
    return sageMaker
        .describeLabelingJob(request -> request.labelingJobName(name))
        .labelingJobStatus();
  }

  @Override
  public void close() {
    s3.close();
    sageMaker.close();
    cognito.close();
  }
}
