package dev.labelops.demo.workers;

import static org.awaitility.Awaitility.await;

import dev.labelops.engine.Engine;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cognitoidentityprovider.CognitoIdentityProviderClient;
import software.amazon.awssdk.services.cognitoidentityprovider.model.DeliveryMediumType;
import software.amazon.awssdk.services.cognitoidentityprovider.model.UsernameAttributeType;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CORSRule;
import software.amazon.awssdk.services.sagemaker.SageMakerClient;
import software.amazon.awssdk.services.sagemaker.model.DescribeLabelingJobResponse;
import software.amazon.awssdk.services.sagemaker.model.LabelingJobStatus;
import software.amazon.awssdk.services.sagemaker.model.WorkforceStatus;

/** A team, a bucket and labeling jobs in an engine, made with the AWS SDK alone. */
final class Team {
  private static final String REGION = "eu-west-1";
  private static final String BUCKET = "objects";
  private static final String LAMBDA = "arn:aws:lambda:eu-west-1:568282634449:function:";

  private final Engine engine;
  private final S3Client s3;
  private final SageMakerClient sageMaker;
  private final String workteamArn;

  Team(Engine engine, List<String> emails) {
    this.engine = engine;
    s3 = configured(S3Client.builder().forcePathStyle(true)).build();
    sageMaker = configured(SageMakerClient.builder()).build();
    try (var cognito = configured(CognitoIdentityProviderClient.builder()).build()) {
      workteamArn = workteam(cognito, emails);
    }
    s3.createBucket(
        r -> r.bucket(BUCKET).createBucketConfiguration(c -> c.locationConstraint(REGION)));
    s3.putBucketCors(
        r ->
            r.bucket(BUCKET)
                .corsConfiguration(
                    c ->
                        c.corsRules(
                            CORSRule.builder().allowedMethods("GET").allowedOrigins("*").build())));
  }

  private String workteam(CognitoIdentityProviderClient cognito, List<String> emails) {
    String pool =
        cognito
            .createUserPool(
                r -> r.poolName("people").usernameAttributes(UsernameAttributeType.EMAIL))
            .userPool()
            .id();
    String client =
        cognito
            .createUserPoolClient(r -> r.userPoolId(pool).clientName("portal").generateSecret(true))
            .userPoolClient()
            .clientId();
    cognito.createUserPoolDomain(r -> r.domain("people").userPoolId(pool));
    cognito.createGroup(r -> r.userPoolId(pool).groupName("team"));
    for (String email : emails) {
      cognito.adminCreateUser(
          r ->
              r.userPoolId(pool)
                  .username(email)
                  .desiredDeliveryMediums(DeliveryMediumType.EMAIL)
                  .userAttributes(a -> a.name("email_verified").value("true")));
      cognito.adminAddUserToGroup(r -> r.userPoolId(pool).username(email).groupName("team"));
    }
    sageMaker.createWorkforce(
        r -> r.workforceName("default").cognitoConfig(c -> c.userPool(pool).clientId(client)));
    await()
        .atMost(Duration.ofSeconds(60))
        .until(
            () ->
                sageMaker.describeWorkforce(r -> r.workforceName("default")).workforce().status()
                    == WorkforceStatus.ACTIVE);
    return sageMaker
        .createWorkteam(
            r ->
                r.workteamName("team")
                    .description("Simulated")
                    .memberDefinitions(
                        m ->
                            m.cognitoMemberDefinition(
                                c -> c.userPool(pool).clientId(client).userGroup("team"))))
        .workteamArn();
  }

  /** The s3:// address of the uploaded file. */
  String upload(Path file) {
    s3.putObject(r -> r.bucket(BUCKET).key("in/" + file.getFileName()), file);
    return "s3://" + BUCKET + "/in/" + file.getFileName();
  }

  /** Starts a job of a built-in type, two people per object. */
  void start(String name, String type, List<String> labels, List<String> manifest) {
    put("manifest", String.join("\n", manifest));
    put(
        "labels.json",
        "{\"document-version\":\"2018-11-28\",\"labels\":[%s]}"
            .formatted(
                String.join(",", labels.stream().map("{\"label\":\"%s\"}"::formatted).toList())));
    put("template", "<crowd-form>{{ task.input.taskObject }}</crowd-form>");
    sageMaker.createLabelingJob(
        r ->
            r.labelingJobName(name)
                .labelAttributeName("category")
                .inputConfig(
                    i -> i.dataSource(d -> d.s3DataSource(s -> s.manifestS3Uri(uri("manifest")))))
                .outputConfig(o -> o.s3OutputPath(uri("out")))
                .roleArn("arn:aws:iam::000000000000:role/GroundTruthExecution")
                .labelCategoryConfigS3Uri(uri("labels.json"))
                .humanTaskConfig(
                    h ->
                        h.workteamArn(workteamArn)
                            .uiConfig(u -> u.uiTemplateS3Uri(uri("template")))
                            .preHumanTaskLambdaArn(LAMBDA + "PRE-" + type)
                            .annotationConsolidationConfig(
                                a -> a.annotationConsolidationLambdaArn(LAMBDA + "ACS-" + type))
                            .taskTitle("Label it")
                            .taskDescription("Label it")
                            .numberOfHumanWorkersPerDataObject(2)
                            .taskTimeLimitInSeconds(300)));
  }

  DescribeLabelingJobResponse ended(String name) {
    return await()
        .atMost(Duration.ofSeconds(120))
        .until(
            () -> sageMaker.describeLabelingJob(r -> r.labelingJobName(name)),
            job ->
                job.labelingJobStatus() != LabelingJobStatus.INITIALIZING
                    && job.labelingJobStatus() != LabelingJobStatus.IN_PROGRESS);
  }

  List<String> output(DescribeLabelingJobResponse job) {
    String uri = job.labelingJobOutput().outputDatasetS3Uri();
    String key = uri.substring(("s3://" + BUCKET + "/").length());
    return s3.getObjectAsBytes(r -> r.bucket(BUCKET).key(key)).asUtf8String().lines().toList();
  }

  private void put(String key, String content) {
    s3.putObject(r -> r.bucket(BUCKET).key(key), RequestBody.fromString(content));
  }

  private static String uri(String key) {
    return "s3://" + BUCKET + "/" + key;
  }

  private <B extends AwsClientBuilder<B, ?> & AwsSyncClientBuilder<B, ?>> B configured(B builder) {
    return builder
        .endpointOverride(engine.address())
        .region(Region.of(REGION))
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")))
        .httpClientBuilder(UrlConnectionHttpClient.builder());
  }
}
