package dev.labelops.engine.isolation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.labelops.engine.Engine;
import dev.labelops.engine.EngineSettings;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CORSRule;
import software.amazon.awssdk.services.sagemaker.model.DescribeLabelingJobResponse;
import software.amazon.awssdk.services.sagemaker.model.LabelingJobStatus;

/**
 * No operation of S3 that the AWS SDK knows reaches another account's bucket, whether it names the
 * bucket itself, or a job or a template names it.
 */
class StorageIsolationIT {
  /** Operations that name no bucket that is there. */
  private static final Set<String> WITHOUT_BUCKET =
      Set.of("CreateBucket", "ListBuckets", "ListDirectoryBuckets", "WriteGetObjectResponse");

  private static final Duration DEADLINE = Duration.ofSeconds(30);

  @TempDir static Path folder;
  private static Engine engine;
  private static Estate caller;
  private static Estate foreign;
  private static String theirPicture;
  private static String before;

  @BeforeAll
  static void start() throws IOException {
    engine =
        Estate.start(
            EngineSettings.local(folder)
                .with(List.of(IsolationIT.CALLER, IsolationIT.OTHER), List.of()));
    caller = Estate.build(engine, IsolationIT.CALLER, "eu-west-1");
    foreign = Estate.build(engine, IsolationIT.OTHER, "eu-west-1");
    theirPicture = picture(foreign);
    before = shown();
  }

  @AfterAll
  static void stop() {
    engine.close();
  }

  @AfterEach
  void nothingOfTheOtherAccountChanged() {
    assertThat(shown()).isEqualTo(before);
  }

  @Test
  void noOperationReachesAnothersBucket() {
    SoftAssertions softly = new SoftAssertions();
    for (String operation : SdkCall.operations(S3Client.class)) {
      if (!WITHOUT_BUCKET.contains(operation)) {
        Throwable refusal =
            catchThrowable(() -> SdkCall.call(caller.s3(), operation, request(operation)));
        int status = refusal instanceof AwsServiceException e ? e.statusCode() : 0;
        softly.assertThat(status).as("%s: %s", operation, refusal).isIn(403, 501);
      }
    }
    softly.assertAll();
  }

  private static ObjectNode request(String operation) {
    Map<String, String> names = new TreeMap<>();
    for (String place : List.of("", "Destination")) {
      names.put(place + "Bucket", foreign.thing("bucket"));
      names.put(place + "Key", "secret");
    }
    names.put("CopySource", foreign.thing("bucket") + "/secret");
    names.put("UploadId", foreign.thing("uploadId"));
    names.put("Prefix", "");
    names.put("Id", "any");
    names.put("PartNumber", "1");
    return SdkCall.request(S3Client.class, operation, names);
  }

  @Test
  void bucketsOfOthersAreNotListedAndTheirNamesAreTaken() {
    assertThat(caller.s3().listBuckets().buckets())
        .extracting("name")
        .containsExactly(caller.thing("bucket"));
    assertThat(
            code(
                () ->
                    caller
                        .s3()
                        .createBucket(
                            b ->
                                b.bucket(foreign.thing("bucket"))
                                    .createBucketConfiguration(
                                        c -> c.locationConstraint("eu-west-1")))))
        .isEqualTo("BucketAlreadyExists");
    assertThat(caller.s3().listDirectoryBuckets(b -> {}).toString())
        .doesNotContain(foreign.thing("bucket"));
  }

  @Test
  void anUploadOfAnothersIsUnknownInOnesOwnBucket() {
    String upload = foreign.thing("uploadId");
    String nobodys = "00000000-0000-4000-8000-000000000000";
    for (Consumer<String> call : uploadCalls()) {
      assertThat(code(() -> call.accept(upload))).isEqualTo(code(() -> call.accept(nobodys)));
      assertThat(code(() -> call.accept(upload))).isEqualTo("NoSuchUpload");
    }
  }

  private static List<Consumer<String>> uploadCalls() {
    S3Client s3 = caller.s3();
    String bucket = caller.thing("bucket");
    return List.of(
        id ->
            s3.uploadPart(
                b -> b.bucket(bucket).key("secret").uploadId(id).partNumber(1),
                RequestBody.fromString("changed")),
        id -> s3.listParts(b -> b.bucket(bucket).key("secret").uploadId(id)),
        id ->
            s3.completeMultipartUpload(
                b ->
                    b.bucket(bucket)
                        .key("secret")
                        .uploadId(id)
                        .multipartUpload(m -> m.parts(p -> p.partNumber(1).eTag("\"e\"")))),
        id -> s3.abortMultipartUpload(b -> b.bucket(bucket).key("secret").uploadId(id)));
  }

  @Test
  void aCopyOutOfAnothersBucketIsDenied() {
    S3Client s3 = caller.s3();
    String own = caller.thing("bucket");
    String theirs = foreign.thing("bucket");
    String upload = caller.thing("uploadId");
    assertThat(
            code(
                () ->
                    s3.copyObject(
                        b ->
                            b.sourceBucket(theirs)
                                .sourceKey("secret")
                                .destinationBucket(own)
                                .destinationKey("copy"))))
        .isEqualTo("AccessDenied");
    assertThat(
            code(
                () ->
                    s3.uploadPartCopy(
                        b ->
                            b.sourceBucket(theirs)
                                .sourceKey("secret")
                                .destinationBucket(own)
                                .destinationKey("secret")
                                .uploadId(upload)
                                .partNumber(1))))
        .isEqualTo("AccessDenied");
  }

