package dev.labelops.engine.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.labelops.engine.Clients;
import dev.labelops.engine.Engine;
import dev.labelops.engine.EngineSettings;
import dev.labelops.engine.accounts.Principal;
import dev.labelops.engine.s3.objects.ObjectFiles;
import dev.labelops.engine.store.Database;
import dev.labelops.groundtruth.S3Location;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** The files below the objects: none is lost, whoever writes, removes or fails at the same time. */
class StorageFilesIT {
  private static final String BUCKET = "files";

  @TempDir Path folder;

  @Test
  void manyWriteAndRemoveAtTheSameTime() throws Exception {
    try (Engine engine = Engine.start(EngineSettings.local(folder));
        ExecutorService people = Executors.newFixedThreadPool(12)) {
      S3Client s3 = Clients.of(engine, "eu-west-1").s3();
      s3.createBucket(b -> b.bucket(BUCKET));
      List<Callable<Void>> work = new ArrayList<>();
      for (int person = 0; person < 12; person++) {
        String own = "own-" + person;
        work.add(
            () -> {
              for (int i = 0; i < 30; i++) {
                String text = own + " " + i;
                s3.putObject(b -> b.bucket(BUCKET).key(own), RequestBody.fromString(text));
                assertThat(s3.getObjectAsBytes(b -> b.bucket(BUCKET).key(own)).asUtf8String())
                    .isEqualTo(text);
                s3.putObject(b -> b.bucket(BUCKET).key("shared"), RequestBody.fromString(text));
                s3.deleteObject(b -> b.bucket(BUCKET).key(own));
              }
              return null;
            });
      }
      for (Future<Void> done : people.invokeAll(work)) {
        done.get();
      }
      s3.getObjectAsBytes(b -> b.bucket(BUCKET).key("shared"));
    }
    assertThat(filesBelow(folder.resolve("objects").resolve(BUCKET)))
        .as("one object, and one file for it right in the bucket's folder")
        .singleElement()
        .satisfies(name -> assertThat(name).doesNotContain("/"));
  }

  @Test
  void noAcknowledgedObjectGoesWithItsBucket() throws Exception {
    try (Engine engine = Engine.start(EngineSettings.local(folder));
        ExecutorService people = Executors.newFixedThreadPool(4)) {
      S3Client s3 = Clients.of(engine, "eu-west-1").s3();
      for (int round = 0; round < 25; round++) {
        String bucket = "short-lived-" + round % 2;
        s3.createBucket(b -> b.bucket(bucket));
        List<Callable<Boolean>> work =
            List.of(
                () -> put(s3, bucket, "a"),
                () -> put(s3, bucket, "b"),
                () -> {
                  try {
                    s3.deleteBucket(b -> b.bucket(bucket));
                    return true;
                  } catch (S3Exception e) {
                    assertThat(e.awsErrorDetails().errorCode()).isEqualTo("BucketNotEmpty");
                    return false;
                  }
                });
        List<Boolean> done = new ArrayList<>();
        for (Future<Boolean> one : people.invokeAll(work)) {
          done.add(one.get());
        }
        if (done.get(2)) {
          assertThat(done.subList(0, 2)).as("written into no bucket").containsOnly(false);
        } else {
          for (String key : List.of("a", "b")) {
            if (done.get("ab".indexOf(key))) {
              assertThat(s3.getObjectAsBytes(b -> b.bucket(bucket).key(key)).asUtf8String())
                  .isEqualTo(key);
            }
            s3.deleteObject(b -> b.bucket(bucket).key(key));
          }
          s3.deleteBucket(b -> b.bucket(bucket));
        }
      }
    }
  }

  private static boolean put(S3Client s3, String bucket, String key) {
    try {
      s3.putObject(b -> b.bucket(bucket).key(key), RequestBody.fromString(key));
      return true;
    } catch (NoSuchBucketException e) {
      return false;
    }
  }

  @Test
  void aCleanUpThatFailsKeepsTheNewObject() throws Exception {
    try (Engine engine = Engine.start(EngineSettings.local(folder))) {
      S3Client s3 = Clients.of(engine, "eu-west-1").s3();
      s3.createBucket(b -> b.bucket(BUCKET));
      s3.putObject(b -> b.bucket(BUCKET).key("k"), RequestBody.fromString("old"));
      Path bucket = folder.resolve("objects").resolve(BUCKET);
      cannotBeRemoved(bucket.resolve(filesBelow(bucket).getFirst()));

      s3.putObject(b -> b.bucket(BUCKET).key("k"), RequestBody.fromString("new"));
      assertThat(s3.getObjectAsBytes(b -> b.bucket(BUCKET).key("k")).asUtf8String())
          .isEqualTo("new");

      String upload = s3.createMultipartUpload(b -> b.bucket(BUCKET).key("k")).uploadId();
      String tag =
          s3.uploadPart(
                  b -> b.bucket(BUCKET).key("k").uploadId(upload).partNumber(1),
                  RequestBody.fromString("in parts"))
              .eTag();
      try (Stream<Path> files = Files.list(bucket)) {
        for (Path file : files.filter(Files::isRegularFile).toList()) {
          if (Files.readString(file).equals("new")) {
            cannotBeRemoved(file);
          }
        }
      }
      s3.completeMultipartUpload(
          b ->
              b.bucket(BUCKET)
                  .key("k")
                  .uploadId(upload)
                  .multipartUpload(m -> m.parts(p -> p.partNumber(1).eTag(tag))));
      assertThat(s3.getObjectAsBytes(b -> b.bucket(BUCKET).key("k")).asUtf8String())
          .isEqualTo("in parts");
    }
  }

