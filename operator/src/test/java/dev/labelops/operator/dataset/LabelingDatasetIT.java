package dev.labelops.operator.dataset;

import static dev.labelops.operator.dataset.DatasetStory.message;
import static dev.labelops.operator.dataset.DatasetStory.says;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.labelops.engine.Engine;
import dev.labelops.engine.EngineSettings;
import dev.labelops.operator.api.v1alpha1.Condition;
import dev.labelops.operator.api.v1alpha1.LabelingDataset;
import dev.labelops.operator.aws.AwsClients;
import dev.labelops.operator.aws.s3.CorsRule;
import dev.labelops.operator.aws.s3.ObjectStore;
import dev.labelops.operator.aws.s3.StoredObject;
import dev.labelops.operator.tenancy.Grantable;
import dev.labelops.operator.config.OperatorSettings;
import dev.labelops.operator.tenancy.Tenancy;
import dev.labelops.operator.tenancy.WorkforceRight;
import dev.labelops.operator.dataset.plan.CorsRules;
import dev.labelops.operator.harness.CrashPoints;
import dev.labelops.operator.harness.OperatorUnderTest;
import dev.labelops.operator.harness.TestSettings;
import dev.labelops.operator.manifest.Sha256;
import dev.labelops.operator.status.ConditionType;
import dev.labelops.operator.status.Conditions;
import dev.labelops.testcluster.SharedCluster;
import dev.labelops.testcluster.TestCluster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
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
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/** LabelingDatasets against a real API server and an engine over HTTP. */
class LabelingDatasetIT {
  private static final String REGION = "eu-west-1";

  private static TestCluster cluster;
  private static Engine engine;
  private static OperatorSettings settings;
  private static AwsClients clients;
  private static S3Client s3;
  private static ObjectStore store;
  private static int bucketsMade;

  @BeforeAll
  static void start(@TempDir Path data) {
    cluster = SharedCluster.get();
    cluster.applyCrds(Path.of("..", "crds"));
    engine = Engine.start(EngineSettings.local(data).withQuirks());
    settings = TestSettings.of(engine.address(), REGION);
    clients = new AwsClients(settings, List.of());
    s3 = clients.s3(clients.scope(null));
    store = ObjectStore.in(clients, clients.scope(null));
  }

  @AfterAll
  static void stop() {
    clients.close();
    engine.close();
  }

  private static DatasetStory story(OperatorSettings settings) {
    return new DatasetStory(cluster.adminClient(), cluster.createNamespace("dataset"), settings);
  }

  private static String newBucket() {
    String name = bucketName();
    store.createBucket(name);
    return name;
  }

  private static String bucketName() {
    return "dataset-bucket-" + bucketsMade++;
  }

  private static void put(String bucket, String key, String content) {
    s3.putObject(r -> r.bucket(bucket).key(key), RequestBody.fromString(content));
  }

  private static String text(String bucket, String key) {
    return store
        .read(
            bucket,
            key,
            (about, content) -> new String(content.readAllBytes(), StandardCharsets.UTF_8))
        .orElseThrow();
  }

  private static String manifest(String bucket, LabelingDataset dataset) {
    return text(
        bucket, dataset.getStatus().manifestUri().substring(("s3://" + bucket + "/").length()));
  }

  private static String listing(String bucket) {
    return """
    bucket: {name: %s}
    source: {s3Prefix: {prefix: images/}}
    """
        .formatted(bucket);
  }

  @Test
  void fromNoBucketToAManifestAndThenNothingMore() {
    String bucket = bucketName();
    DatasetStory story = story(settings);
    String spec = listing(bucket).replace("{name: " + bucket, "{create: true, name: " + bucket);
    try (OperatorUnderTest operator = story.operator()) {
      story.apply(spec);
      LabelingDataset empty = story.await("False EmptySource");
      assertThat(says(empty, ConditionType.BucketReady)).isEqualTo("True Available");
      assertThat(store.bucketRegion(bucket)).contains(REGION);
      assertThat(store.cors(bucket)).isEqualTo(CorsRules.merged(List.of()));

      put(bucket, "images/b.JPG", "bb");
      put(bucket, "images/deep/a.png", "a");
      put(bucket, "images/zero.jpg", "");
      put(bucket, "images/notes.txt", "no image");
      put(bucket, "other/c.jpg", "c");
      story.refresh("objects-are-there");
      LabelingDataset ready = story.await("True Available");
      assertThat(manifest(bucket, ready))
          .isEqualTo(
              """
              {"source-ref":"s3://%1$s/images/b.JPG"}
              {"source-ref":"s3://%1$s/images/deep/a.png"}
              """
                  .formatted(bucket));
      assertThat(ready.getStatus().manifestUri())
          .isEqualTo(
              "s3://%s/manifests/%s-images/%s.manifest"
                  .formatted(bucket, story.namespace(), ready.getStatus().manifestSha256()));
      assertThat(ready.getStatus().objectCount()).isEqualTo(2);
      assertThat(ready.getStatus().totalBytes()).isEqualTo(3);
      assertThat(ready.getStatus().objectBuckets()).containsExactly(bucket);
      assertThat(ready.getStatus().rejected().count()).isEqualTo(1);
      assertThat(message(ready, ConditionType.Ready)).contains("Left out 1: 1 EmptyObject");
      assertThat(ready.getStatus().observedGeneration())
          .isEqualTo(ready.getMetadata().getGeneration());
      assertThat(operator.calls().mutations())
          .contains("S3:CreateBucket", "S3:PutBucketCors", "S3:PutObject");
      story.awaitEvents(
          "Normal Creating", "Normal Creating", "Normal EmptySource", "Normal Available");
    }
    appliedAgainNothingHappens(story, spec);
  }

