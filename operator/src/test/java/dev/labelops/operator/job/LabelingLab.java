package dev.labelops.operator.job;

import dev.labelops.engine.Engine;
import dev.labelops.engine.EngineSettings;
import dev.labelops.engine.labeling.learning.Learner;
import dev.labelops.operator.aws.AwsClients;
import dev.labelops.operator.config.OperatorSettings;
import dev.labelops.operator.harness.TestSettings;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.awaitility.Awaitility;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.cognitoidentityprovider.CognitoIdentityProviderClient;
import software.amazon.awssdk.services.cognitoidentityprovider.model.MessageActionType;
import software.amazon.awssdk.services.cognitoidentityprovider.model.UsernameAttributeType;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CORSRule;
import software.amazon.awssdk.services.sagemaker.SageMakerClient;
import software.amazon.awssdk.services.sagemaker.model.LabelingJobSummary;
import software.amazon.awssdk.services.sagemaker.model.MemberDefinition;
import software.amazon.awssdk.services.sagemaker.model.WorkforceStatus;

/**
 * A real engine over HTTP, and what a test needs in one of its regions before a job can be made.
 */
public final class LabelingLab implements AutoCloseable {
  public static final String ROLE = "arn:aws:iam::000000000000:role/ground-truth";
  public static final String WORKER = "simulated-ann@example.com";
  private static final String TEMPORARY = "Temporary-1";

  /** An engine that was started, and how it ends. */
  private record Running(URI address, Runnable end) {}

  private final IntFunction<Running> start;
  private final HttpClient http = HttpClient.newHttpClient();
  private final URI address;
  private Running engine;

  public LabelingLab(Path folder, Learner learner) {
    this(
        port -> {
          EngineSettings settings = EngineSettings.local(folder).withQuirks();
          Engine engine = Engine.start(settings.with(s -> s.port = port), learner);
          return new Running(engine.address(), engine::close);
        });
  }

  private LabelingLab(IntFunction<Running> start) {
    this.start = start;
    this.engine = start.apply(0);
    this.address = engine.address();
  }