  // Nobody, not even root, removes a folder that is not empty as if it were a file.
  private static void cannotBeRemoved(Path file) throws IOException {
    Files.delete(file);
    Files.createDirectory(file);
    Files.createFile(file.resolve("in-the-way"));
  }

  @Test
  void aCommitWhoseAnswerIsLostLosesNoObject() throws Exception {
    String url = "jdbc:h2:file:" + folder.resolve("engine");
    try (LostAnswers wire = LostAnswers.before(url)) {
      try (Engine engine = Engine.start(EngineSettings.local(folder))) {
        S3Client s3 = Clients.of(engine, "eu-west-1").s3();
        s3.createBucket(b -> b.bucket(BUCKET));

        wire.loseNext(1);
        assertThatThrownBy(
                () -> s3.putObject(b -> b.bucket(BUCKET).key("k"), RequestBody.fromString("put")))
            .isInstanceOf(S3Exception.class);
        assertThat(wire.remaining()).isZero();
        assertThat(s3.getObjectAsBytes(b -> b.bucket(BUCKET).key("k")).asUtf8String())
            .isEqualTo("put");

        String upload = s3.createMultipartUpload(b -> b.bucket(BUCKET).key("m")).uploadId();
        String tag =
            s3.uploadPart(
                    b -> b.bucket(BUCKET).key("m").uploadId(upload).partNumber(1),
                    RequestBody.fromString("parts"))
                .eTag();
        wire.loseNext(1);
        assertThatThrownBy(
                () ->
                    s3.completeMultipartUpload(
                        b ->
                            b.bucket(BUCKET)
                                .key("m")
                                .uploadId(upload)
                                .multipartUpload(m -> m.parts(p -> p.partNumber(1).eTag(tag)))))
            .isInstanceOf(S3Exception.class);
        assertThat(wire.remaining()).isZero();
        assertThat(s3.getObjectAsBytes(b -> b.bucket(BUCKET).key("m")).asUtf8String())
            .isEqualTo("parts");

        wire.loseNext(1);
        assertThatThrownBy(() -> s3.deleteObject(b -> b.bucket(BUCKET).key("k")))
            .isInstanceOf(S3Exception.class);
      }
      // What was left because nobody could tell is sorted out at the next start.
      try (Engine engine = Engine.start(EngineSettings.local(folder))) {
        S3Client s3 = Clients.of(engine, "eu-west-1").s3();
        assertThat(s3.getObjectAsBytes(b -> b.bucket(BUCKET).key("m")).asUtf8String())
            .isEqualTo("parts");
      }
    }
    try (Database database = Database.open(EngineSettings.local(folder))) {
      List<String> named =
          database
              .jdbi()
              .withHandle(
                  handle ->
                      handle
                          .createQuery("select file from stored_object")
                          .mapTo(String.class)
                          .list());
      assertThat(filesBelow(folder.resolve("objects").resolve(BUCKET)))
          .as("what no index names is gone, and nothing else")
          .containsExactlyInAnyOrderElementsOf(named);
    }
  }

  @Test
  void objectsOfEarlierEnginesAreRead() throws Exception {
    try (Engine engine = Engine.start(EngineSettings.local(folder))) {
      S3Client s3 = Clients.of(engine, "eu-west-1").s3();
      s3.createBucket(b -> b.bucket(BUCKET));
      s3.putObject(b -> b.bucket(BUCKET).key("k"), RequestBody.fromString("old"));
    }
    // They kept the file of an object in a folder that is named after its first two characters.
    Path bucket = folder.resolve("objects").resolve(BUCKET);
    String name = filesBelow(bucket).getFirst();
    String nested = name.substring(0, 2) + "/" + name;
    Files.createDirectory(bucket.resolve(name.substring(0, 2)));
    Files.move(bucket.resolve(name), bucket.resolve(nested));
    Files.createFile(folder.resolve("objects.in-use"));
    try (Database database = Database.open(EngineSettings.local(folder))) {
      database
          .jdbi()
          .useHandle(handle -> handle.execute("update stored_object set file = ?", nested));
    }
    try (Engine engine = Engine.start(EngineSettings.local(folder))) {
      S3Client s3 = Clients.of(engine, "eu-west-1").s3();
      assertThat(s3.getObjectAsBytes(b -> b.bucket(BUCKET).key("k")).asUtf8String())
          .isEqualTo("old");
      s3.putObject(b -> b.bucket(BUCKET).key("k"), RequestBody.fromString("new"));
      assertThat(bucket.resolve(nested)).doesNotExist();
      s3.deleteObject(b -> b.bucket(BUCKET).key("k"));
      s3.deleteBucket(b -> b.bucket(BUCKET));
      assertThat(bucket).doesNotExist();
    }
  }

