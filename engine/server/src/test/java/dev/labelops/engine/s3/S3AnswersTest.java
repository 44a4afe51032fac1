package dev.labelops.engine.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.labelops.engine.Clients;
import dev.labelops.engine.Engine;
import dev.labelops.engine.EngineSettings;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.Bucket;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.ObjectVersion;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;
import software.amazon.awssdk.services.s3.model.StorageClass;

/** What S3 answers beside the objects' bytes. */
class S3AnswersTest {
  private static final String BUCKET = "answers";
  private static final String CONTROL = "notes\u0003.txt";

  @TempDir static Path folder;
  private static Engine engine;
  private static S3Client s3;

  @BeforeAll
  static void start() {
    engine = Engine.start(EngineSettings.local(folder));
    s3 = Clients.of(engine, "eu-west-1").s3();
    s3.createBucket(b -> b.bucket(BUCKET));
    s3.putObject(b -> b.bucket(BUCKET).key("k"), RequestBody.fromString("v"));
  }

  @AfterAll
  static void stop() {
    engine.close();
  }

  @ParameterizedTest
  @CsvSource({
    "GET,     /,                            200",
    "HEAD,    /answers,                     200",
    "GET,     /answers?list-type=2,         200",
    "GET,     /answers?location,            200",
    "GET,     /answers?cors,                404",
    "DELETE,  /answers?cors,                204",
    "PUT,     /answers/ids,                 200",
    "HEAD,    /answers/ids,                 200",
    "GET,     /answers/ids,                 200",
    "DELETE,  /answers/ids,                 204",
    "HEAD,    /answers/not-there,           404",
    "GET,     /answers/not-there,           404",
    "HEAD,    /no-such-bucket,              404",
    "GET,     /answers?nonsense,            501",
    "PUT,     /Wrong-Name,                  400",
    "OPTIONS, /answers/k,                   400",
    "GET,     /answers/k?partNumber=0,      400"
  })
  void everyAnswerHasItsIds(String method, String path, int status) throws Exception {
    assertThat(signed(method, path))
        .startsWith("HTTP/1.1 " + status)
        .containsOnlyOnce("x-amz-request-id: ")
        .containsOnlyOnce("x-amz-id-2: ");
  }

  @Test
  void anUnsignedRequestHasItsIdsToo() throws Exception {
    String answer =
        new RawRequests(engine.address())
            .send(
                new RawRequests.Upload(
                    "GET /answers/k HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
                    new byte[0]));
    assertThat(answer)
        .startsWith("HTTP/1.1 403")
        .containsOnlyOnce("x-amz-request-id: ")
        .contains("<HostId>");
  }

