package dev.labelops.engine.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.labelops.engine.Clients;
import dev.labelops.engine.Engine;
import dev.labelops.engine.EngineSettings;
import java.nio.file.Path;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketCannedACL;
import software.amazon.awssdk.services.s3.model.GetBucketAclResponse;
import software.amazon.awssdk.services.s3.model.MetadataDirective;
import software.amazon.awssdk.services.s3.model.ObjectCannedACL;
import software.amazon.awssdk.services.s3.model.ObjectOwnership;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Whose a bucket is, access control lists and the size of metadata. */
class S3RulesTest {
  private static final String BUCKET = "rules";
  private static final String OWNER = "000000000000";
  private static final String STRANGER = "999999999999";

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
  @EnumSource(
      value = ObjectCannedACL.class,
      mode = EnumSource.Mode.EXCLUDE,
      names = {"BUCKET_OWNER_FULL_CONTROL", "UNKNOWN_TO_SDK_VERSION"})
  void whereListsAreOffOnlyTheOwnersIsTaken(ObjectCannedACL acl) {
    unsupported(
        () ->
            s3.putObject(
                b -> b.bucket(BUCKET).key("refused").acl(acl), RequestBody.fromString("v")));
    unsupported(
        () ->
            s3.copyObject(
                b ->
                    b.sourceBucket(BUCKET)
                        .sourceKey("k")
                        .destinationBucket(BUCKET)
                        .destinationKey("refused")
                        .acl(acl)));
    unsupported(() -> s3.createMultipartUpload(b -> b.bucket(BUCKET).key("refused").acl(acl)));
    unsupported(() -> s3.putObjectAcl(b -> b.bucket(BUCKET).key("k").acl(acl)));
    assertThat(s3.listObjectsV2(b -> b.bucket(BUCKET)).contents())
        .extracting("key")
        .doesNotContain("refused");
  }

  @Test
  void theOwnersListIsTakenInEachForm() {
    s3.putObject(
        b -> b.bucket(BUCKET).key("owners").acl(ObjectCannedACL.BUCKET_OWNER_FULL_CONTROL),
        RequestBody.fromString("v"));
    s3.putObject(
        b -> b.bucket(BUCKET).key("owners").grantFullControl("id=\"" + OWNER + "\""),
        RequestBody.fromString("v"));
    unsupported(
        () ->
            s3.putObject(
                b -> b.bucket(BUCKET).key("refused").grantFullControl("id=\"" + STRANGER + "\""),
                RequestBody.fromString("v")));
    unsupported(
        () ->
            s3.putObject(
                b ->
                    b.bucket(BUCKET)
                        .key("refused")
                        .grantRead("uri=\"http://acs.amazonaws.com/groups/global/AllUsers\""),
                RequestBody.fromString("v")));
    unsupported(() -> s3.putBucketAcl(b -> b.bucket(BUCKET).acl(BucketCannedACL.PUBLIC_READ)));
    unsupported(() -> s3.putBucketAcl(b -> b.bucket(BUCKET).acl(BucketCannedACL.PRIVATE)));

    GetBucketAclResponse read = s3.getBucketAcl(b -> b.bucket(BUCKET));
    assertThat(read.owner().id()).isEqualTo(OWNER);
    assertThat(read.grants())
        .singleElement()
        .satisfies(grant -> assertThat(grant.permissionAsString()).isEqualTo("FULL_CONTROL"));
    // What was read may be written back.
    s3.putBucketAcl(
        b ->
            b.bucket(BUCKET).accessControlPolicy(p -> p.owner(read.owner()).grants(read.grants())));
    assertThat(s3.getObjectAcl(b -> b.bucket(BUCKET).key("k")).grants()).hasSize(1);
    refused(() -> s3.getObjectAcl(b -> b.bucket(BUCKET).key("not there")), "NoSuchKey");
  }

  @Test
  void aPublicBucketIsRefused() {
    refused(
        () -> s3.createBucket(b -> b.bucket("made-public").acl(BucketCannedACL.PUBLIC_READ)),
        "InvalidBucketAclWithObjectOwnership");
    s3.createBucket(
        b -> b.bucket("with-lists").objectOwnership(ObjectOwnership.BUCKET_OWNER_PREFERRED));
    assertThat(
            s3.getBucketOwnershipControls(b -> b.bucket("with-lists"))
                .ownershipControls()
                .rules()
                .getFirst()
                .objectOwnership())
        .isEqualTo(ObjectOwnership.BUCKET_OWNER_PREFERRED);
    // Public access is blocked there all the same.
    refused(
        () ->
            s3.putObject(
                b -> b.bucket("with-lists").key("k").acl(ObjectCannedACL.PUBLIC_READ),
                RequestBody.fromString("v")),
        "AccessDenied");
    s3.putObject(
        b -> b.bucket("with-lists").key("k").acl(ObjectCannedACL.BUCKET_OWNER_FULL_CONTROL),
        RequestBody.fromString("v"));
    refused(
        () ->
            s3.putObject(
                b -> b.bucket("with-lists").key("k").acl("everybody"), RequestBody.fromString("v")),
        "InvalidArgument");
    s3.deletePublicAccessBlock(b -> b.bucket("with-lists"));
    s3.putObject(
        b -> b.bucket("with-lists").key("k").acl(ObjectCannedACL.PUBLIC_READ),
        RequestBody.fromString("v"));
  }

