package dev.labelops.operator.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.labelops.groundtruth.Medium;
import dev.labelops.groundtruth.S3Location;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class ManifestPropertiesTest {
  /** Keys as odd as S3 admits: control characters, quotes, emoji; no lone surrogates in UTF-8. */
  @Provide
  Arbitrary<List<String>> keys() {
    return Arbitraries.strings()
        .all()
        .ofMinLength(1)
        .ofMaxLength(60)
        .filter(key -> StandardCharsets.UTF_8.newEncoder().canEncode(key))
        .list()
        .ofMaxSize(30);
  }

  @Property(tries = 300)
  void whatIsWrittenIsValidAndNamesTheSameObjects(@ForAll("keys") List<String> keys)
      throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ManifestWriter writer = new ManifestWriter(bytes);
    for (String key : keys) {
      writer.add(new S3Location("bucket", key));
    }
    String sha256 = writer.finish();
    writer.close();

    ManifestInspection seen =
        ManifestValidator.inspect(
            new ByteArrayInputStream(bytes.toByteArray()), Medium.Image, uri -> true);
    assertThat(seen.rejections().first()).isEmpty();
    assertThat(seen.lines()).isEqualTo(keys.size());
    assertThat(seen.duplicates()).isEqualTo(keys.size() - Set.copyOf(keys).size());
    assertThat(seen.sha256())
        .isEqualTo(sha256)
        .isEqualTo(HexFormat.of().formatHex(Sha256.digest().digest(bytes.toByteArray())));
    assertThat(
            bytes
                .toString(StandardCharsets.UTF_8)
                .lines()
                .map(ManifestPropertiesTest::parse)
                .map(line -> line.get("source-ref").textValue()))
        .containsExactlyElementsOf(
            keys.stream().map(key -> "s3://bucket/" + key).collect(Collectors.toList()));
  }

  /**
   * Whatever stands in a file: no exception, each line counted once, nothing of it in the answer.
   */
  @Property(tries = 300)
  void anyBytesAreJudged(@ForAll byte[] anything) throws IOException {
    ManifestInspection seen =
        ManifestValidator.inspect(new ByteArrayInputStream(anything), Medium.Image, uri -> true);
    long lines = 0;
    for (int i = 0; i < anything.length; i++) {
      lines += anything[i] == '\n' || i == anything.length - 1 ? 1 : 0;
    }
    assertThat(seen.lines()).isEqualTo(lines);
    assertThat(seen.rejections().byReason().values().stream().mapToLong(Long::longValue).sum())
        .isEqualTo(seen.rejections().count())
        .isLessThanOrEqualTo(lines);
  }

  /** What is accepted is what a whole-document parser reads as an object with one source. */
  @Property(tries = 500)
  void acceptedLinesAreObjectsWithOneSource(@ForAll("lines") String line) throws IOException {
    ManifestInspection seen =
        ManifestValidator.inspect(
            new ByteArrayInputStream(line.getBytes(StandardCharsets.UTF_8)),
            Medium.Image,
            uri -> true);
    if (seen.lines() == 1 && seen.rejections().count() == 0) {
      JsonNode parsed = parse(line);
      assertThat(parsed.isObject()).isTrue();
      assertThat(parsed.path("source-ref").textValue()).startsWith("s3://");
      assertThat(parsed.has("source")).isFalse();
    }
  }

  /** Pieces of manifest lines in any order, so that nearly good lines are frequent. */
  @Provide
  Arbitrary<String> lines() {
    return Arbitraries.of(
            "{",
            "}",
            ",",
            ":",
            "\"source-ref\"",
            "\"source\"",
            "\"s3://bucket/a\"",
            "\"$a\"",
            "1",
            "[",
            "]",
            "null",
            " ",
            "{\"source-ref\":\"s3://bucket/a\"",
            ",\"n\":{}")
        .list()
        .ofMinSize(1)
        .ofMaxSize(8)
        .map(pieces -> String.join("", pieces));
  }

  private static JsonNode parse(String line) {
    try {
      return new ObjectMapper().readTree(line);
    } catch (IOException e) {
      throw new AssertionError(line, e);
    }
  }
}
