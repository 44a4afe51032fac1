package dev.labelops.engine.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.labelops.engine.Clients;
import dev.labelops.engine.Engine;
import dev.labelops.engine.EngineSettings;
import dev.labelops.engine.front.SigningKey;
import dev.labelops.groundtruth.S3Location;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CORSRule;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.Tag;

/** Buckets: region, CORS, tags, and what is refused. */
class BucketsTest {
  @TempDir static Path folder;
  private static Engine engine;
  private static S3Client ireland;
  private static final HttpClient BROWSER = HttpClient.newHttpClient();

  @BeforeAll
  static void start() {
    engine = Engine.start(EngineSettings.local(folder));
    ireland = Clients.of(engine, "eu-west-1").s3();
  }

  @AfterAll
  static void stop() {
    engine.close();
  }

  @Test
  void aBucketTellsItsRegion() {
    ireland.createBucket(b -> b.bucket("region-ireland"));
    S3Client virginia = Clients.of(engine, "us-east-1").s3();
    virginia.createBucket(b -> b.bucket("region-virginia"));

    assertThat(ireland.headBucket(b -> b.bucket("region-ireland")).bucketRegion())
        .isEqualTo("eu-west-1");
    assertThat(
            ireland.getBucketLocation(b -> b.bucket("region-ireland")).locationConstraintAsString())
        .isEqualTo("eu-west-1");
    assertThat(
            virginia
                .getBucketLocation(b -> b.bucket("region-virginia"))
                .locationConstraintAsString())
        .isNullOrEmpty();
    refused(() -> virginia.headBucket(b -> b.bucket("region-ireland")), 301);
    assertThat(ireland.listBuckets().buckets()).extracting("name").contains("region-ireland");
  }

  @Test
  void namesAreUnique() {
    ireland.createBucket(b -> b.bucket("taken-name"));
    refusedAs(() -> ireland.createBucket(b -> b.bucket("taken-name")), "BucketAlreadyOwnedByYou");
    refusedAs(() -> ireland.listObjectsV2(b -> b.bucket("no-such-bucket")), "NoSuchBucket");
  }

  @Test
  void onlyAnEmptyBucketIsDeleted() {
    ireland.createBucket(b -> b.bucket("to-delete"));
    ireland.putObject(b -> b.bucket("to-delete").key("a"), RequestBody.fromString("a"));
    refusedAs(() -> ireland.deleteBucket(b -> b.bucket("to-delete")), "BucketNotEmpty");
    ireland.deleteObject(b -> b.bucket("to-delete").key("a"));
    ireland.deleteBucket(b -> b.bucket("to-delete"));
    refused(() -> ireland.headBucket(b -> b.bucket("to-delete")), 404);
  }

  @Test
  void whatIsAboutASubresourceDoesNothingToTheBucket() {
    ireland.createBucket(b -> b.bucket("subresources"));
    ireland.putBucketTagging(
        b ->
            b.bucket("subresources")
                .tagging(t -> t.tagSet(Tag.builder().key("owner").value("ann").build())));
    refusedAs(() -> ireland.deleteBucketWebsite(b -> b.bucket("subresources")), "NotImplemented");
    refusedAs(
        () -> ireland.deleteBucketReplication(b -> b.bucket("subresources")), "NotImplemented");
    refusedAs(
        () ->
            ireland.deleteBucketIntelligentTieringConfiguration(
                b -> b.bucket("subresources").id("x")),
        "NotImplemented");
    refusedAs(
        () ->
            ireland.putBucketAccelerateConfiguration(
                b -> b.bucket("not-there").accelerateConfiguration(a -> a.status("Enabled"))),
        "NotImplemented");

    assertThat(ireland.getBucketTagging(b -> b.bucket("subresources")).tagSet()).hasSize(1);
    refused(() -> ireland.headBucket(b -> b.bucket("not-there")), 404);
  }

  @Test
  void tagsOwnershipAndPublicAccess() {
    ireland.createBucket(b -> b.bucket("with-settings"));
    refusedAs(() -> ireland.getBucketTagging(b -> b.bucket("with-settings")), "NoSuchTagSet");
    ireland.putBucketTagging(
        b ->
            b.bucket("with-settings")
                .tagging(t -> t.tagSet(Tag.builder().key("owner").value("ann").build())));
    assertThat(ireland.getBucketTagging(b -> b.bucket("with-settings")).tagSet())
        .containsExactly(Tag.builder().key("owner").value("ann").build());
    assertThat(
            ireland
                .getBucketOwnershipControls(b -> b.bucket("with-settings"))
                .ownershipControls()
                .rules()
                .getFirst()
                .objectOwnershipAsString())
        .isEqualTo("BucketOwnerEnforced");
    assertThat(
            ireland
                .getPublicAccessBlock(b -> b.bucket("with-settings"))
                .publicAccessBlockConfiguration()
                .blockPublicAcls())
        .isTrue();
  }