  @Test
  void aLinkInATemplateReachesNoMoreThanItsAccount() throws Exception {
    assertThat(linked(caller.thing("secret")).body()).isEqualTo("secret of 111111111111");
    assertThat(linked(foreign.thing("secret")).statusCode()).isEqualTo(403);
  }

  private static HttpResponse<String> linked(String uri) throws Exception {
    String link =
        caller
            .sageMaker()
            .renderUiTemplate(
                b ->
                    b.roleArn(caller.thing("role"))
                        .uiTemplate(
                            t ->
                                t.content(
                                    "{{ task.input.o | grant_read_access | skip_autoescape }}"))
                        .task(t -> t.input("{\"o\":\"" + uri + "\"}")))
            .renderedContent();
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create(link)).build(), HttpResponse.BodyHandlers.ofString());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("places")
  void aJobReadsAndWritesAsItsOwnAccount(String field, String pointer, String file) {
    ObjectNode request = job();
    int last = pointer.lastIndexOf('/');
    ((ObjectNode) request.at(pointer.substring(0, last)))
        .put(pointer.substring(last + 1), "s3://" + foreign.thing("bucket") + "/" + file);

    DescribeLabelingJobResponse failed = end(request, LabelingJobStatus.FAILED);

    assertThat(failed.failureReason())
        .startsWith("ClientError: ")
        .contains(field, foreign.thing("bucket"));
  }

  static Stream<Arguments> places() {
    return Stream.of(
        Arguments.of(
            "ManifestS3Uri", "/InputConfig/DataSource/S3DataSource/ManifestS3Uri", "in.manifest"),
        Arguments.of("LabelCategoryConfigS3Uri", "/LabelCategoryConfigS3Uri", "labels.json"),
        Arguments.of(
            "UiTemplateS3Uri", "/HumanTaskConfig/UiConfig/UiTemplateS3Uri", "template.liquid"),
        Arguments.of("S3OutputPath", "/OutputConfig/S3OutputPath", "output/"));
  }

  @Test
  void aPictureOfAnothersIsNoTask() throws IOException {
    caller
        .s3()
        .putBucketCors(
            b ->
                b.bucket(caller.thing("bucket"))
                    .corsConfiguration(
                        c ->
                            c.corsRules(
                                CORSRule.builder()
                                    .allowedMethods("GET")
                                    .allowedOrigins("*")
                                    .build())));
    String own = picture(caller);
    String manifest =
        caller.write(
            "pictures.manifest",
            "{\"source-ref\":\"%s\"}\n{\"source-ref\":\"%s\"}\n".formatted(own, theirPicture));
    ObjectNode request = job();
    ((ObjectNode) request.at("/InputConfig/DataSource/S3DataSource"))
        .put("ManifestS3Uri", manifest);
    ObjectNode human = (ObjectNode) request.path("HumanTaskConfig");
    human.put("PreHumanTaskLambdaArn", caller.thing("lambdas") + "PRE-ImageMultiClass");
    ((ObjectNode) human.path("AnnotationConsolidationConfig"))
        .put("AnnotationConsolidationLambdaArn", caller.thing("lambdas") + "ACS-ImageMultiClass");
    SdkCall.call(caller.sageMaker(), "CreateLabelingJob", request);

    await("one picture can be labeled, the other account's cannot")
        .atMost(DEADLINE)
        .untilAsserted(
            () -> {
              var counters = describe(request).labelCounters();
              assertThat(counters.failedNonRetryableError()).isEqualTo(1);
              assertThat(counters.unlabeled()).isEqualTo(1);
            });
  }

  private static String picture(Estate estate) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ImageIO.write(new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB), "png", bytes);
    String key = "picture.png";
    estate
        .s3()
        .putObject(
            b -> b.bucket(estate.thing("bucket")).key(key),
            RequestBody.fromBytes(bytes.toByteArray()));
    return "s3://" + estate.thing("bucket") + "/" + key;
  }

  private static ObjectNode job() {
    JsonNode fresh = Doors.rows("SageMaker.CreateLabelingJob").get(1);
    return Doors.filled(fresh, leaf -> caller.things());
  }

  private static DescribeLabelingJobResponse end(ObjectNode request, LabelingJobStatus status) {
    SdkCall.call(caller.sageMaker(), "CreateLabelingJob", request);
    return await("job is " + status)
        .atMost(DEADLINE)
        .until(() -> describe(request), job -> job.labelingJobStatus() == status);
  }

  private static DescribeLabelingJobResponse describe(ObjectNode request) {
    return caller
        .sageMaker()
        .describeLabelingJob(b -> b.labelingJobName(request.path("LabelingJobName").asText()));
  }

  private static String code(Runnable call) {
    AwsServiceException refusal = catchThrowableOfType(AwsServiceException.class, call::run);
    assertThat(refusal).as("a refusal").isNotNull();
    return refusal.awsErrorDetails().errorCode();
  }

  /** What its owner sees of the other account's bucket. */
  private static String shown() {
    String bucket = foreign.thing("bucket");
    S3Client s3 = foreign.s3();
    return s3.listObjectsV2(b -> b.bucket(bucket)).contents().toString()
        + s3.listMultipartUploads(b -> b.bucket(bucket)).uploads()
        + s3.listParts(b -> b.bucket(bucket).key("secret").uploadId(foreign.thing("uploadId")))
            .parts()
        + s3.getObjectAsBytes(b -> b.bucket(bucket).key("secret")).asUtf8String();
  }
}
