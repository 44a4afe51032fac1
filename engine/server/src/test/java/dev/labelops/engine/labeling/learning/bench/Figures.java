package dev.labelops.engine.labeling.learning.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.management.OperatingSystemMXBean;
import dev.labelops.engine.labeling.learning.bench.MeasuredJob.MeasuredRound;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.function.ToDoubleFunction;

/** Figures as JSON lines, each with the machine's load average of the last minute. */
final class Figures {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final OperatingSystemMXBean SYSTEM =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
  private static final double[] SHARES = {.1, .3, .4, .5, .6, .7, .8};

  private Figures() {}

  static void progress(String sentence) {
    System.err.println(sentence);
  }

  static void skipped(String set, String why) {
    print("skipped", set, Map.of("reason", why));
  }

  static double cpuSeconds() {
    return SYSTEM.getProcessCpuTime() / 1e9;
  }

  /**
   * @param cpuBefore CPU seconds of this process before
   */
  static void features(LabeledFolder data, double seconds, double cpuBefore) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("objects", data.size());
    values.put("seconds", seconds);
    values.put("cpuSecondsWithFirstJob", cpuSeconds() - cpuBefore);
    print("features", data.name(), values);
  }

  static void jobs(LabeledFolder data, String chosenBy, double target, List<MeasuredJob> jobs) {
    int machine = jobs.stream().mapToInt(MeasuredJob::machine).sum();
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("trainingChosenBy", chosenBy);
    values.put("objects", data.size());
    values.put("seeds", jobs.size());
    values.put("humanLabels", mean(jobs, job -> job.objects() - job.machine()));
    values.put("machineShare", mean(jobs, MeasuredJob::share));
    values.put("worstShare", least(jobs, MeasuredJob::share));
    values.put("measure", data.boxes() ? "meanIoU" : "accuracy");
    values.put("target", target);
    values.put(
        "quality",
        machine == 0
            ? null
            : jobs.stream().mapToDouble(job -> job.quality() * job.machine()).sum() / machine);
    values.put("worstQuality", machine == 0 ? null : least(jobs, MeasuredJob::quality));
    values.put(
        "targetKept",
        jobs.stream().filter(job -> job.quality() >= target).count() + " of " + jobs.size());
    values.put("constantAnswer", constantAnswer(jobs));
    values.put("tests", mean(jobs, MeasuredJob::tests));
    values.put(
        "longestRoundSeconds",
        jobs.stream()
            .flatMap(job -> job.rounds().stream())
            .mapToDouble(MeasuredRound::seconds)
            .max()
            .orElse(0));
    values.put(
        "reasonsOfFirst",
        jobs.getFirst().rounds().stream().map(round -> round.report().reason()).toList());
    print("automated labeling", data.name(), values);
  }

  private static Double constantAnswer(List<MeasuredJob> jobs) {
    return jobs.stream()
        .map(job -> job.rounds().getLast().report().baseline())
        .filter(Objects::nonNull)
        .findFirst()
        .orElse(null);
  }

  /** Labels of people, validation included, until the machine has labeled a part of the job. */
  static void savings(LabeledFolder data, List<MeasuredJob> chosen, List<MeasuredJob> random) {
    for (double share : SHARES) {
      List<Integer> by = new ArrayList<>();
      List<Integer> without = new ArrayList<>();
      for (int seed = 0; seed < chosen.size(); seed++) {
        OptionalInt one = chosen.get(seed).humanLabelsUntil(share);
        OptionalInt other = random.get(seed).humanLabelsUntil(share);
        if (one.isPresent() && other.isPresent()) {
          by.add(one.getAsInt());
          without.add(other.getAsInt());
        }
      }
      if (by.isEmpty()) {
        continue;
      }
      double labels = mean(by, Integer::doubleValue);
      double labelsAtRandom = mean(without, Integer::doubleValue);
      Map<String, Object> values = new LinkedHashMap<>();
      values.put("machineShare", share);
      values.put("humanLabels", labels);
      values.put("humanLabelsAtRandom", labelsAtRandom);
      values.put("fewer", 1 - labels / labelsAtRandom);
      values.put("reachedByBoth", by.size() + " of " + chosen.size());
      values.put("reached", reached(chosen, share));
      values.put("reachedAtRandom", reached(random, share));
      print("human labels to the same machine share", data.name(), values);
    }
  }

  private static long reached(List<MeasuredJob> jobs, double share) {
    return jobs.stream().filter(job -> job.humanLabelsUntil(share).isPresent()).count();
  }

  static <T> double mean(List<T> of, ToDoubleFunction<T> value) {
    return of.stream().mapToDouble(value).average().orElse(0);
  }

  private static <T> double least(List<T> of, ToDoubleFunction<T> value) {
    return of.stream().mapToDouble(value).min().orElse(0);
  }

  static void print(String figure, String set, Map<String, ?> values) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("figure", figure);
    line.put("set", set);
    values.forEach(
        (name, value) ->
            line.put(
                name, value instanceof Double d ? (Object) (Math.round(d * 1000) / 1000.) : value));
    line.put("load", Math.round(SYSTEM.getSystemLoadAverage() * 10) / 10.);
    try {
      System.out.println(JSON.writeValueAsString(line));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a figure is not JSON", e);
    }
  }
}
