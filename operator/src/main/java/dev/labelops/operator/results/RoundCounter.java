package dev.labelops.operator.results;

import dev.labelops.operator.api.v1alpha1.LabelingJobStatus.Certainty;
import dev.labelops.operator.api.v1alpha1.LabelingJobStatus.Report;
import dev.labelops.operator.api.v1alpha1.LabelingJobStatus.Round;
import dev.labelops.operator.api.v1alpha1.LabelingJobStatus.Rounds;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Counts rounds from the files of a labeling job (ground-truth-reference 5.2, 5.3). The service has
 * no round number: an auto-labeling round is a number with an auto-annotator file that holds at
 * least one label, a human round is an iteration with a consolidation response, a training round is
 * one that produced a model. Numbers may start anywhere and have gaps, so they are counted, never
 * taken as the count.
 */
public final class RoundCounter {
  /** Rounds that {@code status.rounds.history} keeps, the latest ones. */
  static final int LONGEST_HISTORY = 200;

  private RoundCounter() {}

  /**
   * Lists the tree and reads what is new in it.
   *
   * @param tree the job's output tree
   * @param learning whether automated labeling may be on; without it only human rounds are counted
   * @param before {@code status.rounds} of the last count, possibly null; a round whose latest file
   *     is no newer is not read again
   * @param machineLabeled LabelCounters.MachineLabeled, null when unknown
   * @param ended whether the labeling job has ended
   * @throws dev.labelops.operator.aws.CloudFailure when S3 refuses or does not answer
   */
  public static RoundCount count(
      OutputTree tree, boolean learning, Rounds before, Long machineLabeled, boolean ended) {
    RoundFiles files = RoundFiles.list(tree, learning);
    RoundReader reader = new RoundReader(tree, ended);
    Map<Integer, Round> known = known(before == null ? null : before.history());
    List<Report> reports =
        ReportReader.read(tree, files.reports(), before == null ? null : before.reports());
    RoundCount count = count(files, reader, known, reports, machineLabeled, ended);
    // A file written within the second of the last listing was missed: at the end all are read
    // again.
    return ended && !count.exact() && !known.isEmpty()
        ? count(files, reader, Map.of(), reports, machineLabeled, true)
        : count;
  }

  private static RoundCount count(
      RoundFiles files,
      RoundReader reader,
      Map<Integer, Round> known,
      List<Report> reports,
      Long machineLabeled,
      boolean ended) {
    Map<Integer, Round> rounds = new TreeMap<>();
    for (int number : files.numbers()) {
      String at = files.latest(number).truncatedTo(ChronoUnit.SECONDS).toString();
      Round old = known.get(number);
      rounds.put(
          number,
          old != null && at.equals(old.at()) && complete(old, files)
              ? old
              : new Round(
                  number,
                  reader.humanLabeled(files.responses().get(number)).orElse(null),
                  reader.machineLabeled(files.autoLabels().get(number)).orElse(null),
                  at));
    }
    long autoRounds =
        files.autoLabels().keySet().stream()
            .filter(n -> !Objects.equals(rounds.get(n).machineLabeled(), 0L))
            .count();
    boolean allRead =
        files.autoLabels().keySet().stream().allMatch(n -> rounds.get(n).machineLabeled() != null);
    long lines =
        rounds.values().stream()
            .map(Round::machineLabeled)
            .filter(Objects::nonNull)
            .mapToLong(Long::longValue)
            .sum();
    Certainty certainty = certainty(autoRounds, machineLabeled, ended, allRead ? lines : -1);
    return new RoundCount(
        certainty == Certainty.Unknown ? null : Math.toIntExact(autoRounds),
        new Rounds(
            files.responses().size(),
            files.models().size(),
            certainty,
            history(rounds),
            reports.isEmpty() ? null : reports));
  }

  /** What could be read of the latest rounds. */
  private static List<Round> history(Map<Integer, Round> rounds) {
    return rounds.values().stream()
        .skip(Math.max(0, rounds.size() - LONGEST_HISTORY))
        .filter(round -> round.humanLabeled() != null || round.machineLabeled() != null)
        .toList();
  }

  /**
   * @param lines labels in all auto-annotator files, -1 when one of them could not be read
   */
  static Certainty certainty(long autoRounds, Long machineLabeled, boolean ended, long lines) {
    if (autoRounds == 0 && (machineLabeled == null || machineLabeled > 0)) {
      return Certainty.Unknown;
    }
    return ended && machineLabeled != null && machineLabeled == lines
        ? Certainty.Exact
        : Certainty.AtLeast;
  }

  private static boolean complete(Round round, RoundFiles files) {
    return files.responses().containsKey(round.round()) == (round.humanLabeled() != null)
        && files.autoLabels().containsKey(round.round()) == (round.machineLabeled() != null);
  }

  private static Map<Integer, Round> known(List<Round> before) {
    Map<Integer, Round> known = new HashMap<>();
    Optional.ofNullable(before).orElse(List.of()).forEach(round -> known.put(round.round(), round));
    return known;
  }
}
