package dev.labelops.operator.results;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.labelops.groundtruth.JsonLines;
import dev.labelops.groundtruth.JsonLines.Line;
import dev.labelops.operator.api.v1alpha1.LabelingJobStatus;
import java.io.CharConversionException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * Reads an output manifest as a stream, one line in memory at a time. A line that cannot be used is
 * counted as unreadable and never ends the reading.
 */
public final class OutputManifestReader {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  /** Bytes; an input line has at most 100,000 characters, and its label comes on top. */
  static final int MAX_LINE_BYTES = 4 << 20;

  private OutputManifestReader() {}

  /**
   * @param content JSON Lines in UTF-8; closing it is the caller's
   * @param attribute LabelAttributeName
   * @param readAt for {@code status.results.readAt}
   * @param etag for {@code status.results.etag}
   * @throws IOException when the stream breaks
   */
  public static ManifestSummary read(
      InputStream content, String attribute, Instant readAt, String etag) throws IOException {
    JsonLines lines = new JsonLines(content, MAX_LINE_BYTES);
    LabelTally tally = new LabelTally();
    FailureTally failures = new FailureTally();
    long count = 0;
    long unlabeled = 0;
    long unreadable = 0;
    Optional<String> firstProblem = Optional.empty();
    for (Optional<Line> line = lines.next(); line.isPresent(); line = lines.next()) {
      if (line.get().isBlank()) {
        continue;
      }
      count++;
      long number = line.get().number();
      switch (object(line.get(), attribute)) {
        case LabeledObject.Labeled labeled -> tally.add(labeled);
        case LabeledObject.Unlabeled(Optional<String> failure) -> {
          unlabeled++;
          failure.ifPresent(reason -> failures.add(reason, number));
        }
        case LabeledObject.Unreadable why -> {
          unreadable++;
          firstProblem = firstProblem.or(() -> Optional.of("line " + number + " " + why.reason()));
        }
      }
    }
    return new ManifestSummary(
        count,
        unreadable,
        firstProblem,
        new LabelingJobStatus.Results(
            tally.humanLabeled(),
            tally.machineLabeled(),
            unlabeled,
            tally.byLabel(),
            failures.failures(),
            tally.meanConfidence(),
            readAt.truncatedTo(ChronoUnit.SECONDS).toString(),
            etag));
  }

  private static LabeledObject object(Line line, String attribute) throws IOException {
    if (line.content().isEmpty()) {
      return new LabeledObject.Unreadable("is longer than 4 MiB");
    }
    try {
      JsonNode json = JSON.readTree(line.content().get());
      return json.isObject()
          ? LabeledObject.of(json, attribute)
          : new LabeledObject.Unreadable("is not a JSON object");
    } catch (JsonProcessingException e) {
      return new LabeledObject.Unreadable("is not JSON: " + e.getOriginalMessage());
    } catch (CharConversionException e) {
      return new LabeledObject.Unreadable("is not UTF-8");
    }
  }
}
