package dev.labelops.engine.labeling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.labelops.engine.Clients;
import dev.labelops.engine.Engine;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.cognitoidentityprovider.CognitoIdentityProviderClient;
import software.amazon.awssdk.services.cognitoidentityprovider.model.DeliveryMediumType;
import software.amazon.awssdk.services.cognitoidentityprovider.model.MessageActionType;
import software.amazon.awssdk.services.cognitoidentityprovider.model.UsernameAttributeType;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CORSRule;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.services.sagemaker.SageMakerClient;
import software.amazon.awssdk.services.sagemaker.model.CreateLabelingJobRequest;
import software.amazon.awssdk.services.sagemaker.model.DescribeLabelingJobResponse;
import software.amazon.awssdk.services.sagemaker.model.LabelingJobStatus;
import software.amazon.awssdk.services.sagemaker.model.MemberDefinition;
import software.amazon.awssdk.services.sagemaker.model.WorkforceStatus;

/**
 * Everything that a labeling test needs in one region of an engine: a bucket, a team, its people.
 */
public final class LabelingFixture {
  public static final String ROLE = "arn:aws:iam::000000000000:role/labeling";
  public static final Duration DEADLINE = Duration.ofSeconds(30);

  public final String region;
  public final String bucket;
  public final String team;
  public final SageMakerClient sageMaker;
  public final S3Client s3;
  private final URI engine;
  public final CognitoIdentityProviderClient cognito;
  private final String pool;

  private LabelingFixture(URI engine, String region) {
    this(engine, region, null, null);
  }

  private LabelingFixture(URI engine, String region, String knownPool, String knownTeam) {
    Clients clients = new Clients(engine, region, AwsBasicCredentials.create("test", "test"));
    this.engine = engine;
    this.region = region;
    this.bucket = "fixture-" + region;
    this.sageMaker = clients.sageMaker();
    this.s3 = clients.s3();
    this.cognito = clients.cognito();
    this.pool = knownPool == null ? makePool() : knownPool;
    this.team = knownTeam == null ? makeTeam("people") : knownTeam;
  }

  /** The same fixture behind an engine that was started again at another address. */
  public LabelingFixture at(URI address) {
    return new LabelingFixture(address, region, pool, team);
  }

  private String makePool() {
    return cognito
        .createUserPool(b -> b.poolName("fixture").usernameAttributes(UsernameAttributeType.EMAIL))
        .userPool()
        .id();
  }

  /** Sets the region up: bucket with CORS, workforce, team {@code people}. */
  public static LabelingFixture open(Engine engine, String region) {
    return open(engine.address(), region);
  }

  public static LabelingFixture open(URI engine, String region) {
    LabelingFixture fixture = new LabelingFixture(engine, region);
    fixture.s3.createBucket(
        b -> {
          b.bucket(fixture.bucket);
          if (!region.equals("us-east-1")) {
            b.createBucketConfiguration(c -> c.locationConstraint(region));
          }
        });
    fixture.allowBrowsers(fixture.bucket);
    return fixture;
  }

  public void allowBrowsers(String name) {
    s3.putBucketCors(
        b ->
            b.bucket(name)
                .corsConfiguration(
                    c ->
                        c.corsRules(
                            CORSRule.builder().allowedMethods("GET").allowedOrigins("*").build())));
  }

  private String makeTeam(String name) {
    String client =
        cognito
            .createUserPoolClient(
                b -> b.userPoolId(pool).clientName("fixture").generateSecret(true))
            .userPoolClient()
            .clientId();
    cognito.createGroup(b -> b.userPoolId(pool).groupName(name));
    sageMaker.createWorkforce(
        b -> b.workforceName("default").cognitoConfig(c -> c.userPool(pool).clientId(client)));
    await()
        .atMost(DEADLINE)
        .until(
            () -> sageMaker.describeWorkforce(b -> b.workforceName("default")).workforce().status(),
            WorkforceStatus.ACTIVE::equals);
    return sageMaker
        .createWorkteam(
            b ->
                b.workteamName(name)
                    .workforceName("default")
                    .description("People of the fixture")
                    .memberDefinitions(
                        MemberDefinition.builder()
                            .cognitoMemberDefinition(
                                c -> c.userPool(pool).clientId(client).userGroup(name))
                            .build()))
        .workteamArn();
  }

  /** Invites somebody with the temporary password {@code Temporary-1}; in no group yet. */
  public void invite(String email) {
    cognito.adminCreateUser(
        b ->
            b.userPoolId(pool)
                .username(email)
                .temporaryPassword("Temporary-1")
                .messageAction(MessageActionType.SUPPRESS)
                .userAttributes(a -> a.name("email").value(email)));
  }

  /** Invites somebody with an e-mail that has the temporary password; in no group yet. */
  public void inviteByMail(String email) {
    cognito.adminCreateUser(
        b ->
            b.userPoolId(pool)
                .username(email)
                .desiredDeliveryMediums(DeliveryMediumType.EMAIL)
                .userAttributes(a -> a.name("email").value(email)));
  }

  public void addToTeam(String email) {
    addToGroup(email, "people");
  }

  public void removeFromTeam(String email) {
    removeFromGroup(email, "people");
  }

  public void createGroup(String name) {
    cognito.createGroup(b -> b.userPoolId(pool).groupName(name));
  }

