package dev.labelops.operator.results;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labelops.operator.api.v1alpha1.LabelingJobStatus.FailureCount;
import dev.labelops.operator.api.v1alpha1.LabelingJobStatus.LabelCount;
import dev.labelops.operator.api.v1alpha1.LabelingJobStatus.MeanConfidence;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class OutputManifestReaderTest {
  private static final Instant NOW = Instant.parse("2026-03-04T10:00:00.123Z");

  private static ManifestSummary read(String content) throws IOException {
    return read(new ByteArrayInputStream(content.getBytes(StandardCharsets.UTF_8)));
  }

  private static ManifestSummary read(InputStream content) throws IOException {
    return OutputManifestReader.read(content, "category", NOW, "abc");
  }

  private static String image(String label, String name, String human, String confidence) {
    return """
    {"source-ref":"s3://b/a.jpg","category":%s,"category-metadata":{"class-name":"%s","confidence":%s,"human-annotated":"%s","type":"groundtruth/image-classification","job-name":"labeling-job/x","creation-date":"2026-03-04T09:20:11.004512"}}
    """
        .formatted(label, name, confidence, human);
  }

  @Test
  void classesMayBeNumbersOrQuoted() throws IOException {
    ManifestSummary summary =
        read(
            image("2", "RedBull", "yes", "0.87")
                + image("\"2\"", "RedBull", "no", "0.98")
                + image("10", "UPS", "yes", "0")
                + image("0", "DHL", "no", "0.9"));
    assertThat(summary.lines()).isEqualTo(4);
    assertThat(summary.unreadable()).isZero();
    assertThat(summary.results().humanLabeled()).isEqualTo(2);
    assertThat(summary.results().machineLabeled()).isEqualTo(2);
    assertThat(summary.results().unlabeled()).isZero();
    assertThat(summary.results().byLabel())
        .containsExactly(
            new LabelCount("DHL", 0L, 1L),
            new LabelCount("RedBull", 1L, 1L),
            new LabelCount("UPS", 1L, 0L));
    assertThat(summary.results().meanConfidence()).isEqualTo(new MeanConfidence("0.44", "0.94"));
    assertThat(summary.results().readAt()).isEqualTo("2026-03-04T10:00:00Z");
    assertThat(summary.results().etag()).isEqualTo("abc");
  }

  @Test
  void everyBoxCountsAndAnImageWithoutOneIsLabeledToo() throws IOException {
    ManifestSummary summary =
        read(
            """
            {"source-ref":"s3://b/1.jpg","category":{"image_size":[{"width":640,"height":480,"depth":3}],"annotations":[{"class_id":0,"left":31.5,"top":40,"width":120,"height":66},{"class_id":"1","left":1,"top":1,"width":2,"height":2},{"class_id":0,"left":3,"top":4,"width":1,"height":6}]},"category-metadata":{"objects":[{"confidence":0.9},{"confidence":0.5},{"confidence":0.7}],"class-map":{"0":"DHL","1":"UPS"},"human-annotated":"yes"}}
            {"source-ref":"s3://b/2.jpg","category":{"annotations":[]},"category-metadata":{"objects":[],"class-map":{},"human-annotated":"no","job-name":"x"}}
            """);
    assertThat(summary.results().humanLabeled()).isEqualTo(1);
    assertThat(summary.results().machineLabeled()).isEqualTo(1);
    assertThat(summary.results().byLabel())
        .containsExactly(new LabelCount("DHL", 2L, 0L), new LabelCount("UPS", 1L, 0L));
    assertThat(summary.results().meanConfidence()).isEqualTo(new MeanConfidence("0.70", null));
  }

  @Test
  void onlyHumanAnnotatedDecidesWhoLabeled() throws IOException {
    ManifestSummary summary =
        read(
            """
            {"source":"a","category":0,"category-metadata":{"class-name":"x","human-annotated":"no","job-name":"labeling-job/looks-human","confidence":0}}
            {"source":"b","category":0,"category-metadata":{"class-name":"x","human-annotated":"yes","job-name":"looks-machine","confidence":0.98}}
            """);
    assertThat(summary.results().humanLabeled()).isEqualTo(1);
    assertThat(summary.results().machineLabeled()).isEqualTo(1);
  }

  @Test
  void aJobOfAnotherTypeIsCountedWithoutInventingLabels() throws IOException {
    ManifestSummary summary =
        read(
            """
            {"source-ref":"s3://b/1.png","category":"s3://b/masks/1.png","category-metadata":{"human-annotated":"yes"}}
            {"source-ref":"s3://b/2.png","category":{"any":"thing"},"category-metadata":{"human-annotated":"no"}}
            {"source-ref":"s3://b/3.png","category":[0,"3"],"category-metadata":{"class-map":{"0":"sign","3":"van"},"confidence-map":{"0":0.9,"3":0.4},"human-annotated":"yes"}}
            """);
    assertThat(summary.results().humanLabeled()).isEqualTo(2);
    assertThat(summary.results().machineLabeled()).isEqualTo(1);
    assertThat(summary.results().byLabel())
        .containsExactly(new LabelCount("sign", 1L, 0L), new LabelCount("van", 1L, 0L));
  }

  /** Lines of other task types, as in ground-truth-reference 6.2. */
  @Test
  void markedWordsMasksAndBoxesInPointCloudsAreCountedByLabel() throws IOException {
    ManifestSummary summary =
        read(
            """
            {"source":"Ana flew to Oslo","category":{"annotations":{"labels":[{"label":"Person"},{"label":"City","shortDisplayName":"cty"}],"entities":[{"label":"City","startOffset":12,"endOffset":16},{"label":"Person","startOffset":0,"endOffset":3}]}},"category-metadata":{"type":"groundtruth/text-span","human-annotated":"yes","entities":[{"confidence":0}]}}
            {"source-ref":"s3://b/a4.png","category":"s3://b/0.png","category-metadata":{"internal-color-map":{"0":{"class-name":"BACKGROUND","hex-color":"#ffffff","confidence":0.9},"3":{"class-name":"road","hex-color":"#2acf59","confidence":0.9}},"type":"groundtruth/semantic-segmentation","human-annotated":"yes"}}
            {"source-ref":"s3://b/f1.bin","category":{"annotations":[{"object-name":"Car:1","class-id":0,"center-x":1.5},{"object-name":"Car:2","class-id":"0"}]},"category-metadata":{"objects":[],"class_map":{"0":"Car"},"type":"groundtruth/point_cloud_object_detection","human-annotated":"yes"}}
            {"source-ref":"s3://b/s1.json","category":"s3://b/SeqLabel.json","category-metadata":{"class-map":{"0":"car"},"human-annotated":"yes","type":"groundtruth/video-object-detection"}}
            """);
    assertThat(summary.unreadable()).isZero();
    assertThat(summary.results().humanLabeled()).isEqualTo(4);
    assertThat(summary.results().byLabel())
        .containsExactlyInAnyOrder(
            new LabelCount("Person", 1L, 0L),
            new LabelCount("City", 1L, 0L),
            new LabelCount("road", 1L, 0L),
            new LabelCount("Car", 2L, 0L));
  }

  @Test
  void endlesslyManyLabelsStayBounded() throws IOException {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < LabelTally.MOST_LABELS + 50; i++) {
      lines.append(image("" + i, "label " + i, "yes", "1"));
    }
    ManifestSummary summary = read(lines.toString());
    assertThat(summary.results().byLabel()).hasSize(LabelTally.MOST_LABELS);
    assertThat(summary.results().humanLabeled()).isEqualTo(LabelTally.MOST_LABELS + 50);
  }

  private static String failed(String reason) {
    return "{\"source\":\"a\",\"category-metadata\":{\"failure-reason\":\"%s\"}}\n"
        .formatted(reason);
  }

  @Test
  void whyObjectsFailedIsAddedUp() throws IOException {
    ManifestSummary summary =
        read(
            failed("The file is empty.")
                + image("1", "a", "yes", "1")
                + failed("The file is a GIF image.").repeat(7)
                + "{\"source\":\"open\"}\n");
    assertThat(summary.results().unlabeled()).isEqualTo(9);
    assertThat(summary.results().failures())
        .containsExactly(
            new FailureCount("The file is a GIF image.", 7L, List.of(3L, 4L, 5L, 6L, 7L)),
            new FailureCount("The file is empty.", 1L, List.of(1L)));
    assertThat(read(image("1", "a", "yes", "1")).results().failures()).isNull();
  }

  @Test
  void endlesslyManyAndLongReasonsStayBounded() throws IOException {
    StringBuilder lines = new StringBuilder(failed("the same").repeat(2));
    for (int i = 0; i < 1500; i++) {
      lines.append(failed("%d\\n%s".formatted(i, "x".repeat(500))));
    }
    List<FailureCount> failures = read(lines.toString()).results().failures();
    assertThat(failures).hasSize(FailureTally.MOST_REASONS + 1);
    assertThat(failures.getFirst()).isEqualTo(new FailureCount("the same", 2L, List.of(1L, 2L)));
    assertThat(failures.get(1).reason()).startsWith("0 xxx").hasSize(256);
    assertThat(failures.getLast().reason()).isEqualTo(FailureTally.OTHERS);
    assertThat(failures.getLast().lines()).hasSize(5);
    assertThat(failures.stream().mapToLong(FailureCount::count).sum()).isEqualTo(1502);
  }

  static Stream<Arguments> notLabeled() {
    return Stream.of(
        Arguments.of("never labeled", "{\"source\":\"a\"}", 1, 0, ""),
        Arguments.of("label of another job", "{\"source\":\"a\",\"other\":1}", 1, 0, ""),
        Arguments.of(
            "failed, as the service leaves a reason",
            "{\"source\":\"a\",\"category-metadata\":{\"failure-reason\":\"x\"}}",
            1,
            0,
            ""),
        Arguments.of("null is none", "{\"source\":\"a\",\"category\":null}", 1, 0, ""),
        Arguments.of("no JSON", "{\"source\":", 0, 1, "line 2 is not JSON"),
        Arguments.of("two on one line", "{\"a\":1}{\"a\":2}", 0, 1, "line 2 is not JSON"),
        Arguments.of("no object", "[1]", 0, 1, "line 2 is not a JSON object"),
        Arguments.of(
            "who labeled it is not said",
            "{\"source\":\"a\",\"category\":1}",
            0,
            1,
            "line 2 has 'category' without human-annotated"),
        Arguments.of(
            "neither yes nor no",
            "{\"source\":\"a\",\"category\":1,\"category-metadata\":{\"human-annotated\":\"maybe\"}}",
            0,
            1,
            "line 2 has 'category' without human-annotated"));
  }

  @ParameterizedTest
  @MethodSource("notLabeled")
  void aLineThatCannotBeUsedNeverEndsTheReading(
      String reason, String line, long unlabeled, long unreadable, String problem)
      throws IOException {
    ManifestSummary summary =
        read(image("1", "a", "yes", "1") + line + "\r\n" + image("1", "a", "no", "1"));
    assertThat(summary.lines()).as(reason).isEqualTo(3);
    assertThat(summary.results().humanLabeled()).as(reason).isEqualTo(1);
    assertThat(summary.results().machineLabeled()).as(reason).isEqualTo(1);
    assertThat(summary.results().unlabeled()).as(reason).isEqualTo(unlabeled);
    assertThat(summary.unreadable()).as(reason).isEqualTo(unreadable);
    assertThat(summary.firstProblem().orElse("")).as(reason).startsWith(problem);
  }

  @Test
  void invalidUtf8IsAnUnreadableLine() throws IOException {
    ManifestSummary summary =
        read(
            new SequenceInputStream(
                new ByteArrayInputStream(
                    new byte[] {'{', '"', (byte) 0xff, '"', ':', '1', '}', 10}),
                new ByteArrayInputStream("{}".getBytes(StandardCharsets.UTF_8))));
    assertThat(summary.unreadable()).isEqualTo(1);
    assertThat(summary.results().unlabeled()).isEqualTo(1);
  }

  @Test
  void blankLinesAndAMissingLastLineBreakAreNothing() throws IOException {
    ManifestSummary summary = read("\n  \n{\"source\":\"a\"}\r\n\n{\"source\":\"b\"}");
    assertThat(summary.lines()).isEqualTo(2);
    assertThat(read("").lines()).isZero();
    assertThat(read("").results().meanConfidence()).isNull();
  }

  @Test
  void anEndlessLineIsPassedOverWithBoundedMemory() throws IOException {
    InputStream huge =
        new SequenceInputStream(
            Collections.enumeration(
                IntStream.range(0, 96)
                    .mapToObj(i -> (InputStream) new ByteArrayInputStream(new byte[1 << 20]))
                    .toList()));
    ManifestSummary summary =
        read(
            new SequenceInputStream(
                huge,
                new ByteArrayInputStream("\n{\"source\":\"a\"}".getBytes(StandardCharsets.UTF_8))));
    assertThat(summary.unreadable()).isEqualTo(1);
    assertThat(summary.firstProblem()).contains("line 1 is longer than 4 MiB");
    assertThat(summary.results().unlabeled()).isEqualTo(1);
  }

  @Test
  void aHundredThousandLinesAreReadAsAStream() throws IOException {
    byte[] line = image("3", "d", "no", "0.5").getBytes(StandardCharsets.UTF_8);
    InputStream content =
        new SequenceInputStream(
            Collections.enumeration(
                IntStream.range(0, 100_000)
                    .mapToObj(i -> (InputStream) new ByteArrayInputStream(line))
                    .toList()));
    assertThat(read(content).results().machineLabeled()).isEqualTo(100_000);
  }
}
