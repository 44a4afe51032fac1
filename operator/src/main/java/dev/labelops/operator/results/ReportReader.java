package dev.labelops.operator.results;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.labelops.groundtruth.RoundReport;
import dev.labelops.operator.api.v1alpha1.LabelingJobStatus.Report;
import dev.labelops.operator.aws.s3.StoredObject;
import java.io.IOException;
import java.io.InputStream;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads what the engine reports of its latest rounds. AWS writes no such files. Whoever may write
 * to the output can write anything there, so that little is read and less is kept; what is no
 * report is ignored with a line in the log.
 */
final class ReportReader {
  /** Rounds of which the report is kept, the latest ones. */
  static final int MOST_REPORTS = 10;

  /** Bytes of a report that is read. */
  static final int LARGEST = 256 << 10;

  /** Characters of a reason. */
  static final int LONGEST_REASON = 512;

  private static final int LONGEST_NAME = 64;
  private static final Logger LOG = LoggerFactory.getLogger(ReportReader.class);

  private static final ObjectReader REPORT =
      new JsonMapper()
          .readerFor(RoundReport.class)
          .without(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS);

  private ReportReader() {}

  /**
   * @param files by round
   * @param before {@code status.rounds.reports}, possibly null; a report whose file is no newer is
   *     not read again
   * @return the latest round first
   * @throws dev.labelops.operator.aws.CloudFailure when S3 refuses or does not answer
   */
  static List<Report> read(OutputTree tree, Map<Integer, StoredObject> files, List<Report> before) {
    Map<Integer, Report> known = new HashMap<>();
    Optional.ofNullable(before).orElse(List.of()).forEach(r -> known.put(r.round(), r));
    List<Report> reports = new ArrayList<>();
    files.keySet().stream()
        .sorted(Comparator.reverseOrder())
        .limit(MOST_REPORTS)
        .forEach(
            round -> {
              StoredObject file = files.get(round);
              Report old = known.get(round);
              if (old != null && at(file).equals(old.at())) {
                reports.add(old);
              } else {
                read(tree, round, file).ifPresent(reports::add);
              }
            });
    return List.copyOf(reports);
  }

  private static Optional<Report> read(OutputTree tree, int round, StoredObject file) {
    if (file.size() > LARGEST) {
      return ignored(tree, file, file.size() + " bytes are more than " + LARGEST);
    }
    return tree.read(file.key(), (about, content) -> parsed(tree, file, content))
        .flatMap(report -> report)
        .flatMap(
            report ->
                report.reason() == null || report.reason().isBlank() || report.autoLabeled() < 0
                    ? ignored(tree, file, "it has no reason, or a negative number of labels")
                    : Optional.of(report(round, report, at(file))));
  }

  private static Optional<RoundReport> parsed(
      OutputTree tree, StoredObject file, InputStream content) throws IOException {
    // The file may have grown since it was listed.
    byte[] bytes = content.readNBytes(LARGEST + 1);
    if (bytes.length > LARGEST) {
      return ignored(tree, file, "it has more than " + LARGEST + " bytes");
    }
    try {
      RoundReport report = REPORT.readValue(bytes);
      return report == null ? ignored(tree, file, "it is null") : Optional.of(report);
    } catch (JsonProcessingException e) {
      return ignored(tree, file, e.getOriginalMessage());
    }
  }

  private static <T> Optional<T> ignored(OutputTree tree, StoredObject file, String why) {
    LOG.warn(
        "s3://{}/{}{} is no report of a round and is ignored: {}",
        tree.bucket(),
        tree.prefix(),
        file.key(),
        text(why, LONGEST_REASON));
    return Optional.empty();
  }

  private static Report report(int round, RoundReport read, String at) {
    int groups =
        read.heads() == null
            ? 0
            : read.heads().stream()
                .mapToInt(head -> head == null || head.groups() == null ? 0 : head.groups().size())
                .sum();
    return new Report(
        round,
        text(read.reason(), LONGEST_REASON),
        (long) read.autoLabeled(),
        (long) Math.max(0, read.trainingObjects()),
        (long) Math.max(0, read.validationObjects()),
        groups,
        text(read.head(), LONGEST_NAME),
        text(read.measure(), LONGEST_NAME),
        part(read.target()),
        part(read.quality()),
        part(read.lowerBound()),
        part(read.threshold()),
        at);
  }

  private static String at(StoredObject file) {
    return file.lastModified().truncatedTo(ChronoUnit.SECONDS).toString();
  }

  /** Without line breaks and the like, shortened; null stays null. */
  private static String text(String text, int longest) {
    if (text == null) {
      return null;
    }
    String clean = text.replaceAll("\\p{Cntrl}+", " ").strip();
    return clean.length() > longest ? clean.substring(0, longest - 3) + "..." : clean;
  }

  /** Three digits; null for what is no number from 0 to 1. */
  private static String part(Double value) {
    return value == null || !(value >= 0 && value <= 1)
        ? null
        : String.format(Locale.ROOT, "%.3f", value);
  }
}
