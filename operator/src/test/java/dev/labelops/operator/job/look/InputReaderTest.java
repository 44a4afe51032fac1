package dev.labelops.operator.job.look;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labelops.groundtruth.LabelingTaskType;
import dev.labelops.groundtruth.S3Location;
import dev.labelops.operator.aws.CloudFailure;
import dev.labelops.operator.aws.ErrorClass;
import dev.labelops.operator.aws.s3.CorsRule;
import dev.labelops.operator.aws.s3.ObjectStore;
import dev.labelops.operator.aws.s3.StoredObject;
import dev.labelops.operator.job.plan.InputSource;
import dev.labelops.operator.status.Reason;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A manifest that a job names itself: what is known of it, and what its lines may name. */
class InputReaderTest {
  private static final String URI = "s3://mine/in.manifest";
  private static final Optional<Predicate<String>> MINE =
      Optional.of(uri -> uri.startsWith("s3://mine/"));

  private static final String FOLDER = "s3://mine/out/labelops/job/";

  /** Holds the manifest, and what else it is given by its key. */
  private record Shelf(Supplier<InputStream> content, Map<String, String> others)
      implements ObjectStore {
    Shelf(Supplier<InputStream> content) {
      this(content, Map.of());
    }

    private InputStream open(String key) {
      return key.equals("in.manifest")
          ? content.get()
          : Optional.ofNullable(others.get(key))
              .map(text -> new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)))
              .orElse(null);
    }

    @Override
    public <T> Optional<T> read(String bucket, String key, ContentReader<T> reader) {
      try (InputStream stream = open(key)) {
        return stream == null
            ? Optional.empty()
            : Optional.of(reader.read(new StoredObject(key, 1, "etag", Instant.EPOCH), stream));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public Optional<String> bucketRegion(String bucket) {
      throw new AssertionError("not needed");
    }

    @Override
    public void createBucket(String bucket) {
      throw new AssertionError("only reads");
    }

    @Override
    public List<CorsRule> cors(String bucket) {
      throw new AssertionError("not needed");
    }

    @Override
    public void putCors(String bucket, List<CorsRule> rules) {
      throw new AssertionError("only reads");
    }

    @Override
    public Stream<StoredObject> list(String bucket, String prefix) {
      throw new AssertionError("not needed");
    }

    @Override
    public List<String> folders(String bucket, String prefix) {
      throw new AssertionError("not needed");
    }

    @Override
    public Optional<StoredObject> head(String bucket, String key) {
      throw new AssertionError("not needed");
    }

    @Override
    public boolean putIfAbsent(String bucket, String key, String type, InputStream content) {
      throw new AssertionError("only reads");
    }
  }

  private static final LabelingTaskType IMAGES = LabelingTaskType.get("BoundingBox");

  private static InputSource read(String lines, Optional<Predicate<String>> only) {
    return InputReader.ofManifest(
            URI,
            IMAGES,
            only,
            FOLDER,
            new Shelf(() -> new ByteArrayInputStream(lines.getBytes(StandardCharsets.UTF_8))))
        .source();
  }

  private static void refused(InputSource source, Reason reason, String... words) {
    assertThat(source)
        .isInstanceOfSatisfying(
            InputSource.NotReady.class,
            refused -> {
              assertThat(refused.reason()).isEqualTo(reason);
              assertThat(refused.personMustAct()).isTrue();
              assertThat(refused.message()).contains(words);
            });
  }

  @Test
  void countsHashesAndFindsTheBuckets() {
    InputReader.Found found =
        InputReader.ofManifest(
            URI,
            IMAGES,
            Optional.empty(),
            FOLDER,
            new Shelf(
                () ->
                    new ByteArrayInputStream(
                        "{\"source-ref\":\"s3://bucket-b/1.jpg\"}\n\n{\"source-ref\":\"s3://bucket-a/2.jpg\"}\n"
                            .getBytes(StandardCharsets.UTF_8))));

    assertThat(found.buckets()).contains(List.of("bucket-a", "bucket-b"));
    assertThat(found.source())
        .isInstanceOfSatisfying(
            InputSource.NotCopied.class,
            missing -> {
              assertThat(missing.copy().from()).isEqualTo(URI);
              assertThat(missing.copy().input().objectCount()).isEqualTo(2);
              assertThat(missing.copy().input().manifestSha256()).hasSize(64);
              assertThat(missing.copy().to())
                  .startsWith(FOLDER)
                  .contains(missing.copy().input().manifestSha256());
            });
  }

  private static final String LINE = "{\"source-ref\":\"s3://mine/1.jpg\"}\n";

  private static InputSource withCopy(String content) {
    Supplier<InputStream> source =
        () -> new ByteArrayInputStream(LINE.getBytes(StandardCharsets.UTF_8));
    InputSource first =
        InputReader.ofManifest(URI, IMAGES, MINE, FOLDER, new Shelf(source)).source();
    assertThat(first.readable().orElseThrow().manifestUri())
        .as("what is not copied yet is read where the user has put it")
        .isEqualTo(URI);
    String copy = ((InputSource.NotCopied) first).copy().to();
    return InputReader.ofManifest(
            URI,
            IMAGES,
            MINE,
            FOLDER,
            new Shelf(source, Map.of(S3Location.parse(copy).key(), content)))
        .source();
  }

  @Test
  void whatIsCopiedIsUsedAndNotCopiedAgain() {
    assertThat(withCopy(LINE))
        .isInstanceOfSatisfying(
            InputSource.Ready.class,
            ready -> assertThat(ready.input().manifestUri()).startsWith(FOLDER));
  }

  @Test
  void aCopyThatSomebodyElseWroteIsNotUsed() {
    refused(
        withCopy(LINE.replace("mine", "others")),
        Reason.InvalidManifest,
        "does not match the hash in its name",
        "Delete it");
  }

  @Test
  void linesThatNameWhatTheNamespaceMayNotAreRefused() {
    String lines = "{\"source-ref\":\"s3://mine/1.jpg\"}\n{\"source-ref\":\"s3://others/2.jpg\"}\n";

    refused(read(lines, MINE), Reason.InvalidManifest, "1 lines of " + URI, "line 2", "tenancy");
    assertThat(read(lines, Optional.empty())).isInstanceOf(InputSource.NotCopied.class);
  }

  @Test
  void linesThatNobodyCanReadAreRefusedOnlyWhereTheyCouldHideSomething() {
    String lines =
        "{\"source-ref\":\"s3://mine/1.jpg\"}\n{\"source\":\"a\",\"source-ref\":\"s3://x/y\"}\n";

    refused(read(lines, MINE), Reason.InvalidManifest, "1 lines of " + URI, "line 2");
    assertThat(read(lines, Optional.empty())).isInstanceOf(InputSource.NotCopied.class);
  }

  @Test
  void aManifestThatTheOperatorMayNotReadIsUnknownOrRefused() {
    Shelf closed =
        new Shelf(
            () -> {
              throw new CloudFailure(ErrorClass.DENIED, "s3:GetObject", "AccessDenied", "no", null);
            });

    refused(
        InputReader.ofManifest(URI, IMAGES, MINE, FOLDER, closed).source(),
        Reason.AccessDenied,
        "grant s3:GetObject");
    assertThat(InputReader.ofManifest(URI, IMAGES, Optional.empty(), FOLDER, closed).source())
        .isInstanceOf(InputSource.Ready.class);
  }

  @Test
  void moreLinesThanAJobTakesAreRefused() {
    InputStream many =
        new SequenceInputStream(
            Collections.enumeration(
                Collections.nCopies(1001, "{\"source-ref\":\"s3://mine/1.jpg\"}\n".repeat(100))
                    .stream()
                    .map(text -> new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)))
                    .toList()));

    refused(
        InputReader.ofManifest(URI, IMAGES, Optional.empty(), FOLDER, new Shelf(() -> many))
            .source(),
        Reason.TooManyObjects,
        "more than 100,000 lines",
        "split it");
  }

  /** 1 GiB without a line break: more than the heap of an operator. */
  @Test
  void aLineWithoutEndIsNotKept() {
    InputStream endless =
        new InputStream() {
          private long left = 1L << 30;

          @Override
          public int read() {
            return left-- > 0 ? 'x' : -1;
          }

          @Override
          public int read(byte[] into, int from, int length) {
            int some = (int) Math.min(left, length);
            left -= some;
            return some == 0 ? -1 : some;
          }
        };

    assertThat(
            InputReader.ofManifest(URI, IMAGES, Optional.empty(), FOLDER, new Shelf(() -> endless))
                .source())
        .isInstanceOfSatisfying(
            InputSource.NotCopied.class,
            missing -> assertThat(missing.copy().input().objectCount()).isEqualTo(1));
  }
}
