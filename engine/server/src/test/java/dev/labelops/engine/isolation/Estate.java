package dev.labelops.engine.isolation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.labelops.engine.Clients;
import dev.labelops.engine.Engine;
import dev.labelops.engine.EngineSettings;
import dev.labelops.engine.EngineSettings.Key;
import dev.labelops.engine.labeling.LearnableText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.core.SdkClient;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.cognitoidentityprovider.CognitoIdentityProviderClient;
import software.amazon.awssdk.services.cognitoidentityprovider.model.UsernameAttributeType;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sagemaker.SageMakerClient;
import software.amazon.awssdk.services.sagemaker.model.LabelingJobStatus;
import software.amazon.awssdk.services.sagemaker.model.WorkforceStatus;

/**
 * One of everything that an account can have in a region, and two where a list has pages.
 *
 * @param things what is named how: {@code pool}, {@code jobArn} and the like
 */
record Estate(
    Key key,
    String region,
    SageMakerClient sageMaker,
    CognitoIdentityProviderClient cognito,
    S3Client s3,
    URI engine,
    Map<String, String> things) {
  static final ObjectMapper JSON = new JsonMapper();
  static final String ANSWER_BODY =
      "{\"answerContent\":{\"crowd-classifier\":{\"label\":\"good\"}},\"timeSpentInSeconds\":1}";

  private static final int OBJECTS = 2;
  private static final Duration DEADLINE = Duration.ofSeconds(30);
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final Map<String, String> LAMBDA_ACCOUNTS =
      Map.of(
          "eu-west-1", "568282634449", "eu-central-1", "203001061592", "us-east-2", "266458841044");

  /** An engine in which jobs of estates can train models. */
  static Engine start(EngineSettings settings) {
    return Engine.start(
        settings,
        LearnableText.TYPES,
        round ->
            round.number() == 0
                ? LearnableText.nothing(round)
                : LearnableText.trained(round, List.of()));
  }

  /** Builds the estate of a key's account in a region. */
  static Estate build(Engine engine, Key key, String region) {
    AwsBasicCredentials credentials =
        AwsBasicCredentials.create(key.accessKeyId(), key.secretAccessKey());
    Clients clients = new Clients(engine.address(), region, credentials);
    Estate estate =
        new Estate(
            key,
            region,
            clients.sageMaker(),
            clients.cognito(),
            clients.s3(),
            engine.address(),
            new HashMap<>());
    estate.names(key.accountId() + "-" + region);
    estate.people();
    estate.objects();
    estate.team();
    estate.signIn();
    estate.model();
    estate.job(estate.thing("job"));
    estate.job(estate.thing("job") + "-2");
    estate.task();
    Proofs.collect(estate);
    return estate;
  }

  /** The same kinds of names, but nothing has them. */
  static Map<String, String> nobody(String region) {
    Estate nobody =
        new Estate(
            new Key("n", "n", "999999999999"), region, null, null, null, null, new HashMap<>());
    nobody.names("nobody-" + region);
    nobody.put("pool", region + "_Nobody999");
    nobody.put(
        "poolArn",
        "arn:aws:cognito-idp:" + region + ":999999999999:userpool/" + region + "_Nobody999");
    nobody.put("client", "0nobodysclient0nobodyscli");
    nobody.put("user", "00000000-0000-4000-8000-000000000000");
    nobody.put("email", "nobody@nowhere.example.com");
    nobody.put("password", "Nobodys-1");
    nobody.put("app", "1nobodysclient1nobodyscli");
    nobody.put("newcomer", "newcomer@nowhere.example.com");
    nobody.put("secondNewcomer", "second-newcomer@nowhere.example.com");
    nobody.put("forgetful", "forgetful@nowhere.example.com");
    nobody.put("challenge", "nobodys-challenge-of-20-characters");
    nobody.put("secondChallenge", "nobodys-second-challenge-of-20-characters");
    nobody.put("code", "000000");
    nobody.put("access", "nobodys.access.token");
    nobody.put("refresh", "nobodys-refresh-token");
    nobody.put("task", "00000000-0000-4000-8000-000000000000");
    nobody.put("uploadId", "00000000-0000-4000-8000-000000000000");
    nobody.put("next", "bm9ib2R5");
    return nobody.things();
  }

  String thing(String name) {
    String thing = things.get(name);
    assertThat(thing).as("a thing called " + name).isNotNull();
    return thing;
  }

  SdkClient client(String target) {
    return target.startsWith("SageMaker.") ? sageMaker : cognito;
  }

  void put(String name, String value) {
    things.put(name, value);
  }

  private void names(String place) {
    put("account", key.accountId());
    put("region", region);
    put("role", "arn:aws:iam::" + key.accountId() + ":role/labeling");
    put("domain", "d-" + place);
    put("group", "group-" + place);
    put("server", "https://server-" + place);
    put("provider", "p-" + place);
    put("workforce", "workforce-" + place);
    put("team", "team-" + place);
    put("job", "job-" + place);
    put("bucket", "bucket-" + place);
    put("teamArn", arn("workteam/private-crowd/" + thing("team")));
    put("jobArn", arn("labeling-job/" + thing("job")));
    put("model", arn("model/trained-" + thing("job")));
    put("lambdas", "arn:aws:lambda:%s:%s:function:".formatted(region, LAMBDA_ACCOUNTS.get(region)));
    put(
        "algorithm",
        "arn:aws:sagemaker:%s:027400017018:labeling-job-algorithm-specification/%s"
            .formatted(region, "text-classification"));
    put("secret", "s3://" + thing("bucket") + "/secret");
  }

  private String arn(String resource) {
    return "arn:aws:sagemaker:" + region + ":" + key.accountId() + ":" + resource;
  }

  private void people() {
    var pool =
        cognito
            .createUserPool(
                b ->
                    b.poolName("people")
                        .usernameAttributes(UsernameAttributeType.EMAIL)
                        .userPoolTags(Map.of("a", "1")))
            .userPool();
    cognito.createUserPool(b -> b.poolName("more people"));
    put("pool", pool.id());
    put("poolArn", pool.arn());
    put("password", "Permanent-" + key.accountId());
    for (String name : List.of("second", "client")) {
      String id =
          cognito
              .createUserPoolClient(
                  b -> b.userPoolId(pool.id()).clientName(name).generateSecret(true))
              .userPoolClient()
              .clientId();
      put(name, id);
    }
    cognito.createUserPoolDomain(b -> b.userPoolId(pool.id()).domain(thing("domain")));
    for (String number : List.of("", "-2")) {
      cognito.createResourceServer(
          b -> b.userPoolId(pool.id()).identifier(thing("server") + number).name("s"));
      cognito.createIdentityProvider(
          b ->
              b.userPoolId(pool.id())
                  .providerName(thing("provider") + number)
                  .providerType("SAML")
                  .providerDetails(Map.of("MetadataURL", "https://idp.example.com/metadata")));
    }
    List<String> groups = List.of(thing("group"), thing("group") + "-2");
    groups.forEach(group -> cognito.createGroup(b -> b.userPoolId(pool.id()).groupName(group)));
    for (String name : List.of("ben", "ann")) {
      put("email", name + "@" + key.accountId() + "." + region + ".example.com");
      put("user", invite(thing("email")));
      groups.forEach(
          group ->
              cognito.adminAddUserToGroup(
                  b -> b.userPoolId(pool.id()).username(thing("user")).groupName(group)));
    }
  }

  /** Invites somebody with the temporary password {@code Temporary-1}; gives the user name. */
  String invite(String email) {
    return cognito
        .adminCreateUser(
            b ->
                b.userPoolId(thing("pool"))
                    .username(email)
                    .temporaryPassword("Temporary-1")
                    .desiredDeliveryMediumsWithStrings("EMAIL")
                    .userAttributes(
                        a -> a.name("email").value(email),
                        a -> a.name("email_verified").value("true")))
        .user()
        .username();
  }

  private void objects() {
    s3.createBucket(
        b ->
            b.bucket(thing("bucket")).createBucketConfiguration(c -> c.locationConstraint(region)));
    write("secret", "secret of " + key.accountId());
    write("in.manifest", "{\"source\":\"one\"}\n{\"source\":\"two\"}\n");
    write(
        "labels.json",
        "{\"document-version\":\"2018-11-28\",\"labels\":[{\"label\":\"good\"},{\"label\":\"bad\"}]}");
    write(
        "template.liquid",
        "<crowd-form><crowd-classifier name=\"crowd-classifier\" categories=\"{{ task.input.labels | to_json | escape }}\"></crowd-classifier></crowd-form>");
    put(
        "uploadId",
        s3.createMultipartUpload(b -> b.bucket(thing("bucket")).key("secret")).uploadId());
  }

  /** Stores an object in the estate's bucket. */
  String write(String name, String content) {
    s3.putObject(b -> b.bucket(thing("bucket")).key(name), RequestBody.fromString(content));
    return "s3://" + thing("bucket") + "/" + name;
  }

  private void team() {
    sageMaker.createWorkforce(
        b ->
            b.workforceName(thing("workforce"))
                .cognitoConfig(c -> c.userPool(thing("pool")).clientId(thing("client"))));
    await()
        .atMost(DEADLINE)
        .until(
            () ->
                sageMaker
                    .describeWorkforce(b -> b.workforceName(thing("workforce")))
                    .workforce()
                    .status(),
            WorkforceStatus.ACTIVE::equals);
    for (String team : List.of(thing("team"), thing("team") + "-2")) {
      sageMaker.createWorkteam(
          b ->
              b.workteamName(team)
                  .workforceName(thing("workforce"))
                  .description("a team")
                  .tags(t -> t.key("a").value("1"))
                  .memberDefinitions(
                      m ->
                          m.cognitoMemberDefinition(
                              c ->
                                  c.userPool(thing("pool"))
                                      .clientId(thing("client"))
                                      .userGroup(thing("group")))));
    }
  }

  /** A job whose learner trains a model after its only batch. */
  private void model() {
    String name = "trained-" + thing("job");
    JsonNode request =
        request(row -> row.has("LabelingJobAlgorithmsConfig"), name).put("LabelingJobName", name);
    ((ObjectNode) request.path("LabelingJobAlgorithmsConfig"))
        .remove("InitialActiveLearningModelArn");
    SdkCall.call(sageMaker, "CreateLabelingJob", request);
    for (int i = 0; i < OBJECTS; i++) {
      String answer = "/_labelops/api/tasks/" + take(name) + "/answer";
      send("POST", answer, thing("session"), ANSWER_BODY);
    }
    var ended =
        await("the end of " + name)
            .atMost(DEADLINE)
            .until(
                () -> sageMaker.describeLabelingJob(b -> b.labelingJobName(name)),
                job -> job.labelingJobStatus() == LabelingJobStatus.COMPLETED);
    assertThat(ended.labelingJobOutput().finalActiveLearningModelArn()).isEqualTo(thing("model"));
  }

  /** The first request of these for a job of this name. */
  private ObjectNode request(Predicate<JsonNode> wanted, String job) {
    Map<String, String> named = new LinkedHashMap<>(things);
    named.put("job", job);
    JsonNode row =
        Doors.rows("SageMaker.CreateLabelingJob").stream().filter(wanted).findFirst().orElseThrow();
    return Doors.filled(row, leaf -> named);
  }

  private void job(String name) {
    SdkCall.call(sageMaker, "CreateLabelingJob", request(row -> true, name));
    await("job " + name + " in progress, as its counters say")
        .atMost(DEADLINE)
        .until(
            () ->
                sageMaker
                        .describeLabelingJob(b -> b.labelingJobName(name))
                        .labelCounters()
                        .unlabeled()
                    == OBJECTS);
  }

  /** The person of the team signs in. */
  private void signIn() {
    HttpResponse<String> signedIn =
        send(
            "POST",
            "/_labelops/api/sessions",
            "",
            "{\"userPoolId\":\"%s\",\"username\":\"%s\",\"password\":\"Temporary-1\",\"newPassword\":\"%s\"}"
                .formatted(thing("pool"), thing("email"), thing("password")));
    put("session", json(signedIn).path("token").asText());
  }

  /** The person takes a task of the job. */
  private void task() {
    put("task", take(thing("job")));
  }

  private String take(String job) {
    HttpResponse<String> taken =
        await("a task of " + job)
            .atMost(DEADLINE)
            .until(
                () -> send("POST", "/_labelops/api/jobs/" + job + "/tasks", thing("session"), "{}"),
                answer -> answer.statusCode() == 201);
    return json(taken).path("taskId").asText();
  }

  /**
   * Sends a request to the engine's own surface.
   *
   * @param session a worker's token; empty: signed with the estate's key, as an owner
   */
  HttpResponse<String> send(String method, String path, String session, String body) {
    String basic =
        Base64.getEncoder()
            .encodeToString((key.accessKeyId() + ":" + key.secretAccessKey()).getBytes());
    HttpRequest request =
        HttpRequest.newBuilder(engine.resolve(path))
            .header("Authorization", session.isEmpty() ? "Basic " + basic : "Bearer " + session)
            .header("Content-Type", "application/json")
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .build();
    try {
      return HTTP.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  static JsonNode json(HttpResponse<String> answer) {
    try {
      return JSON.readTree(answer.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
