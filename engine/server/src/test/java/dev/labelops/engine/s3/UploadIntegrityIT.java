package dev.labelops.engine.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.labelops.engine.Clients;
import dev.labelops.engine.Engine;
import dev.labelops.engine.EngineProcess;
import dev.labelops.engine.EngineSettings;
import dev.labelops.engine.s3.RawRequests.Upload;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.Part;
import software.amazon.awssdk.services.s3.model.S3Object;

/** An upload is kept whole and as it was signed, or not at all. */
class UploadIntegrityIT {
  private static final String CONTENT = "what is uploaded";

  @TempDir static Path folder;
  private static Engine engine;
  private static S3Client s3;

  @BeforeAll
  static void start() {
    engine = Engine.start(EngineSettings.local(folder));
    s3 = Clients.of(engine, "eu-west-1").s3();
    s3.createBucket(b -> b.bucket("whole"));
  }

  @AfterAll
  static void stop() {
    engine.close();
  }

  @Test
  void chunksWithTheirSignaturesAreKept() throws IOException {
    Upload upload = new RawRequests(engine.address()).inChunks("/whole/right", CONTENT);
    assertThat(new String(upload.body(), StandardCharsets.UTF_8))
        .contains("chunk-signature=", "x-amz-checksum-crc32:");

    assertThat(new RawRequests(engine.address()).send(upload)).startsWith("HTTP/1.1 200");

    assertThat(s3.getObjectAsBytes(b -> b.bucket("whole").key("right")).asUtf8String())
        .isEqualTo(CONTENT);
    Upload empty = new RawRequests(engine.address()).inChunks("/whole/empty", "");
    assertThat(new RawRequests(engine.address()).send(empty)).startsWith("HTTP/1.1 200");
    assertThat(s3.headObject(b -> b.bucket("whole").key("empty")).contentLength()).isZero();
  }

