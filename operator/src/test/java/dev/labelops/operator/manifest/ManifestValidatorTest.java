package dev.labelops.operator.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labelops.groundtruth.Medium;
import dev.labelops.operator.manifest.Rejections.Rejection;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.AbstractList;
import java.util.Collections;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ManifestValidatorTest {
  private static final String GOOD = "{\"source-ref\":\"s3://bucket/a.jpg\"}";

  private static ManifestInspection inspect(Medium type, byte[] manifest) throws IOException {
    return ManifestValidator.inspect(
        new ByteArrayInputStream(manifest), type, uri -> !uri.startsWith("s3://secret/"));
  }

  private static ManifestInspection inspect(String manifest) throws IOException {
    return inspect(Medium.Image, manifest.getBytes(StandardCharsets.UTF_8));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          Image | {"source-ref":"s3://b/a.jpg"} | | | one object
          Image | {"source-ref":"s3://b/ä b+%20.jpg"} | | | keys stand as they are, unencoded
          Image | {"source-ref":"s3://b/a.jpg","category":1,"category-metadata":{"x":[1,{}]}} | | | other attributes pass through
          Image | {"source-ref":"s3://b/a.jpg","label":null} | | | null is a value
          Text  | {"source":"hello"} | | | a text
          Image | `` | | BlankLine | blank lines are not documented to be tolerated
          Image | `   ` | | BlankLine | nor are spaces
          Image | s3://b/a.jpg | | NotJson | a list of addresses is no manifest
          Image | {"source-ref":"s3://b/a.jpg" | | NotJson | the object is cut off
          Image | {"source-ref":"s3://b/a.jpg"}{} | | NotJson | two objects in a line
          Image | {"source-ref":"s3://b/a.jpg"}, | | NotJson | a comma behind, as in an array
          Image | {'source-ref':'s3://b/a.jpg'} | | NotJson | single quotes are not JSON
          Image | {"source-ref":"s3://b/a.jpg","source-ref":"s3://b/c.jpg"} | | NotJson | an attribute twice
          Image | {"a":NaN,"source-ref":"s3://b/a.jpg"} | | NotJson | NaN is not JSON
          Image | ["s3://b/a.jpg"] | | NotAnObject | an array
          Image | "s3://b/a.jpg" | | NotAnObject | a string
          Image | 7 | | NotAnObject | a number
          Image | {} | source-ref | NoSource | nothing to label
          Image | {"sourceRef":"s3://b/a.jpg"} | source-ref | NoSource | misspelt
          Image | {"source-ref":"s3://b/a.jpg","source":"x"} | source | TwoSources | both
          Image | {"source-ref":["s3://b/a.jpg"]} | source-ref | NotText | an array as address
          Image | {"source-ref":null} | source-ref | NotText | null as address
          Image | {"source-ref":""} | source-ref | NotText | empty
          Text  | {"source":" "} | source | NotText | blank text
          Text  | {"source":7} | source | NotText | a number as text
          Image | {"source-ref":"https://b.s3.amazonaws.com/a.jpg"} | source-ref | NotAnS3Address | a web address
          Image | {"source-ref":"S3://b/a.jpg"} | source-ref | NotAnS3Address | scheme in capitals, bucket too short
          Image | {"source-ref":"s3://bucket"} | source-ref | NotAnS3Address | no key
          Image | {"source-ref":"s3://bucket/"} | source-ref | NotAnS3Address | empty key
          Image | {"source-ref":"s3://Bucket/a.jpg"} | source-ref | NotAnS3Address | capitals in a bucket's name
          Image | {"source":"hello"} | source | MediaTypeMismatch | text among images
          Text  | {"source-ref":"s3://bucket/a.txt"} | source-ref | MediaTypeMismatch | an address among texts
          Video | {"source-ref":"s3://b/a.mp4"} | | | a video
          Video | {"source":"hello"} | source | MediaTypeMismatch | text among videos
          VideoFrames | {"source-ref":"s3://b/seq/1.json"} | | | a sequence file
          VideoFrames | {"source-ref":"s3://b/seq/1.jpg"} | source-ref | NotASequenceFile | a frame instead of a sequence
          PointCloudSequence | {"source-ref":"s3://b/seq/1.bin"} | source-ref | NotASequenceFile | a frame instead of a sequence
          PointCloudFrame | {"source-ref":"s3://b/1.bin","source-ref-metadata":{"format":"binary/xyzi","unix-timestamp":1700000000.1}} | | | a frame and its time
          PointCloudFrame | {"source-ref":"s3://b/1.bin","source-ref-metadata":{"pose":{"unix-timestamp":1}}} | source-ref-metadata | NoTimestamp | the time of something else
          PointCloudFrame | {"source-ref":"s3://b/1.bin","source-ref-metadata":{"unix-timestamp":"now"}} | source-ref-metadata | NoTimestamp | a text as time
          PointCloudFrame | {"source-ref":"s3://b/1.bin"} | source-ref-metadata | NoTimestamp | no metadata
          Any | {"source":"hello"} | | | custom tasks take texts
          Any | {"source-ref":"s3://b/a.any"} | | | and objects
          Image | {"source-ref":"s3://bucket/a.jpg","$id":1} | $id | AttributeName | names must not start with $
          Image | {"source-ref":"s3://bucket/a.jpg","":1} | | AttributeName | nor be empty
          Image | {"source-ref":"s3://secret/a.jpg"} | source-ref | NotAllowed | not granted to the namespace
          """)
  void judgesALine(Medium type, String line, String field, RejectionReason reason, String why)
      throws IOException {
    String text = line == null ? "" : line.replace("s3://b/", "s3://bucket/");
    ManifestInspection seen = inspect(type, (text + "\n").getBytes(StandardCharsets.UTF_8));
    if (reason == null) {
      assertThat(seen.rejections().first()).as(why).isEmpty();
    } else {
      assertThat(seen.rejections().first())
          .as(why)
          .containsExactly(new Rejection(1, field == null ? "" : field, reason));
    }
    assertThat(seen.lines()).as(why).isEqualTo(1);
  }

  @Test
  void lengthsAreCountedInCharacters() throws IOException {
    String text = "ß".repeat(20_000);
    String longest = "{\"source\":\"" + text + "\",\"note\":[\"" + "x".repeat(19_996) + "\"]}";
    assertThat(inspect(Medium.Text, longest.getBytes(StandardCharsets.UTF_8)).rejections().count())
        .isZero();
    assertThat(
            inspect("{\"source-ref\":\"s3://bucket/a\",\"n\":\"" + text + "x\"}")
                .rejections()
                .first())
        .containsExactly(new Rejection(1, "n", RejectionReason.AttributeTooLong));
    assertThat(
            inspect("{\"source-ref\":\"s3://bucket/a\",\"n\":[" + "1,".repeat(10_000) + "1]}")
                .rejections()
                .first())
        .containsExactly(new Rejection(1, "n", RejectionReason.AttributeTooLong));
    assertThat(inspect(" ".repeat(100_001)).rejections().first())
        .containsExactly(new Rejection(1, "", RejectionReason.LineTooLong));
    assertThat(inspect("{\"a\":\"" + "x".repeat(1_000_000) + "\"}\n" + GOOD).rejections().first())
        .startsWith(new Rejection(1, "", RejectionReason.LineTooLong));
    assertThat(
            inspect("{\"source-ref\":\"s3://bucket/" + "k".repeat(1025) + "\"}")
                .rejections()
                .first())
        .containsExactly(new Rejection(1, "source-ref", RejectionReason.NotAnS3Address));
  }

  @Test
  void linesEndInEitherWayAndTheLastOneNeedsNoEnd() throws IOException {
    String line = "{\"source-ref\":\"s3://bucket/%s\"}";
    ManifestInspection seen =
        inspect(line.formatted("a") + "\r\n" + line.formatted("b") + "\n" + line.formatted("c"));
    assertThat(seen.lines()).isEqualTo(3);
    assertThat(seen.rejections().count()).isZero();
    assertThat(inspect("").lines()).isZero();
  }

  @Test
  void bytesThatAreNotUtf8AndAByteOrderMarkAreTold() throws IOException {
    byte[] latin1 = "{\"source\":\"Stra\u00dfe\"}\n".getBytes(StandardCharsets.ISO_8859_1);
    assertThat(inspect(Medium.Text, latin1).rejections().first())
        .containsExactly(new Rejection(1, "", RejectionReason.NotUtf8));
    byte[] utf16 = "{\"source\":\"x\"}\n".getBytes(StandardCharsets.UTF_16);
    assertThat(inspect(Medium.Text, utf16).rejections().first())
        .contains(new Rejection(1, "", RejectionReason.NotUtf8));
    assertThat(inspect("\uFEFF{\"source-ref\":\"s3://bucket/a\"}").rejections().first())
        .containsExactly(new Rejection(1, "", RejectionReason.ByteOrderMark));
  }

  @Test
  void countsEveryBadLineShowsTenAndGoesOn() throws IOException {
    StringBuilder manifest = new StringBuilder();
    for (int i = 0; i < 25; i++) {
      manifest.append("{\"source-ref\":\"s3://bucket/").append(i).append("\"}\n").append("oops\n");
    }
    ManifestInspection seen = inspect(manifest.toString());
    assertThat(seen.lines()).isEqualTo(50);
    assertThat(seen.rejections().count()).isEqualTo(25);
    assertThat(seen.rejections().byReason()).isEqualTo(Map.of(RejectionReason.NotJson, 25L));
    assertThat(seen.rejections().first())
        .hasSize(10)
        .extracting(Rejection::line)
        .startsWith(2L, 4L, 6L);
  }

  @Test
  void repeatedSourcesAreCountedAndBucketsListed() throws IOException {
    ManifestInspection seen =
        inspect(
            """
            {"source-ref":"s3://second/a"}
            {"source-ref":"s3://first/a"}
            {"source-ref":"s3://second/a"}
            {"source-ref":"s3://second/a","again":1}
            """);
    assertThat(seen.duplicates()).isEqualTo(2);
    assertThat(seen.buckets()).containsExactly("first", "second");
    assertThat(seen.rejections().count()).isZero();
  }

  @Test
  void tooManyBucketsAreTold() throws IOException {
    StringBuilder manifest = new StringBuilder();
    IntStream.range(0, 22)
        .forEach(i -> manifest.append("{\"source-ref\":\"s3://bucket").append(i).append("/a\"}\n"));
    assertThat(inspect(manifest.toString()).rejections().first())
        .containsExactly(
            new Rejection(21, "source-ref", RejectionReason.TooManyBuckets),
            new Rejection(22, "source-ref", RejectionReason.TooManyBuckets));
  }

  @Test
  void stopsAtTheFirstLineTooMany() throws IOException {
    assertThat(ManifestValidator.inspect(lines(100_000), Medium.Image, uri -> true))
        .satisfies(
            seen -> {
              assertThat(seen.tooMany()).isFalse();
              assertThat(seen.lines()).isEqualTo(100_000);
            });
    assertThat(ManifestValidator.inspect(lines(100_001), Medium.Image, uri -> true).tooMany())
        .isTrue();
  }

  /** A stream that is never whole in memory. */
  static InputStream lines(int count) {
    return new SequenceInputStream(
        Collections.enumeration(
            new AbstractList<InputStream>() {
              @Override
              public InputStream get(int i) {
                return new ByteArrayInputStream(
                    ("{\"source-ref\":\"s3://bucket/" + i + "\"}\n")
                        .getBytes(StandardCharsets.UTF_8));
              }

              @Override
              public int size() {
                return count;
              }
            }));
  }
}
