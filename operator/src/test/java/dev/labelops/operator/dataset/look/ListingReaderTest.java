package dev.labelops.operator.dataset.look;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labelops.operator.aws.s3.CorsRule;
import dev.labelops.operator.aws.s3.ObjectStore;
import dev.labelops.operator.aws.s3.StoredObject;
import dev.labelops.operator.dataset.Datasets;
import dev.labelops.operator.dataset.look.SourceReading.Manifest;
import dev.labelops.operator.manifest.Sha256;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The size limits of a listing, over a store that makes its objects up one by one. */
class ListingReaderTest {
  private static final long MEBIBYTE = 1 << 20;

  @Test
  void aHundredThousandObjectsTakeConstantMemory() throws IOException {
    EndlessStore store = new EndlessStore(100_000);
    try (SourceReading reading =
        new ListingReader(store, Datasets.of(Datasets.LISTING), List.of("manifests/")).read()) {
      assertThat(reading.objects()).isEqualTo(100_000);
      assertThat(reading.tooMany()).isFalse();
      Manifest manifest = reading.manifest().orElseThrow();
      store.consume(bytes(manifest));
      assertThat(store.written).as("lines that are kept").isEqualTo(100_000);
      assertThat(Sha256.hex(bytes(manifest))).as("read again").isEqualTo(manifest.sha256());
    }
    assertThat(store.used).as("looks at the heap, first and last").hasSizeGreaterThan(4);
    assertThat(store.used.getLast() - store.used.getFirst())
        .as("bytes of live heap between the 1,000th object and the last line: %s", store.used)
        .isLessThan(4 * MEBIBYTE);
  }

  @Test
  void oneTooManyIsNotCutOffInSilence() {
    EndlessStore store = new EndlessStore(100_001);
    try (SourceReading reading =
        new ListingReader(store, Datasets.of(Datasets.LISTING), List.of()).read()) {
      assertThat(reading.tooMany()).isTrue();
      assertThat(reading.manifest()).isEmpty();
    }
  }

  @Test
  void theSameObjectsMakeTheSameKey() {
    Manifest first = manifestOf(3);
    assertThat(manifestOf(3).address()).isEqualTo(first.address());
    assertThat(manifestOf(4).address()).isNotEqualTo(first.address());
    assertThat(first.address().toString())
        .isEqualTo("s3://brand-logos/manifests/team-images/" + first.sha256() + ".manifest");
  }

  private static Manifest manifestOf(int objects) {
    try (SourceReading reading =
        new ListingReader(new EndlessStore(objects), Datasets.of(Datasets.LISTING), List.of())
            .read()) {
      return reading.manifest().orElseThrow();
    }
  }

  private static InputStream bytes(Manifest manifest) throws IOException {
    return ((ManifestContent.Listed) manifest.unwritten().orElseThrow()).file().content();
  }

  /** Lists objects that exist nowhere, and notes the live heap now and then. */
  private static final class EndlessStore implements ObjectStore {
    private final int objects;
    private final List<Long> used = new ArrayList<>();
    private long written;

    EndlessStore(int objects) {
      this.objects = objects;
    }

    private void look(long position) {
      if (position % 25_000 == 1_000) {
        System.gc();
        used.add(Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory());
      }
    }

    @Override
    public Stream<StoredObject> list(String bucket, String prefix) {
      return IntStream.range(0, objects)
          .peek(this::look)
          .mapToObj(
              i ->
                  new StoredObject(
                      prefix + "a-name-as-long-as-cameras-give-" + i + ".jpg",
                      5 * MEBIBYTE,
                      "etag" + i,
                      Instant.EPOCH));
    }

    void consume(InputStream content) throws IOException {
      BufferedReader lines =
          new BufferedReader(new InputStreamReader(content, StandardCharsets.UTF_8));
      while (lines.readLine() != null) {
        written++;
        look(written);
      }
    }

    @Override
    public boolean putIfAbsent(String bucket, String key, String contentType, InputStream content) {
      throw new AssertionError("a look writes nothing");
    }

    @Override
    public Optional<StoredObject> head(String bucket, String key) {
      throw new AssertionError("not part of reading a listing");
    }

    @Override
    public Optional<String> bucketRegion(String bucket) {
      throw new AssertionError("not part of reading a listing");
    }

    @Override
    public void createBucket(String bucket) {
      throw new AssertionError("not part of reading a listing");
    }

    @Override
    public List<CorsRule> cors(String bucket) {
      throw new AssertionError("not part of reading a listing");
    }

    @Override
    public void putCors(String bucket, List<CorsRule> rules) {
      throw new AssertionError("not part of reading a listing");
    }

    @Override
    public List<String> folders(String bucket, String prefix) {
      throw new AssertionError("not part of reading a listing");
    }

    @Override
    public <T> Optional<T> read(String bucket, String key, ContentReader<T> reader) {
      return Optional.empty();
    }
  }
}