  @Test
  void aKilledEnginesStraysAreRemoved() throws Exception {
    try (Engine engine = Engine.start(EngineSettings.local(folder))) {
      Clients.of(engine, "eu-west-1").s3().createBucket(b -> b.bucket(BUCKET));
    }
    Path bucket = folder.resolve("objects").resolve(BUCKET);
    Files.createFile(bucket.resolve(ObjectFiles.newName()));
    Files.createFile(bucket.resolve(".mpus-" + ObjectFiles.newName() + "-x-1"));
    Files.createFile(bucket.resolve("not-ours"));
    Files.createFile(folder.resolve("objects.in-use"));
    try (Engine engine = Engine.start(EngineSettings.local(folder))) {
      assertThat(filesBelow(bucket)).containsExactly("not-ours");
    }
  }

  @Test
  void enginesOnOneFolderLeaveEachOthersFilesAlone() throws Exception {
    try (EmbeddedPostgres postgres = EmbeddedPostgres.start()) {
      EngineSettings settings = with(postgres.getJdbcUrl("postgres", "postgres"));
      Path bucket = folder.resolve("objects").resolve(BUCKET);
      try (Engine first = Engine.start(settings);
          Socket upload = new RawRequests(first.address()).connect()) {
        S3Client s3 = Clients.of(first, "eu-west-1").s3();
        s3.createBucket(b -> b.bucket(BUCKET));
        String head = new RawRequests(first.address()).head(BUCKET, "slow", 10);
        upload.getOutputStream().write((head + "first").getBytes(StandardCharsets.UTF_8));
        upload.getOutputStream().flush();
        awaitFile(bucket);
        Path stray = Files.createFile(bucket.resolve(ObjectFiles.newName()));
        Files.setLastModifiedTime(stray, FileTime.from(Instant.now().minus(Duration.ofHours(25))));

        try (Engine second = Engine.start(settings)) {
          assertThat(stray).doesNotExist();
          upload.getOutputStream().write("-last".getBytes(StandardCharsets.UTF_8));
          byte[] answer = new byte[12];
          assertThat(upload.getInputStream().readNBytes(answer, 0, 12)).isEqualTo(12);
          assertThat(new String(answer, StandardCharsets.UTF_8)).isEqualTo("HTTP/1.1 200");
          S3Client other = Clients.of(second, "eu-west-1").s3();
          assertThat(other.getObjectAsBytes(b -> b.bucket(BUCKET).key("slow")).asUtf8String())
              .isEqualTo("first-last");
        }
      }
    }
  }

  private static void awaitFile(Path bucket) throws Exception {
    Instant deadline = Instant.now().plusSeconds(20);
    while (filesBelow(bucket).isEmpty()) {
      assertThat(Instant.now()).as("no file of the upload").isBefore(deadline);
      Thread.onSpinWait();
    }
  }

  @Test
  void onlyTheBucketTellsThatItIsGone() throws Exception {
    S3Location location = new S3Location(BUCKET, "k");
    try (Engine engine = Engine.start(EngineSettings.local(folder))) {
      Clients.of(engine, "eu-west-1").s3().createBucket(b -> b.bucket(BUCKET));
    }
    EngineSettings settings = EngineSettings.local(folder);
    try (Database database = Database.open(settings);
        S3 s3 = new S3(settings, database, null, null, java.time.Clock.systemUTC())) {
      ObjectStore objects = s3.objects().as(new Principal("000000000000"));
      // The folder goes by another hand: a trouble of the storage, which may pass.
      Path bucket = folder.resolve("objects").resolve(BUCKET);
      Files.delete(bucket);
      objects.write(location, "v".getBytes(StandardCharsets.UTF_8), "text/plain");
      Files.delete(bucket.resolve(filesBelow(bucket).getFirst()));
      assertThatThrownBy(() -> objects.read(location))
          .isInstanceOf(IOException.class)
          .isNotInstanceOf(java.nio.file.FileSystemException.class)
          .hasMessageContaining("has lost the file");
      Files.delete(bucket);
      Files.createFile(bucket);
      assertThatThrownBy(
              () -> objects.write(location, "v".getBytes(StandardCharsets.UTF_8), "text/plain"))
          .isInstanceOf(IOException.class)
          .isNotInstanceOf(java.nio.file.FileSystemException.class);

      assertThatThrownBy(
              () ->
                  objects.write(
                      new S3Location("not-there", "k"),
                      "v".getBytes(StandardCharsets.UTF_8),
                      "text/plain"))
          .isInstanceOf(java.nio.file.NoSuchFileException.class);
    }
  }

  private static List<String> filesBelow(Path bucket) throws IOException {
    try (Stream<Path> found = Files.walk(bucket)) {
      return found
          .filter(Files::isRegularFile)
          .map(file -> bucket.relativize(file).toString())
          .toList();
    }
  }

  private EngineSettings with(String databaseUrl) {
    EngineSettings plain = EngineSettings.local(folder);
    return plain.with(s -> s.databaseUrl = Optional.of(databaseUrl));
  }
}
