package dev.labelops.demo.drive;

import dev.labelops.demo.report.RoundResult;
import dev.labelops.demo.stack.Bucket;
import dev.labelops.groundtruth.RoundReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkException;

/** Says what each round of automated labeling came to, as soon as its report is in S3. */
final class RoundNews {
  private final Bucket bucket;
  private final String objects;
  private int last;

  /**
   * @param objects the objects' name in the plural
   */
  RoundNews(Bucket bucket, String objects) {
    this.bucket = bucket;
    this.objects = objects;
  }

  /** A line for each round that has been reported since the last look. */
  List<String> look(Observed job) {
    List<String> lines = new ArrayList<>();
    try {
      JobOutput.of(bucket, job).ifPresent(output -> read(output, lines));
    } catch (SdkException e) {
      // The engine is slow or has exited, which is reported elsewhere; the next look tries again.
    }
    return lines;
  }

  /** Batches that only complete the validation set have no report. */
  private void read(JobOutput output, List<String> lines) {
    for (int round : output.rounds()) {
      Optional<RoundReport> report = round > last ? output.report(round) : Optional.empty();
      if (report.isPresent()) {
        lines.add(RoundResult.line(report.get(), objects));
        last = round;
      }
    }
  }
}
