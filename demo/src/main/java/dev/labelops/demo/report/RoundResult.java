package dev.labelops.demo.report;

import dev.labelops.groundtruth.RoundReport;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * One round of a job.
 *
 * @param number as in the output tree
 * @param humanLabeled objects that people labeled in it; null when the operator did not report it
 * @param machineLabeled objects that the model labeled after it; null likewise
 * @param report the engine's; empty where there is none, as on AWS
 * @param truth quality of its machine labels against the truth; empty without machine labels or
 *     truth
 */
public record RoundResult(
    int number,
    Long humanLabeled,
    Long machineLabeled,
    Optional<RoundReport> report,
    Optional<Estimate> truth) {
  private static final Map<String, String> HEADS =
      Map.of(
          "sift-hough", "SIFT keypoints with Hough voting",
          "roi", "pretrained network, linear regions");

  /** {@code accuracy} or {@code mean IoU}. */
  static String measure(RoundReport report) {
    return report.measure().equals("meanIoU") ? "mean IoU" : report.measure();
  }

  /** For the terminal: what the machine took over, or why nothing. */
  public static String line(RoundReport report, String objects) {
    String seconds = String.format(Locale.ROOT, "%.1f s", report.seconds());
    if (report.autoLabeled() == 0) {
      return "round %d: no %s labeled by machine: %s (%s)"
          .formatted(report.round(), objects, report.reason(), seconds);
    }
    return String.format(
        Locale.ROOT,
        "round %d: %d %s labeled by machine, %s %.2f (at least %.2f, target %.2f), learned from %d"
            + " human labels, %d open (%s)",
        report.round(),
        report.autoLabeled(),
        objects,
        measure(report),
        report.quality(),
        report.lowerBound(),
        report.target(),
        report.trainingObjects(),
        report.openObjects(),
        seconds);
  }

  /** A head's name for people. */
  static String head(String name) {
    return HEADS.getOrDefault(name, name);
  }
}