  /** With a {@link ScriptedEngine} that is killed whenever it is stopped. */
  static LabelingLab killable(Path folder) {
    return new LabelingLab(
        port -> {
          try {
            ScriptedEngine.Running engine = ScriptedEngine.start(folder, port);
            return new Running(engine.address(), engine::kill);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  /**
   * One region of the engine with a bucket and a team of one member.
   *
   * @param bucket with images, texts, manifests and a CORS rule
   */
  public record Site(
      String region, String bucket, String teamArn, String userPoolId, OperatorSettings settings) {}

  URI address() {
    return address;
  }

  /** Stops the engine; what it keeps stays. */
  void stopEngine() {
    engine.end().run();
  }

  /** Starts it again at the same address. */
  void startEngine() {
    engine = start.apply(address.getPort());
  }

  /** Makes bucket, objects and team in a region that no other test uses. */
  public Site site(String region, int objects) {
    OperatorSettings operator = TestSettings.of(address, region);
    String bucket = "lab-" + region;
    try (AwsClients clients = new AwsClients(operator, List.of())) {
      AwsClients.Scope scope = clients.scope(null);
      fill(clients.s3(scope), bucket, region, objects);
      String pool = pool(clients.cognito(scope));
      String team = team(clients.sageMaker(scope), clients.cognito(scope), pool);
      return new Site(region, bucket, team, pool, operator);
    }
  }

  private static void fill(S3Client s3, String bucket, String region, int objects) {
    s3.createBucket(
        b -> b.bucket(bucket).createBucketConfiguration(c -> c.locationConstraint(region)));
    s3.putBucketCors(
        b ->
            b.bucket(bucket)
                .corsConfiguration(
                    c ->
                        c.corsRules(
                            CORSRule.builder()
                                .allowedMethods("GET")
                                .allowedOrigins("*")
                                .exposeHeaders("Access-Control-Allow-Origin")
                                .build())));
    for (int i = 0; i < objects; i++) {
      String key = "images/" + i + ".png";
      s3.putObject(b -> b.bucket(bucket).key(key), image());
    }
    put(s3, bucket, "images.manifest", objects, "{\"source-ref\":\"s3://%s/images/%d.png\"}");
    put(s3, bucket, "texts.manifest", objects, "{\"source\":\"text of %s number %d\"}");
  }

  private static void put(S3Client s3, String bucket, String key, int objects, String line) {
    String manifest =
        IntStream.range(0, objects)
            .mapToObj(i -> line.formatted(bucket, i))
            .collect(Collectors.joining("\n", "", "\n"));
    s3.putObject(b -> b.bucket(bucket).key(key), RequestBody.fromString(manifest));
  }

  /** An image as a site's bucket holds them. */
  static RequestBody image() {
    return RequestBody.fromBytes(png());
  }

  private static byte[] png() {
    try (ByteArrayOutputStream bytes = new ByteArrayOutputStream()) {
      ImageIO.write(new BufferedImage(64, 48, BufferedImage.TYPE_INT_RGB), "png", bytes);
      return bytes.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String pool(CognitoIdentityProviderClient cognito) {
    String pool =
        cognito
            .createUserPool(
                b ->
                    b.poolName("lab")
                        .usernameAttributes(UsernameAttributeType.EMAIL)
                        .adminCreateUserConfig(a -> a.allowAdminCreateUserOnly(true)))
            .userPool()
            .id();
    cognito.createUserPoolDomain(
        // Hexadecimal: Cognito refuses "aws" in a domain, which a pool's id may hold.
        b -> b.domain("lab-" + Integer.toHexString(pool.hashCode())).userPoolId(pool));
    cognito.createGroup(b -> b.userPoolId(pool).groupName("logos"));
    cognito.adminCreateUser(
        b ->
            b.userPoolId(pool)
                .username(WORKER)
                .messageAction(MessageActionType.SUPPRESS)
                .temporaryPassword(TEMPORARY));
    cognito.adminAddUserToGroup(b -> b.userPoolId(pool).username(WORKER).groupName("logos"));
    return pool;
  }

  private static String team(
      SageMakerClient sageMaker, CognitoIdentityProviderClient cognito, String pool) {
    String client =
        cognito
            .createUserPoolClient(b -> b.userPoolId(pool).clientName("lab").generateSecret(true))
            .userPoolClient()
            .clientId();
    sageMaker.createWorkforce(
        b -> b.workforceName("default").cognitoConfig(c -> c.userPool(pool).clientId(client)));
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .until(
            () ->
                sageMaker.describeWorkforce(b -> b.workforceName("default")).workforce().status()
                    == WorkforceStatus.ACTIVE);
    return sageMaker
        .createWorkteam(
            b ->
                b.workteamName("logos")
                    .description("Labels")
                    .memberDefinitions(
                        MemberDefinition.builder()
                            .cognitoMemberDefinition(
                                c -> c.userPool(pool).clientId(client).userGroup("logos"))
                            .build()))
        .workteamArn();
  }

  /** Changes how the engine misbehaves; {@code {}} is not at all. */
  void quirks(String json) {
    String key = Base64.getEncoder().encodeToString("test:test".getBytes(StandardCharsets.UTF_8));
    int status =
        send(HttpRequest.newBuilder(address.resolve("/_labelops/quirks"))
                .header("Authorization", "Basic " + key)
                .PUT(HttpRequest.BodyPublishers.ofString(json)))
            .statusCode();
    if (status / 100 != 2) {
      throw new IllegalStateException("quirks refused: " + status);
    }
  }

  /** Every labeling job of the region, asked of the service itself. */
  public List<LabelingJobSummary> jobs(Site site) {
    try (AwsClients clients = new AwsClients(site.settings(), List.of())) {
      return clients.sageMaker(clients.scope(null)).listLabelingJobsPaginator().stream()
          .flatMap(page -> page.labelingJobSummaryList().stream())
          .toList();
    }
  }

  /** Calls SageMaker as somebody else would. */
  void asSomebodyElse(Site site, java.util.function.Consumer<SageMakerClient> call) {
    try (AwsClients clients = new AwsClients(site.settings(), List.of())) {
      call.accept(clients.sageMaker(clients.scope(null)));
    }
  }

  /** Signs the site's member in, who then answers every task until closed. */
  LabelingWorker worker(Site site) {
    return LabelingWorker.start(
        this, Map.of("username", WORKER, "userPoolId", site.userPoolId()), TEMPORARY);
  }

  HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return http.send(
          request.timeout(Duration.ofSeconds(10)).build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  static Learner noLearner() {
    return Learner.NONE;
  }

  static Optional<String> manifest(Site site, String media) {
    return Optional.of("s3://" + site.bucket() + "/" + media + ".manifest");
  }

  @Override
  public void close() {
    engine.end().run();
  }
}
