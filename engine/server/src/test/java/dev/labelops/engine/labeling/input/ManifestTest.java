package dev.labelops.engine.labeling.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.labelops.engine.labeling.job.ManifestLine;
import dev.labelops.engine.labeling.types.textmulticlass.TextMultiClass;
import dev.labelops.groundtruth.LabelingTaskType;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ManifestTest {
  private static final LabelingTaskType FILE = LabelingTaskType.get("BoundingBox");
  private static final LabelingTaskType TEXT = LabelingTaskType.get("TextMultiClass");

  @Test
  void readsLinesWithEitherLineEndAndNoticesLabels() throws IOException {
    assertThat(
            read(
                "{\"source\":\"a\"}\r\n{\"source\":\"b\",\"kind\":1}\n{\"source\":\"c\",\"n\":1.50}",
                TEXT))
        .containsExactly(
            new ManifestLine(0, "{\"source\":\"a\"}", false),
            new ManifestLine(1, "{\"source\":\"b\",\"kind\":1}", true),
            new ManifestLine(2, "{\"source\":\"c\",\"n\":1.50}", false));
  }

  private static List<ManifestLine> read(String text, LabelingTaskType type) throws IOException {
    List<ManifestLine> lines = new ArrayList<>();
    Manifest.read(
        new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), type, "kind", lines::add);
    return lines;
  }

  @Test
  void aLineMayHaveAsManyCharactersAsDocumented() throws IOException {
    String longest = "{\"source\":\"\u00e4\"," + " ".repeat(100_000 - 20) + "\"n\":1}";

    assertThat(longest).hasSize(100_000);
    assertThat(read(longest + "\r\n" + longest, TEXT)).hasSize(2);
    assertThatThrownBy(() -> read(" " + longest + "\r\n", TEXT))
        .hasMessageContaining("Line 1 of the input manifest is longer than 100000 characters.");
  }

  static Stream<Arguments> badManifests() {
    String good = "{\"source\":\"a\"}\n";
    return Stream.of(
        Arguments.of("", TEXT, "has no lines"),
        Arguments.of("\n", TEXT, "has no lines"),
        Arguments.of(" \n\n", TEXT, "has no lines"),
        Arguments.of(good + "\n", TEXT, "Line 2 of the input manifest is blank."),
        Arguments.of("\n" + good, TEXT, "Line 1 of the input manifest is blank."),
        Arguments.of("\n".repeat(100_001), TEXT, "more than 100000 lines"),
        Arguments.of(good + "\n" + good, TEXT, "Line 2 of the input manifest is blank."),
        Arguments.of(
            good + "{\"source\":",
            TEXT,
            "Line 2 of the input manifest is not valid JSON at character 11."),
        Arguments.of("[1]", TEXT, "Line 1 of the input manifest is not a JSON object."),
        Arguments.of(
            good + "{} {}", TEXT, "Line 2 of the input manifest is not valid JSON at character 4."),
        Arguments.of(
            "\ufeff" + good,
            TEXT,
            "Line 1 of the input manifest begins with a byte order mark. Store it as UTF-8 without"),
        Arguments.of(good, FILE, "Line 1 of the input manifest has no text in 'source-ref'"),
        Arguments.of("{\"source-ref\":\"https://a/b\"}", FILE, "not an s3:// address: https://a/b"),
        Arguments.of("{\"source\":\"a\",\"$x\":1}", TEXT, "names must not start with $"),
        Arguments.of(
            "{\"source\":\"" + "a".repeat(20_001) + "\"}", TEXT, "more than 20000 characters"),
        Arguments.of(
            "{\"source\":\"a\",\"x\":[\"" + "a".repeat(100_000) + "\"]}",
            TEXT,
            "longer than 100000 characters"));
  }

  @ParameterizedTest
  @MethodSource("badManifests")
  void namesTheFirstBadLine(String text, LabelingTaskType type, String message) {
    assertThatThrownBy(() -> read(text, type))
        .isInstanceOf(JobFailure.class)
        .hasMessageStartingWith("ClientError: ")
        .hasMessageContaining(message);
  }

  @Test
  void quotesNothingOfWhatItCannotRead() {
    assertThatThrownBy(() -> read("{\"source\":\"a\"} private words", TEXT))
        .hasMessageNotContaining("private")
        .hasMessageNotContaining("Feature");
    assertThatThrownBy(() -> LabelCategoryFile.read("private", new TextMultiClass()))
        .hasMessageNotContaining("private");
  }

  static Stream<Arguments> badLabels() {
    return Stream.of(
        Arguments.of("{", "the file is not valid JSON at character 2."),
        Arguments.of("{\n\"labels\":,}", "the file is not valid JSON at line 2, character 10."),
        Arguments.of("\ufeff{}", "the file begins with a byte order mark."),
        Arguments.of("{\"labels\":[{\"label\":\"a\"}]}", "needs at least 2 labels, the file has 1"),
        Arguments.of("{\"labels\":[{\"label\":\"a\"},{\"label\":\"a\"}]}", "must be unique"),
        Arguments.of("{\"labels\":[{\"label\":\"a\"},{\"name\":\"b\"}]}", "labels[1].label"));
  }

  @ParameterizedTest
  @MethodSource("badLabels")
  void saysWhatIsWrongWithTheLabelFile(String text, String message) {
    assertThatThrownBy(() -> LabelCategoryFile.read(text, new TextMultiClass()))
        .isInstanceOf(JobFailure.class)
        .hasMessageContaining("LabelCategoryConfigS3Uri")
        .hasMessageContaining(message);
  }
}