  /** curl and Python's urllib say of whatever they send that it is a form. */
  @Test
  void aBodyThatIsSaidToBeAFormIsTheObject() throws IOException {
    RawRequests raw = new RawRequests(engine.address());
    Map<String, String> form = Map.of("Content-Type", "application/x-www-form-urlencoded");

    String put =
        raw.signed("PUT", engine.address().resolve("/whole/form"), form, "partNumber=7&tagging");

    assertThat(put).startsWith("HTTP/1.1 200");
    assertThat(s3.getObjectAsBytes(b -> b.bucket("whole").key("form")).asUtf8String())
        .isEqualTo("partNumber=7&tagging");
    String id = s3.createMultipartUpload(b -> b.bucket("whole").key("parts")).uploadId();
    String part =
        raw.signed(
            "PUT",
            engine.address().resolve("/whole/parts?partNumber=1&uploadId=" + id),
            form,
            "a=1");
    assertThat(part).startsWith("HTTP/1.1 200");
    assertThat(s3.listParts(b -> b.bucket("whole").key("parts").uploadId(id)).parts())
        .extracting(Part::size)
        .containsExactly(3L);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "a changed byte,            403, SignatureDoesNotMatch",
    "a changed signature,       403, SignatureDoesNotMatch",
    "no signature,              403, SignatureDoesNotMatch",
    "a wrong checksum,          400, BadDigest",
    "no chunks at all,          400, InvalidRequest"
  })
  void aWrongBodyLeavesNothing(String what, int status, String code) throws IOException {
    RawRequests raw = new RawRequests(engine.address());
    String key = what.replace(' ', '-');
    Upload right = raw.inChunks("/whole/" + key, CONTENT);
    String body = new String(right.body(), StandardCharsets.UTF_8);
    UnaryOperator<String> change =
        switch (what) {
          case "a changed byte" -> text -> text.replace("uploaded", "Uploaded");
          // A signature can begin with any digit.
          case "a changed signature" ->
              text ->
                  text.contains("signature=0")
                      ? text.replaceFirst("signature=0", "signature=1")
                      : text.replaceFirst("signature=.", "signature=0");
          case "no signature" -> text -> text.replaceFirst(";chunk-signature=[0-9a-f]{64}", "");
          case "a wrong checksum" -> text -> text.replaceFirst("crc32:....", "crc32:AAAA");
          default -> text -> "z\r\n" + text.substring(3);
        };
    String wrong = change.apply(body);
    assertThat(wrong).isNotEqualTo(body);
    byte[] sent = wrong.getBytes(StandardCharsets.UTF_8);
    String head =
        right
            .head()
            .replaceFirst(
                "(?i)content-length: \\d+\r\n", "Content-Length: " + sent.length + "\r\n");

    String answer = raw.send(new Upload(head, sent));

    assertThat(answer).startsWith("HTTP/1.1 " + status).contains("<Code>" + code + "</Code>");
    assertThat(listed(s3, "whole")).doesNotContain(key);
  }

  @Test
  void aBodyThatEndsInTheMiddleLeavesNothing() throws IOException {
    RawRequests raw = new RawRequests(engine.address());
    Upload right = raw.inChunks("/whole/cut", CONTENT);
    for (int length : new int[] {10, right.body().length / 2, right.body().length - 60}) {
      String answer = raw.send(new Upload(right.head(), Arrays.copyOf(right.body(), length)));
      assertThat(answer).as("cut after %d bytes", length).doesNotStartWith("HTTP/1.1 200");
    }
    assertThat(listed(s3, "whole")).doesNotContain("cut");
  }

  @Test
  void whatIsUnderWayIsNotListed() throws IOException {
    s3.createBucket(b -> b.bucket("under-way"));
    RawRequests raw = new RawRequests(engine.address());
    try (Socket socket = raw.connect()) {
      socket
          .getOutputStream()
          .write(raw.head("under-way", "images/a.jpg", 1_000_000).getBytes(StandardCharsets.UTF_8));
      socket.getOutputStream().write(new byte[500_000]);
      await().until(() -> files(folder.resolve("objects/under-way")).size() == 1);
      assertThat(listed(s3, "under-way")).isEmpty();
    }
    await().until(() -> files(folder.resolve("objects/under-way")).isEmpty());
    assertThat(listed(s3, "under-way")).isEmpty();
    s3.deleteBucket(b -> b.bucket("under-way"));
  }

  @Test
  void aKilledEngineKeepsNoHalfOfAnUpload(@TempDir Path data) throws Exception {
    try (EngineProcess killed = EngineProcess.start(data)) {
      S3Client client =
          new Clients(killed.address(), "eu-west-1", AwsBasicCredentials.create("test", "test"))
              .s3();
      client.createBucket(b -> b.bucket("killed"));
      client.putObject(b -> b.bucket("killed").key("a.jpg"), RequestBody.fromString("before"));
      RawRequests raw = new RawRequests(killed.address());
      try (Socket socket = raw.connect()) {
        socket
            .getOutputStream()
            .write(raw.head("killed", "a.jpg", 1_000_000).getBytes(StandardCharsets.UTF_8));
        socket.getOutputStream().write(new byte[500_000]);
        await().until(() -> files(data.resolve("objects/killed")).size() == 2);
        killed.close();
      }
    }
    try (Engine again = Engine.start(EngineSettings.local(data))) {
      S3Client client = Clients.of(again, "eu-west-1").s3();
      assertThat(listed(client, "killed")).containsExactly("a.jpg");
      assertThat(client.getObjectAsBytes(b -> b.bucket("killed").key("a.jpg")).asUtf8String())
          .isEqualTo("before");
      assertThat(files(data.resolve("objects/killed"))).as("files left behind").hasSize(1);
    }
  }

  private static List<String> listed(S3Client client, String bucket) {
    return client.listObjectsV2(b -> b.bucket(bucket)).contents().stream()
        .map(S3Object::key)
        .toList();
  }

  private static List<Path> files(Path below) throws IOException {
    try (Stream<Path> found = Files.walk(below)) {
      return found.filter(Files::isRegularFile).toList();
    }
  }
}
