package dev.labelops.engine.labeling.learning.bench;

import dev.labelops.engine.labeling.learning.Learner;
import dev.labelops.engine.labeling.learning.MemoryJob;
import dev.labelops.groundtruth.RoundReport;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * One job that a learner has done.
 *
 * @param objects in all
 * @param machine objects that the machine labeled
 * @param quality mean score of these against the truth; 1 when there are none
 * @param featureSeconds that round 0 took
 * @param rounds after people's batches
 */
record MeasuredJob(
    int objects, int machine, double quality, double featureSeconds, List<MeasuredRound> rounds) {

  /**
   * @param human labels of people, validation included, when the round began
   * @param machine labels of the machine when it ended
   */
  record MeasuredRound(int human, int machine, double seconds, RoundReport report) {}

  static MeasuredJob run(LabeledFolder data, MemoryJob job, Learner learner) throws IOException {
    long start = System.nanoTime();
    job.setUp(learner);
    double features = seconds(start);
    List<MeasuredRound> rounds = new ArrayList<>();
    boolean open = true;
    while (open) {
      int human = job.human().size();
      start = System.nanoTime();
      open = job.step(learner);
      rounds.add(
          new MeasuredRound(
              human, job.machine().size(), seconds(start), job.outcomes().getLast().report()));
    }
    double quality =
        job.machine().entrySet().stream()
            .mapToDouble(entry -> data.score(entry.getKey(), entry.getValue()))
            .average()
            .orElse(1);
    return new MeasuredJob(data.size(), job.machine().size(), quality, features, rounds);
  }

  private static double seconds(long start) {
    return (System.nanoTime() - start) / 1e9;
  }

  double share() {
    return machine / (double) objects;
  }

  /** Rounds that tested a model. */
  long tests() {
    return rounds.stream().filter(round -> round.report.delta() > 0).count();
  }

  /** Labels of people after which the machine had labeled this part of the job. */
  OptionalInt humanLabelsUntil(double share) {
    return rounds.stream()
        .filter(round -> round.machine >= share * objects)
        .mapToInt(MeasuredRound::human)
        .findFirst();
  }
}