  /** Names are sorted before values: {@code x} comes before {@code x.y} whatever its value is. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "a=1&b=2",
        "prefix=x&prefix-x=2",
        "x=1&x1=2",
        "x=1&x.y=2",
        "list-type=2&prefix=a",
        "select=1&select-type=2",
        "b=2&b=10&a="
      })
  void queriesAreSignedByNameThenValue(String query) throws Exception {
    assertThat(signed("GET", "/answers?" + query)).doesNotContain("SignatureDoesNotMatch");
  }

  @Test
  void keysThatXmlCannotHoldAreListed() throws Exception {
    s3.createBucket(b -> b.bucket("controls"));
    for (String key : List.of(CONTROL, "Icon\r", "tab\tline\n", "\uffff", "plain & <simple>")) {
      s3.putObject(b -> b.bucket("controls").key(key), RequestBody.fromString(key));
    }
    assertThat(s3.listObjectsV2(b -> b.bucket("controls").encodingType("url")).contents())
        .extracting("key")
        .containsExactly("Icon\r", CONTROL, "plain & <simple>", "tab\tline\n", "\uffff");
    assertThat(s3.listObjects(b -> b.bucket("controls").encodingType("url")).contents()).hasSize(5);
    assertThat(
            s3.listObjectVersions(b -> b.bucket("controls").encodingType("url")).versions().stream()
                .map(ObjectVersion::key))
        .contains(CONTROL, "Icon\r");
    assertThat(signed("GET", "/controls?list-type=2&encoding-type=url"))
        .contains("<Key>notes%03.txt</Key>", "<EncodingType>url</EncodingType>");

    // Without it S3 writes numeric references, which no parser of XML 1.0 takes.
    for (String query : List.of("list-type=2", "prefix=", "versions")) {
      assertThat(signed("GET", "/controls?" + query))
          .startsWith("HTTP/1.1 200")
          .contains("<Key>notes&#x3;.txt</Key>", "<Key>Icon&#xd;</Key>", "<Key>&#xffff;</Key>")
          .contains("plain &amp; &lt;simple&gt;");
    }
    s3.listObjectsV2(b -> b.bucket("controls").prefix("Icon"))
        .contents()
        .forEach(found -> assertThat(found.key()).isEqualTo("Icon\r"));
  }

  @Test
  void keysThatXmlCannotHoldAreWrittenInEachWay() throws Exception {
    String path = "/answers/notes%03.txt";
    String begun = signed("POST", path + "?uploads");
    assertThat(begun).startsWith("HTTP/1.1 200").contains("<Key>notes&#x3;.txt</Key>");
    String id = begun.replaceAll("(?s).*<UploadId>(.*)</UploadId>.*", "$1");
    assertThat(s3.listMultipartUploads(b -> b.bucket(BUCKET).encodingType("url")).uploads())
        .singleElement()
        .satisfies(upload -> assertThat(upload.key()).isEqualTo(CONTROL));
    assertThat(signed("GET", "/answers?uploads"))
        .startsWith("HTTP/1.1 200")
        .contains("<Key>notes&#x3;.txt</Key>");
    String tag =
        s3.uploadPart(
                b -> b.bucket(BUCKET).key(CONTROL).uploadId(id).partNumber(1),
                RequestBody.fromString("part"))
            .eTag();
    assertThat(signed("GET", path + "?uploadId=" + id)).startsWith("HTTP/1.1 200");
    assertThat(
            new RawRequests(engine.address())
                .signed(
                    "POST",
                    engine.address().resolve(path + "?uploadId=" + id),
                    Map.of(),
                    "<CompleteMultipartUpload><Part><PartNumber>1</PartNumber><ETag>"
                        + tag.replace("\"", "&quot;")
                        + "</ETag></Part></CompleteMultipartUpload>"))
        .startsWith("HTTP/1.1 200")
        .contains("<Key>notes&#x3;.txt</Key>");
    s3.copyObject(
        b ->
            b.sourceBucket(BUCKET)
                .sourceKey(CONTROL)
                .destinationBucket(BUCKET)
                .destinationKey("copy" + CONTROL));
    assertThat(signed("GET", "/answers/none%03"))
        .startsWith("HTTP/1.1 404")
        .contains("<Code>NoSuchKey</Code>");
    // S3 takes no reference in a request that XML 1.0 has no character for.
    assertThat(
            new RawRequests(engine.address())
                .signed(
                    "POST",
                    engine.address().resolve("/answers?delete"),
                    Map.of(),
                    "<Delete><Object><Key>notes&#x3;.txt</Key></Object></Delete>"))
        .startsWith("HTTP/1.1 400")
        .contains("<Code>MalformedXML</Code>");
    s3.deleteObject(b -> b.bucket(BUCKET).key(CONTROL));
    s3.deleteObject(b -> b.bucket(BUCKET).key("copy" + CONTROL));
  }

  @Test
  void aThousandKeysAreDeletedAtOnceAndNotOneMore() {
    refused(() -> delete(1001), "MalformedXML");
    delete(1000);
  }

  private static void delete(int keys) {
    List<ObjectIdentifier> objects =
        IntStream.range(0, keys)
            .mapToObj(i -> ObjectIdentifier.builder().key("none-" + i).build())
            .toList();
    s3.deleteObjects(b -> b.bucket(BUCKET).delete(d -> d.objects(objects).quiet(true)));
  }

  @Test
  void theStorageClassIsReported() {
    s3.putObject(
        b -> b.bucket(BUCKET).key("class/put").storageClass(StorageClass.STANDARD_IA),
        RequestBody.fromString("v"));
    s3.copyObject(
        b ->
            b.sourceBucket(BUCKET)
                .sourceKey("class/put")
                .destinationBucket(BUCKET)
                .destinationKey("class/copy"));
    s3.copyObject(
        b ->
            b.sourceBucket(BUCKET)
                .sourceKey("k")
                .destinationBucket(BUCKET)
                .destinationKey("class/copy-ia")
                .storageClass(StorageClass.ONEZONE_IA));
    assertThat(
            s3.listObjectsV2(b -> b.bucket(BUCKET).prefix("class/")).contents().stream()
                .map(found -> found.key() + " " + found.storageClassAsString()))
        .containsExactly(
            "class/copy STANDARD", "class/copy-ia ONEZONE_IA", "class/put STANDARD_IA");
    assertThat(s3.headObject(b -> b.bucket(BUCKET).key("class/put")).storageClass())
        .isEqualTo(StorageClass.STANDARD_IA);
    assertThat(s3.headObject(b -> b.bucket(BUCKET).key("class/copy")).storageClass()).isNull();
    refused(
        () ->
            s3.putObject(
                b -> b.bucket(BUCKET).key("class/x").storageClass("FAST"),
                RequestBody.fromString("v")),
        "InvalidStorageClass");
  }

  @Test
  void bucketsAreListedInPages() {
    for (String name : List.of("page-a", "page-b", "page-c")) {
      s3.createBucket(b -> b.bucket(name));
    }
    Clients.of(engine, "us-east-1").s3().createBucket(b -> b.bucket("page-virginia"));
    assertThat(s3.listBucketsPaginator(b -> b.prefix("page-").maxBuckets(2)).buckets())
        .extracting(Bucket::name)
        .containsExactly("page-a", "page-b", "page-c", "page-virginia");
    assertThat(s3.listBuckets(b -> b.prefix("page-").maxBuckets(2)).buckets()).hasSize(2);
    assertThat(s3.listBuckets(b -> b.prefix("page-").bucketRegion("us-east-1")).buckets())
        .extracting(Bucket::name)
        .containsExactly("page-virginia");
    refused(() -> s3.listBuckets(b -> b.maxBuckets(10_001)), "InvalidArgument");
  }

  @Test
  void encryptionIsReportedAsItWasAskedFor() {
    String arn = "arn:aws:kms:eu-west-1:000000000000:key/1234abcd";
    var plain = s3.putObject(b -> b.bucket(BUCKET).key("sse"), RequestBody.fromString("v"));
    assertThat(plain.serverSideEncryption()).isEqualTo(ServerSideEncryption.AES256);
    var put =
        s3.putObject(
            b ->
                b.bucket(BUCKET)
                    .key("sse")
                    .serverSideEncryption(ServerSideEncryption.AWS_KMS)
                    .ssekmsKeyId("1234abcd")
                    .bucketKeyEnabled(true),
            RequestBody.fromString("v"));
    assertThat(put.ssekmsKeyId()).isEqualTo(arn);
    var head = s3.headObject(b -> b.bucket(BUCKET).key("sse"));
    assertThat(head.serverSideEncryption()).isEqualTo(ServerSideEncryption.AWS_KMS);
    assertThat(head.ssekmsKeyId()).isEqualTo(arn);
    assertThat(head.bucketKeyEnabled()).isTrue();
    assertThat(s3.getObjectAsBytes(b -> b.bucket(BUCKET).key("sse")).response().ssekmsKeyId())
        .isEqualTo(arn);
    // A copy is encrypted as its own request says.
    assertThat(
            s3.copyObject(
                    b ->
                        b.sourceBucket(BUCKET)
                            .sourceKey("sse")
                            .destinationBucket(BUCKET)
                            .destinationKey("sse-copy"))
                .serverSideEncryption())
        .isEqualTo(ServerSideEncryption.AES256);
    refused(
        () ->
            s3.putObject(
                b -> b.bucket(BUCKET).key("sse").serverSideEncryption("ROT13"),
                RequestBody.fromString("v")),
        "InvalidArgument");

    s3.createBucket(b -> b.bucket("encrypted"));
    assertThat(algorithm("encrypted")).isEqualTo(ServerSideEncryption.AES256);
    s3.putBucketEncryption(
        b ->
            b.bucket("encrypted")
                .serverSideEncryptionConfiguration(
                    c ->
                        c.rules(
                            r ->
                                r.applyServerSideEncryptionByDefault(
                                    d ->
                                        d.sseAlgorithm(ServerSideEncryption.AWS_KMS)
                                            .kmsMasterKeyID("alias/ours")))));
    assertThat(algorithm("encrypted")).isEqualTo(ServerSideEncryption.AWS_KMS);
    String upload = s3.createMultipartUpload(b -> b.bucket("encrypted").key("m")).uploadId();
    String tag =
        s3.uploadPart(
                b -> b.bucket("encrypted").key("m").uploadId(upload).partNumber(1),
                RequestBody.fromString("v"))
            .eTag();
    assertThat(
            s3.completeMultipartUpload(
                    b ->
                        b.bucket("encrypted")
                            .key("m")
                            .uploadId(upload)
                            .multipartUpload(m -> m.parts(p -> p.partNumber(1).eTag(tag))))
                .serverSideEncryption())
        .isEqualTo(ServerSideEncryption.AWS_KMS);
    assertThat(s3.headObject(b -> b.bucket("encrypted").key("m")).ssekmsKeyId())
        .isEqualTo("arn:aws:kms:eu-west-1:000000000000:alias/ours");
    s3.deleteBucketEncryption(b -> b.bucket("encrypted"));
    assertThat(algorithm("encrypted")).isEqualTo(ServerSideEncryption.AES256);
  }

  private static ServerSideEncryption algorithm(String bucket) {
    return s3.getBucketEncryption(b -> b.bucket(bucket))
        .serverSideEncryptionConfiguration()
        .rules()
        .getFirst()
        .applyServerSideEncryptionByDefault()
        .sseAlgorithm();
  }

  @Test
  void eachObjectIsItsOwnNullVersion() {
    s3.createBucket(b -> b.bucket("versions"));
    for (String key : List.of("a/1", "a/2", "b", "c")) {
      s3.putObject(b -> b.bucket("versions").key(key), RequestBody.fromString(key));
    }
    List<String> seen = new ArrayList<>();
    s3.listObjectVersionsPaginator(b -> b.bucket("versions").maxKeys(2))
        .versions()
        .forEach(
            version -> {
              assertThat(version.versionId()).isEqualTo("null");
              assertThat(version.isLatest()).isTrue();
              seen.add(version.key());
              s3.deleteObjects(
                  b ->
                      b.bucket("versions")
                          .delete(d -> d.objects(o -> o.key(version.key()).versionId("null"))));
            });
    assertThat(seen).containsExactly("a/1", "a/2", "b", "c");
    s3.deleteBucket(b -> b.bucket("versions"));
  }

  @ParameterizedTest
  @CsvSource({
    "lifecycle,                NoSuchLifecycleConfiguration",
    "policy,                   NoSuchBucketPolicy",
    "policyStatus,             NoSuchBucketPolicy",
    "website,                  NoSuchWebsiteConfiguration",
    "replication,              ReplicationConfigurationNotFoundError",
    "object-lock,              ObjectLockConfigurationNotFoundError",
    "cors,                     NoSuchCORSConfiguration",
    "tagging,                  NoSuchTagSet",
    "analytics&id=a,           NoSuchConfiguration",
    "logging,                  BucketLoggingStatus",
    "notification,             NotificationConfiguration",
    "versioning,               VersioningConfiguration",
    "accelerate,               AccelerateConfiguration",
    "requestPayment,           BucketOwner",
    "intelligent-tiering,      ListBucketIntelligentTieringConfigurationsOutput",
    "analytics,                ListBucketAnalyticsConfigurationResult",
    "inventory,                ListInventoryConfigurationsResult",
    "metrics,                  ListMetricsConfigurationsResult",
    "encryption,               AES256",
    "ownershipControls,        BucketOwnerEnforced",
    "publicAccessBlock,        BlockPublicAcls",
    "acl,                      FULL_CONTROL",
    "location,                 eu-west-1"
  })
  void settingsThatNobodySetAreReadAsInS3(String subresource, String says) throws Exception {
    String answer = signed("GET", "/answers?" + subresource);
    boolean refused = Stream.of("NoSuch", "NotFound").anyMatch(says::contains);
    assertThat(answer).startsWith("HTTP/1.1 " + (refused ? 404 : 200)).contains(says);
  }

  private static final Set<String> NOT_SET =
      Set.of("lifecycle", "policy", "website", "replication", "logging", "accelerate");

  @Test
  void aSettingThatTheEngineHasNotIsNoneThatCanBeSet() throws Exception {
    for (String setting : NOT_SET) {
      assertThat(signed("PUT", "/answers?" + setting)).contains("<Code>NotImplemented</Code>");
      assertThat(signed("DELETE", "/answers?" + setting)).contains("<Code>NotImplemented</Code>");
      assertThat(signed("GET", "/answers/k?" + setting)).contains("<Code>NotImplemented</Code>");
    }
    s3.headBucket(b -> b.bucket(BUCKET));
  }

  /** An engine that nobody told its name is called by any. */
  @ParameterizedTest
  @ValueSource(
      strings = {"engine.localhost", "my.engine.localhost", "engine.s3.svc", "engine", "localhost"})
  void aHostOfTheEngineIsNoBucket(String host) throws Exception {
    String base = "http://" + host + ":4566";
    RawRequests raw = new RawRequests(engine.address());
    String bucket = "by-name-" + host.replace('.', '-');
    assertThat(raw.signed("GET", URI.create(base + "/"), Map.of(), ""))
        .contains("<ListAllMyBucketsResult");
    assertThat(
            raw.signed(
                "PUT",
                URI.create(base + "/" + bucket),
                Map.of(),
                "<CreateBucketConfiguration><LocationConstraint>eu-west-1</LocationConstraint>"
                    + "</CreateBucketConfiguration>"))
        .startsWith("HTTP/1.1 200");
    assertThat(raw.signed("PUT", URI.create(base + "/" + bucket + "/a/b"), Map.of(), "path"))
        .startsWith("HTTP/1.1 200");
    assertThat(raw.signed("GET", URI.create(base + "/" + bucket + "/a/b"), Map.of(), ""))
        .endsWith("path");
    if (host.contains(".")) {
      String inHost = "http://" + bucket + "." + host + ":4566";
      assertThat(raw.signed("GET", URI.create(inHost + "/a/b"), Map.of(), "")).endsWith("path");
      assertThat(raw.signed("GET", URI.create(inHost + "/?list-type=2"), Map.of(), ""))
          .contains("<Key>a/b</Key>");
      assertThat(
              raw.signed(
                  "GET", URI.create("http://nobodys." + host + "/?list-type=2"), Map.of(), ""))
          .contains("<Code>NoSuchBucket</Code>");
      assertThat(raw.signed("HEAD", URI.create("http://nobodys." + host + "/"), Map.of(), ""))
          .startsWith("HTTP/1.1 404");
    }
  }

  private static String signed(String method, String path) throws Exception {
    return new RawRequests(engine.address())
        .signed(method, engine.address().resolve(path), Map.of(), "");
  }

  private static void refused(ThrowingCallable call, String code) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            S3Exception.class, e -> assertThat(e.awsErrorDetails().errorCode()).isEqualTo(code));
  }
}