  @Test
  void corsIsEnforcedForBrowsers() throws Exception {
    ireland.createBucket(b -> b.bucket("cors-rules"));
    ireland.putObject(b -> b.bucket("cors-rules").key("cat.jpg"), RequestBody.fromString("cat"));
    refusedAs(() -> ireland.getBucketCors(b -> b.bucket("cors-rules")), "NoSuchCORSConfiguration");
    URI link =
        new PresignedLinks(
                account -> SigningKey.permanent("test", "test", account), engine::address)
            .get(
                "000000000000",
                "eu-west-1",
                new S3Location("cors-rules", "cat.jpg"),
                Duration.ofMinutes(1));
    assertThat(get(link).headers().firstValue("Access-Control-Allow-Origin")).isEmpty();

    CORSRule rule =
        CORSRule.builder()
            .allowedMethods("GET")
            .allowedOrigins("*")
            .exposeHeaders("Access-Control-Allow-Origin")
            .build();
    ireland.putBucketCors(b -> b.bucket("cors-rules").corsConfiguration(c -> c.corsRules(rule)));

    assertThat(ireland.getBucketCors(b -> b.bucket("cors-rules")).corsRules())
        .singleElement()
        .satisfies(
            read -> {
              assertThat(read.allowedMethods()).containsExactly("GET");
              assertThat(read.allowedOrigins()).containsExactly("*");
              assertThat(read.exposeHeaders()).containsExactly("Access-Control-Allow-Origin");
            });
    HttpResponse<String> read = get(link);
    assertThat(read.statusCode()).isEqualTo(200);
    assertThat(read.body()).isEqualTo("cat");
    assertThat(read.headers().firstValue("Access-Control-Allow-Origin")).hasValue("*");
    assertThat(preflight(link, "GET").statusCode()).isEqualTo(200);
    assertThat(preflight(link, "PUT").statusCode()).isEqualTo(403);

    ireland.deleteBucketCors(b -> b.bucket("cors-rules"));
    refusedAs(() -> ireland.getBucketCors(b -> b.bucket("cors-rules")), "NoSuchCORSConfiguration");
  }

  @Test
  void wrongCorsRulesChangeNothing() {
    ireland.createBucket(b -> b.bucket("cors-wrong"));
    refusedAs(
        () ->
            ireland.putBucketCors(
                b ->
                    b.bucket("cors-wrong")
                        .corsConfiguration(
                            c -> c.corsRules(r -> r.allowedMethods("FETCH").allowedOrigins("*")))),
        "InvalidRequest");
    refusedAs(
        () ->
            ireland.putBucketCors(
                b -> b.bucket("cors-wrong").corsConfiguration(c -> c.corsRules(r -> {}))),
        "MalformedXML");
    refusedAs(() -> ireland.getBucketCors(b -> b.bucket("cors-wrong")), "NoSuchCORSConfiguration");
  }

  private static HttpResponse<String> get(URI link) throws Exception {
    return BROWSER.send(
        HttpRequest.newBuilder(link).header("Origin", "https://labels.example.com").build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private static HttpResponse<String> preflight(URI link, String method) throws Exception {
    return BROWSER.send(
        HttpRequest.newBuilder(link)
            .method("OPTIONS", HttpRequest.BodyPublishers.noBody())
            .header("Origin", "https://labels.example.com")
            .header("Access-Control-Request-Method", method)
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private static void refusedAs(ThrowingCallable call, String code) {
    failure(call)
        .asInstanceOf(type(S3Exception.class))
        .satisfies(e -> assertThat(e.awsErrorDetails().errorCode()).isEqualTo(code));
  }

  private static void refused(ThrowingCallable call, int status) {
    failure(call)
        .asInstanceOf(type(S3Exception.class))
        .satisfies(e -> assertThat(e.statusCode()).isEqualTo(status));
  }

  private static AbstractThrowableAssert<?, ? extends Throwable> failure(ThrowingCallable call) {
    return assertThatThrownBy(call);
  }
}