  public void addToGroup(String email, String group) {
    cognito.adminAddUserToGroup(b -> b.userPoolId(pool).username(email).groupName(group));
  }

  public void removeFromGroup(String email, String group) {
    cognito.adminRemoveUserFromGroup(b -> b.userPoolId(pool).username(email).groupName(group));
  }

  /** A member of the team who is signed in. */
  public Person worker(String name) {
    String email = name + "@" + region + ".example.com";
    invite(email);
    addToTeam(email);
    return Person.signedIn(engine, email, "Temporary-1", "Permanent-1");
  }

  public List<Person> workers(int count) {
    return IntStream.range(0, count).mapToObj(i -> worker("worker" + i)).toList();
  }

  public String uri(String key) {
    return "s3://" + bucket + "/" + key;
  }

  public String put(String key, String content) {
    s3.putObject(b -> b.bucket(bucket).key(key), RequestBody.fromString(content));
    return uri(key);
  }

  /** Stores a grey PNG. */
  public String putImage(String key, int width, int height) {
    try {
      var bytes = new ByteArrayOutputStream();
      ImageIO.write(new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB), "png", bytes);
      s3.putObject(b -> b.bucket(bucket).key(key), RequestBody.fromBytes(bytes.toByteArray()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return uri(key);
  }

  public String read(String key) {
    return s3.getObjectAsBytes(b -> b.bucket(bucket).key(key)).asUtf8String();
  }

  public List<JsonNode> readLines(String key) {
    return read(key).lines().map(LabelingFixture::json).toList();
  }

  public static JsonNode json(String text) {
    try {
      return Person.JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Keys below the prefix, without it. */
  public List<String> tree(String prefix) {
    return s3.listObjectsV2Paginator(b -> b.bucket(bucket).prefix(prefix)).contents().stream()
        .map(S3Object::key)
        .map(key -> key.substring(prefix.length()))
        .toList();
  }

  /** A manifest with {@code count} texts. */
  public String texts(String name, int count) {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      lines.add("{\"source\":\"text " + i + "\"}");
    }
    return put(name + ".manifest", String.join("\n", lines) + "\n");
  }

  /** Starts a job of the type whose manifest, labels and template are created as needed. */
  public String start(String name, String type, String manifest, Consumer<JobRequest> wishes) {
    JobRequest wish = new JobRequest(this, name, type, manifest);
    wishes.accept(wish);
    return sageMaker.createLabelingJob(wish.request()).labelingJobArn();
  }

  public CreateLabelingJobRequest request(
      String name, String type, String manifest, Consumer<JobRequest> wishes) {
    JobRequest wish = new JobRequest(this, name, type, manifest);
    wishes.accept(wish);
    return wish.request();
  }

  public DescribeLabelingJobResponse describe(String job) {
    return sageMaker.describeLabelingJob(b -> b.labelingJobName(job));
  }

  public DescribeLabelingJobResponse awaitStatus(String job, LabelingJobStatus status) {
    return await("job " + job + " is " + status)
        .atMost(DEADLINE)
        .pollInterval(Duration.ofMillis(50))
        .until(() -> describe(job), description -> description.labelingJobStatus() == status);
  }

  /** Waits until the worker gets a task. */
  public JsonNode awaitTask(Person person, String job) {
    AtomicReference<JsonNode> task = new AtomicReference<>();
    await("a task of " + job)
        .atMost(DEADLINE)
        .pollInterval(Duration.ofMillis(50))
        .untilAsserted(
            () -> {
              person.take(job).ifPresent(task::set);
              assertThat(task.get()).as(() -> "task; the job is " + describe(job)).isNotNull();
            });
    return task.get();
  }

  /** Lets the people answer everything until the job has ended. */
  public DescribeLabelingJobResponse finish(
      String job, List<Person> people, Function<JsonNode, JsonNode> answer) {
    return finish(job, people, answer, DEADLINE);
  }

  /** Like {@link #finish(String, List, Function)}, for jobs that take longer. */
  public DescribeLabelingJobResponse finish(
      String job, List<Person> people, Function<JsonNode, JsonNode> answer, Duration deadline) {
    await("job " + job + " is through")
        .atMost(deadline)
        .pollInterval(Duration.ofMillis(20))
        .until(
            () -> {
              people.forEach(person -> answerAll(person, job, answer));
              return describe(job).labelingJobStatus();
            },
            status ->
                status != LabelingJobStatus.INITIALIZING
                    && status != LabelingJobStatus.IN_PROGRESS);
    return describe(job);
  }

  /** Lets one person answer what is there for her now; returns how many tasks that were. */
  public int answerAll(Person person, String job, Function<JsonNode, JsonNode> answer) {
    int answered = 0;
    for (Optional<JsonNode> task = person.take(job); task.isPresent(); task = person.take(job)) {
      JsonNode content = answer.apply(task.get().path("input"));
      Person.Reply reply = person.answer(task.get().path("taskId").asText(), content);
      if (reply.status() != 204) {
        throw new AssertionError("answer: " + reply);
      }
      answered++;
    }
    return answered;
  }

  /** The answer of a class task. */
  public static JsonNode choice(String element, String label) {
    var answer = Person.JSON.createObjectNode();
    answer.putObject(element).put("label", label);
    return answer;
  }

  /** The answer of a text class task. */
  public static JsonNode textChoice(String label) {
    return choice("crowd-classifier", label);
  }
}