  /** A restarted operator and an unrelated annotation each bring a pass; neither does anything. */
  private static void appliedAgainNothingHappens(DatasetStory story, String spec) {
    LabelingDataset before = story.get();
    int events = story.events().size();
    try (OperatorUnderTest operator = story.operator()) {
      story.apply(spec);
      story.annotate("example.com/unrelated", "yes");
      story.apply("sentinel", listing("no-such-bucket-anywhere"));
      story.await(
          "the sentinel looked at",
          ignored -> operator.calls().calls().contains(CrashPoints.STATUS_WRITE));
      assertThat(operator.calls().calls())
          .as("all of these are the sentinel's")
          .containsExactly("S3:HeadBucket", CrashPoints.STATUS_WRITE);
      assertThat(story.get().getStatus()).isEqualTo(before.getStatus());
      assertThat(story.events()).hasSize(events);
    }
  }

  @Test
  void rulesOfOthersStayWhereTheyAre() {
    String bucket = newBucket();
    CorsRule uploads =
        new CorsRule(
            Optional.of("uploads"),
            List.of("*"),
            List.of("PUT"),
            List.of("https://app.example.com"),
            List.of("ETag"),
            Optional.of(600));
    store.putCors(bucket, List.of(uploads));
    put(bucket, "images/a.jpg", "a");
    DatasetStory story = story(settings);
    try (OperatorUnderTest operator = story.operator()) {
      story.apply(listing(bucket));
      story.await("True Available");
      assertThat(store.cors(bucket)).isEqualTo(CorsRules.merged(List.of(uploads)));
    }
  }

  @Test
  void verifyOnlyTellsAndIgnoreDoesNotLook() {
    String bucket = newBucket();
    put(bucket, "images/a.jpg", "a");
    DatasetStory story = story(settings);
    try (OperatorUnderTest operator = story.operator()) {
      story.apply(listing(bucket) + "cors: Verify\n");
      LabelingDataset stalled = story.await("False CorsMissing");
      assertThat(says(stalled, ConditionType.Stalled)).isEqualTo("True CorsMissing");
      assertThat(message(stalled, ConditionType.Ready)).contains(bucket).contains("cors: Merge");
      assertThat(operator.calls().mutations()).containsOnly(CrashPoints.STATUS_WRITE);
      story.awaitEvents("Warning CorsMissing");

      story.apply(listing(bucket) + "cors: Ignore\n");
      story.await("True Available");
      assertThat(store.cors(bucket)).isEmpty();
    }
  }

  @Test
  void aBucketOfAnotherRegionIsRefusedUntouched() {
    String bucket = bucketName();
    ObjectStore.in(clients, new AwsClients.Scope("us-west-2", Optional.empty(), Optional.empty()))
        .createBucket(bucket);
    DatasetStory story = story(settings);
    try (OperatorUnderTest operator = story.operator()) {
      story.apply(listing(bucket));
      LabelingDataset stalled = story.await("False WrongRegion");
      assertThat(says(stalled, ConditionType.Stalled)).isEqualTo("True WrongRegion");
      assertThat(message(stalled, ConditionType.Ready)).contains("us-west-2").contains(REGION);
      assertThat(operator.calls().mutations()).containsOnly(CrashPoints.STATUS_WRITE);
    }
  }