  @Test
  void theExpectedOwnerIsChecked() {
    s3.headBucket(b -> b.bucket(BUCKET).expectedBucketOwner(OWNER));
    assertThatThrownBy(() -> s3.headBucket(b -> b.bucket(BUCKET).expectedBucketOwner(STRANGER)))
        .isInstanceOfSatisfying(S3Exception.class, e -> assertThat(e.statusCode()).isEqualTo(403));
    for (ThrowingCallable call :
        new ThrowingCallable[] {
          () -> s3.getBucketLocation(b -> b.bucket(BUCKET).expectedBucketOwner(STRANGER)),
          () -> s3.getBucketVersioning(b -> b.bucket(BUCKET).expectedBucketOwner(STRANGER)),
          () -> s3.getBucketTagging(b -> b.bucket(BUCKET).expectedBucketOwner(STRANGER)),
          () -> s3.getBucketAcl(b -> b.bucket(BUCKET).expectedBucketOwner(STRANGER)),
          () -> s3.listObjectsV2(b -> b.bucket(BUCKET).expectedBucketOwner(STRANGER)),
          () -> s3.listObjectVersions(b -> b.bucket(BUCKET).expectedBucketOwner(STRANGER)),
          () -> s3.listMultipartUploads(b -> b.bucket(BUCKET).expectedBucketOwner(STRANGER)),
          () -> s3.deleteBucket(b -> b.bucket(BUCKET).expectedBucketOwner(STRANGER)),
          () -> s3.getObjectTagging(b -> b.bucket(BUCKET).key("k").expectedBucketOwner(STRANGER)),
          () -> s3.getObjectAsBytes(b -> b.bucket(BUCKET).key("k").expectedBucketOwner(STRANGER)),
          () -> s3.deleteObject(b -> b.bucket(BUCKET).key("k").expectedBucketOwner(STRANGER)),
          () ->
              s3.deleteObjects(
                  b ->
                      b.bucket(BUCKET)
                          .delete(d -> d.objects(o -> o.key("k")))
                          .expectedBucketOwner(STRANGER)),
          () ->
              s3.createMultipartUpload(
                  b -> b.bucket(BUCKET).key("k").expectedBucketOwner(STRANGER)),
          () ->
              s3.putObject(
                  b -> b.bucket(BUCKET).key("k").expectedBucketOwner(STRANGER),
                  RequestBody.fromString("another")),
          () ->
              s3.copyObject(
                  b ->
                      b.sourceBucket(BUCKET)
                          .sourceKey("k")
                          .destinationBucket(BUCKET)
                          .destinationKey("copy")
                          .expectedSourceBucketOwner(STRANGER)),
        }) {
      refused(call, "AccessDenied");
    }
    refused(
        () -> s3.listObjectsV2(b -> b.bucket(BUCKET).expectedBucketOwner("me")),
        "InvalidBucketOwnerAWSAccountID");
    assertThat(s3.getObjectAsBytes(b -> b.bucket(BUCKET).key("k")).asUtf8String()).isEqualTo("v");
  }

  @ParameterizedTest
  @ValueSource(ints = {2048 - 4, 2048 - 3})
  void metadataMayHaveTwoKilobytes(int length) {
    Map<String, String> metadata = Map.of("name", "v".repeat(length));
    boolean fits = length + "name".length() <= 2048;
    ThrowingCallable[] writes = {
      () ->
          s3.putObject(
              b -> b.bucket(BUCKET).key("meta").metadata(metadata), RequestBody.fromString("v")),
      () ->
          s3.copyObject(
              b ->
                  b.sourceBucket(BUCKET)
                      .sourceKey("k")
                      .destinationBucket(BUCKET)
                      .destinationKey("meta")
                      .metadataDirective(MetadataDirective.REPLACE)
                      .metadata(metadata)),
      () -> s3.createMultipartUpload(b -> b.bucket(BUCKET).key("meta").metadata(metadata))
    };
    for (ThrowingCallable write : writes) {
      if (fits) {
        org.assertj.core.api.Assertions.assertThatCode(write).doesNotThrowAnyException();
      } else {
        refused(write, "MetadataTooLarge");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"sthree-x", "x-s3alias", "x--ol-s3", "x--table-s3", "x.mrap"})
  void namesThatS3KeepsForItselfAreRefused(String name) {
    refused(() -> s3.createBucket(b -> b.bucket(name)), "InvalidBucketName");
  }

  private static void unsupported(ThrowingCallable call) {
    refused(call, "AccessControlListNotSupported");
  }

  private static void refused(ThrowingCallable call, String code) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            S3Exception.class, e -> assertThat(e.awsErrorDetails().errorCode()).isEqualTo(code));
  }
}
