package dev.labelops.engine.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.labelops.engine.Clients;
import dev.labelops.engine.Engine;
import dev.labelops.engine.EngineSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CommonPrefix;
import software.amazon.awssdk.services.s3.model.ListMultipartUploadsRequest;
import software.amazon.awssdk.services.s3.model.ListMultipartUploadsResponse;
import software.amazon.awssdk.services.s3.model.MultipartUpload;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** ListMultipartUploads: pages, prefixes and common prefixes, as with objects. */
class UploadListingTest {
  private static final String BUCKET = "uploading";

  @TempDir static Path folder;
  private static Engine engine;
  private static S3Client s3;
  private static String first;

  @BeforeAll
  static void start() {
    engine = Engine.start(EngineSettings.local(folder));
    s3 = Clients.of(engine, "eu-west-1").s3();
    s3.createBucket(b -> b.bucket(BUCKET));
    for (String key : List.of("d/b", "\u00fc/<x>", "twice", "d/a", "e/c")) {
      String id = s3.createMultipartUpload(b -> b.bucket(BUCKET).key(key)).uploadId();
      first = key.equals("twice") ? id : first;
    }
    s3.createMultipartUpload(b -> b.bucket(BUCKET).key("twice"));
  }

  @AfterAll
  static void stop() {
    engine.close();
  }

  private static ListMultipartUploadsResponse list(
      Consumer<ListMultipartUploadsRequest.Builder> wish) {
    return s3.listMultipartUploads(b -> wish.accept(b.bucket(BUCKET)));
  }

  private static List<String> keys(ListMultipartUploadsResponse page) {
    return page.uploads().stream().map(MultipartUpload::key).toList();
  }

  private static List<String> prefixes(ListMultipartUploadsResponse page) {
    return page.commonPrefixes().stream().map(CommonPrefix::prefix).toList();
  }

  @Test
  void keysAreInTheOrderOfTheirBytes() {
    assertThat(keys(list(b -> {})))
        .containsExactly("d/a", "d/b", "e/c", "twice", "twice", "\u00fc/<x>");
    assertThat(list(b -> b.prefix("twice")).uploads().getFirst().uploadId()).isEqualTo(first);
    assertThat(keys(list(b -> b.prefix("d/").encodingType("url")))).containsExactly("d/a", "d/b");
  }

  @Test
  void aDelimiterMakesCommonPrefixes() {
    var page = list(b -> b.delimiter("/"));

    assertThat(keys(page)).containsExactly("twice", "twice");
    assertThat(prefixes(page)).containsExactly("d/", "e/", "\u00fc/");
    assertThat(page.delimiter()).isEqualTo("/");
    assertThat(keys(list(b -> b.delimiter("/").prefix("d/")))).containsExactly("d/a", "d/b");
  }

  @Test
  void pagesLeaveNothingOutAndSayNothingTwice() {
    for (int size : List.of(1, 2, 4)) {
      assertThat(
              s3
                  .listMultipartUploadsPaginator(b -> b.bucket(BUCKET).maxUploads(size))
                  .uploads()
                  .stream()
                  .map(MultipartUpload::key))
          .as("pages of %d", size)
          .containsExactly("d/a", "d/b", "e/c", "twice", "twice", "\u00fc/<x>");
      assertThat(
              s3
                  .listMultipartUploadsPaginator(
                      b -> b.bucket(BUCKET).maxUploads(size).delimiter("/"))
                  .stream()
                  .flatMap(page -> prefixes(page).stream()))
          .as("prefixes in pages of %d", size)
          .containsExactly("d/", "e/", "\u00fc/");
    }
    assertThat(list(b -> b.maxUploads(0)).isTruncated()).isFalse();
    assertThatThrownBy(() -> list(b -> b.maxUploads(-1)))
        .isInstanceOf(S3Exception.class)
        .hasMessageContaining("max-uploads");
  }
}