  @Test
  void aMissingBucketIsWaitedFor() {
    DatasetStory story = story(settings);
    try (OperatorUnderTest operator = story.operator()) {
      story.apply(listing("no-such-bucket-at-all"));
      LabelingDataset waiting = story.await("False WaitingForBucket");
      assertThat(says(waiting, ConditionType.Reconciling)).isEqualTo("True WaitingForBucket");
      assertThat(says(waiting, ConditionType.Stalled)).isEqualTo("absent");
    }
  }

  @Test
  void deniedNamesTheAction() {
    OperatorSettings.Aws aws = settings.aws();
    OperatorSettings stranger =
        new OperatorSettings(
            settings.installation(),
            settings.namespace(),
            new OperatorSettings.Aws(
                aws.region(),
                StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "wrong")),
                aws.endpoints(),
                aws.connectTimeout(),
                aws.answerTimeout(),
                aws.callTimeout(),
                aws.retryMode(),
                aws.lambdaAccounts()),
            settings.feed(),
            settings.tenancy(),
            settings.invitationsPerDay());
    DatasetStory story = story(stranger);
    try (OperatorUnderTest operator = story.operator()) {
      story.apply(listing(newBucket()));
      LabelingDataset denied = story.await("False AccessDenied");
      assertThat(says(denied, ConditionType.Reconciling)).isEqualTo("True AccessDenied");
      assertThat(message(denied, ConditionType.Ready)).contains("Grant s3:ListBucket");
      story.awaitEvents("Warning AccessDenied");
    }
  }

  @Test
  void aKeyWithAControlCharacterHoldsUpNothing() {
    String bucket = newBucket();
    put(bucket, "images/a.jpg", "a");
    put(bucket, "images/notes\u0003.txt", "x");
    DatasetStory story = story(settings);
    try (OperatorUnderTest operator = story.operator()) {
      story.apply(listing(bucket));
      LabelingDataset taken = story.await("True Available");
      assertThat(taken.getStatus().objectCount()).isEqualTo(1);
      assertThat(taken.getStatus().rejected()).as("include leaves it out").isNull();

      put(bucket, "images/Icon\r.jpg", "x");
      story.refresh("again");
      LabelingDataset rejected =
          story.await("refreshed", d -> "again".equals(d.getStatus().refreshToken()));
      assertThat(rejected.getStatus().objectCount()).isEqualTo(1);
      assertThat(rejected.getStatus().rejected().byReason())
          .singleElement()
          .satisfies(
              reason -> {
                assertThat(reason.reason()).isEqualTo("ControlCharacter");
                assertThat(reason.count()).isEqualTo(1);
              });
    }
  }

  private static void quirks(String json) throws IOException, InterruptedException {
    String key = Base64.getEncoder().encodeToString("test:test".getBytes(StandardCharsets.UTF_8));
    HttpRequest request =
        HttpRequest.newBuilder(engine.address().resolve("/_labelops/quirks"))
            .header("Authorization", "Basic " + key)
            .PUT(HttpRequest.BodyPublishers.ofString(json))
            .build();
    try (HttpClient http = HttpClient.newHttpClient()) {
      assertThat(http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode())
          .isEqualTo(200);
    }
  }

  @Test
  void aReadyDataSetWhoseSourceCannotBeReadAnyMoreSaysSo() throws Exception {
    String bucket = newBucket();
    put(bucket, "images/a.jpg", "a");
    DatasetStory story = story(settings);
    try (OperatorUnderTest operator = story.operator()) {
      story.apply(listing(bucket));
      story.await("True Available");
      quirks(
          "{\"faults\": [{\"operation\": \"s3:ListObjectsV2\", \"kind\": \"FAIL\", \"times\": 0}]}");
      story.refresh("again");
      LabelingDataset silent =
          story.await(
              "Synced Unknown",
              dataset -> says(dataset, ConditionType.Synced).equals("Unknown Unreachable"));
      assertThat(message(silent, ConditionType.Synced))
          .contains("s3:ListBucket has failed since 20", "What is shown may be old");
      assertThat(says(silent, ConditionType.Ready)).as("as it was").isEqualTo("True Available");
      assertThat(silent.getStatus().refreshToken()).as("not served").isNull();
      Awaitility.await()
          .atMost(Duration.ofSeconds(10))
          .untilAsserted(() -> assertThat(story.events()).contains("Warning Unreachable"));
    }
    LabelingDataset before = story.get();
    try (OperatorUnderTest restarted = story.operator()) {
      Awaitility.await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(
              () ->
                  assertThat(restarted.calls().calls())
                      .filteredOn(call -> call.endsWith("ListObjectsV2"))
                      .hasSizeGreaterThan(1));
      assertThat(story.get().getStatus()).as("said already").isEqualTo(before.getStatus());
      quirks("{}");
      story.annotate("test/poke", "now");
      LabelingDataset healed =
          story.await(
              "healed",
              dataset ->
                  says(dataset, ConditionType.Synced).equals("absent")
                      && "again".equals(dataset.getStatus().refreshToken()));
      assertThat(says(healed, ConditionType.Ready)).isEqualTo("True Available");
      assertThat(story.events()).filteredOn("Warning Unreachable"::equals).hasSize(1);
    } finally {
      quirks("{}");
    }
  }

  @Test
  void anUnreachableServiceIsSaidAndTriedAgain() {
    OperatorSettings nobody = TestSettings.of(URI.create("http://127.0.0.1:1"), REGION);
    String bucket = newBucket();
    put(bucket, "images/a.jpg", "a");
    DatasetStory story = story(nobody);
    try (OperatorUnderTest operator = story.operator()) {
      story.apply(listing(bucket));
      assertThat(says(story.await("False Unreachable"), ConditionType.Reconciling))
          .isEqualTo("True Unreachable");
    }
    try (OperatorUnderTest operator =
        new DatasetStory(story.kubernetes(), story.namespace(), settings).operator()) {
      story.await("True Available");
    }
  }

  @Test
  void anotherNamespacesBucketIsRefusedBeforeAnyCall() {
    DatasetStory open = story(settings);
    OperatorSettings strict =
        new OperatorSettings(
            settings.installation(),
            settings.namespace(),
            settings.aws(),
            settings.feed(),
            new Tenancy(
                false,
                settings.namespace(),
                Map.of(
                    open.namespace(),
                    new Tenancy.Grant(
                        Optional.empty(),
                        WorkforceRight.NONE,
                        Map.of(Grantable.LOCATIONS, List.of("s3://mine/images/"))))),
            settings.invitationsPerDay());
    DatasetStory story = new DatasetStory(open.kubernetes(), open.namespace(), strict);
    try (OperatorUnderTest operator = story.operator()) {
      story.apply(listing("yours"));
      LabelingDataset stalled = story.await("False NotAllowed");
      assertThat(says(stalled, ConditionType.Stalled)).isEqualTo("True NotAllowed");
      assertThat(message(stalled, ConditionType.Ready))
          .contains("spec.bucket.name is 's3://yours/'")
          .contains("namespace '" + story.namespace() + "' may not name it")
          .contains("spec.source.s3Prefix.prefix is 's3://yours/images/'");
      assertThat(operator.calls().calls()).containsExactly(CrashPoints.STATUS_WRITE);
    }
  }

  @Test
  void aRefreshWritesOnlyWhatChanged() {
    String bucket = newBucket();
    put(bucket, "images/a.jpg", "a");
    DatasetStory story = story(settings);
    try (OperatorUnderTest operator = story.operator()) {
      story.apply(listing(bucket));
      String first = story.await("True Available").getStatus().manifestUri();

      put(bucket, "images/b.jpg", "b");
      story.refresh("one");
      LabelingDataset grown =
          story.await("token one served", d -> "one".equals(d.getStatus().refreshToken()));
      assertThat(grown.getStatus().objectCount()).isEqualTo(2);
      assertThat(grown.getStatus().manifestUri()).isNotEqualTo(first);
      assertThat(text(bucket, first.substring(("s3://" + bucket + "/").length())))
          .as("the input of a job that runs stays")
          .contains("a.jpg")
          .doesNotContain("b.jpg");

      int mutations = operator.calls().mutations().size();
      story.refresh("two");
      LabelingDataset same =
          story.await("token two served", d -> "two".equals(d.getStatus().refreshToken()));
      assertThat(same.getStatus().manifestUri()).isEqualTo(grown.getStatus().manifestUri());
      assertThat(same.getStatus().conditions()).isEqualTo(grown.getStatus().conditions());
      assertThat(operator.calls().mutations().subList(mutations, mutations + 1))
          .containsExactly(CrashPoints.STATUS_WRITE);
      assertThat(operator.calls().mutations()).hasSize(mutations + 1);
    }
  }

  @Test
  void aBroughtManifestIsCheckedCopiedAndItsBucketsOpened() {
    String home = newBucket();
    String away = newBucket();
    put(
        home,
        "mine.manifest",
        "{\"source-ref\":\"s3://%s/a.jpg\"}\nsecret content\n".formatted(home));
    DatasetStory story = story(settings);
    try (OperatorUnderTest operator = story.operator()) {
      story.apply(
          """
          bucket: {name: %1$s}
          source: {manifest: {uri: "s3://%1$s/mine.manifest"}}
          """
              .formatted(home));
      LabelingDataset bad = story.await("False InvalidManifest");
      assertThat(says(bad, ConditionType.Stalled)).isEqualTo("True InvalidManifest");
      assertThat(bad.getStatus().rejected().firstLines())
          .singleElement()
          .satisfies(
              line -> {
                assertThat(line.line()).isEqualTo(2);
                assertThat(line.reason()).isEqualTo("NotJson");
              });
      assertThat(bad.getStatus().toString()).doesNotContain("secret content");
      assertThat(store.list(home, "manifests/")).isEmpty();

      put(
          home,
          "mine.manifest",
          "{\"source-ref\":\"s3://%s/a.jpg\",\"x\":1}\n{\"source-ref\":\"s3://%s/b.jpg\"}\n"
              .formatted(home, away));
      story.annotate("example.com/look", "again");
      LabelingDataset good = story.await("True Available");
      assertThat(manifest(home, good)).isEqualTo(text(home, "mine.manifest"));
      assertThat(good.getStatus().objectBuckets()).containsExactlyInAnyOrder(home, away);
      assertThat(good.getStatus().rejected()).isNull();
      assertThat(store.cors(home)).isEqualTo(CorsRules.merged(List.of()));
      assertThat(store.cors(away)).isEqualTo(CorsRules.merged(List.of()));
      assertThat(store.list(home, "manifests/").map(StoredObject::key)).hasSize(1);

      int mutations = operator.calls().mutations().size();
      story.refresh("once more");
      story.await("served", d -> "once more".equals(d.getStatus().refreshToken()));
      assertThat(story.get().getStatus().conditions()).isEqualTo(good.getStatus().conditions());
      assertThat(operator.calls().mutations()).hasSize(mutations + 1);
    }
  }

  @Test
  void aManifestThatSomebodyElsePutUnderItsHashIsNotUsed() throws IOException {
    String bucket = newBucket();
    String lines = "{\"source-ref\":\"s3://%s/a.jpg\"}\n".formatted(bucket);
    put(bucket, "mine.manifest", lines);
    DatasetStory story = story(settings);
    String planted =
        "manifests/%s-images/%s.manifest"
            .formatted(
                story.namespace(),
                Sha256.hex(new ByteArrayInputStream(lines.getBytes(StandardCharsets.UTF_8))));
    put(bucket, planted, "{\"source-ref\":\"s3://somebody-else/secret.jpg\"}\n");
    try (OperatorUnderTest operator = story.operator()) {
      story.apply(
          """
          bucket: {name: %1$s}
          source: {manifest: {uri: "s3://%1$s/mine.manifest"}}
          """
              .formatted(bucket));
      LabelingDataset refused = story.await("False Refused");

      assertThat(says(refused, ConditionType.Stalled)).isEqualTo("True Refused");
      assertThat(message(refused, ConditionType.Ready))
          .contains(planted, "does not hold what its name says", "Delete it");
      assertThat(refused.getStatus().manifestUri()).isNull();
    }
  }

  @Test
  void aPausedObjectIsLeftAlone() {
    String bucket = newBucket();
    put(bucket, "images/a.jpg", "a");
    DatasetStory story = story(settings);
    story.apply(listing(bucket));
    story.annotate("labelops.dev/reconcile", "paused");
    try (OperatorUnderTest operator = story.operator()) {
      story.apply("sentinel", listing("no-such-bucket-anywhere"));
      story.await(
          "it says that it is paused, and the sentinel is looked at",
          paused ->
              Conditions.isTrue(paused.getStatus().conditions(), ConditionType.Reconciling)
                  && operator.calls().calls().contains("S3:HeadBucket"));
      assertThat(story.get().getStatus().conditions())
          .extracting(Condition::type, Condition::status, Condition::reason)
          .containsExactly(
              tuple("Ready", "Unknown", "Paused"), tuple("Reconciling", "True", "Paused"));
      assertThat(operator.calls().calls())
          .as("the only AWS call is the sentinel's")
          .filteredOn(call -> !call.equals(CrashPoints.STATUS_WRITE))
          .containsExactly("S3:HeadBucket");
      story.annotate("labelops.dev/reconcile", "on");
      story.await("True Available");
      story.annotate("labelops.dev/reconcile", "paused");
      story.await(
          "it says so again, and still that it is ready",
          paused ->
              Conditions.isTrue(paused.getStatus().conditions(), ConditionType.Reconciling)
                  && Conditions.isTrue(paused.getStatus().conditions(), ConditionType.Ready));
      story.annotate("labelops.dev/reconcile", "on");
      story.await(
          "nothing of the pause is left",
          on -> !Conditions.isTrue(on.getStatus().conditions(), ConditionType.Reconciling));
    }
  }
}
