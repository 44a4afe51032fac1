package dev.labelops.learning.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.labelops.learning.backbone.Backbone;
import dev.labelops.learning.backbone.Limits;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Figures of automated labeling, a JSON line each.
 *
 * <p>Arguments: {@code --data=FOLDER} with cats-dogs/ and docstrings/, {@code --seeds=10}. What is
 * absent is said and skipped.
 */
public final class Bench {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final double TARGET = .95;

  private Bench() {}

  public static void main(String[] arguments) throws IOException {
    Map<String, String> options = new LinkedHashMap<>(Map.of("--seeds", "10"));
    for (String argument : arguments) {
      String[] parts = argument.split("=", 2);
      if (parts.length < 2 || !List.of("--data", "--seeds").contains(parts[0])) {
        System.err.println("Unknown argument " + argument + ". Usage: --data=FOLDER --seeds=10");
        System.exit(2);
      }
      options.put(parts[0], parts[1]);
    }
    if (!options.containsKey("--data")) {
      System.err.println("--data=FOLDER is missing: a folder with cats-dogs/ and docstrings/.");
      System.exit(2);
    }
    Path data = Path.of(options.get("--data"));
    int seeds = Integer.parseInt(options.get("--seeds"));
    images(data.resolve("cats-dogs"), seeds);
    savings(Synthetic.unequalClasses(), seeds);
    if (present(data.resolve("docstrings"))) {
      measure(Datasets.texts(data.resolve("docstrings")), seeds);
    }
  }

  private static void images(Path folder, int seeds) throws IOException {
    Optional<Backbone> bundled = Backbone.bundled(new Limits(2, 1 << 20));
    if (bundled.isEmpty()) {
      line(Map.of("figure", "cats-dogs", "skipped", "this build is without a backbone"));
    } else if (present(folder)) {
      try (Backbone backbone = bundled.get()) {
        long start = System.nanoTime();
        Dataset images = Datasets.images(folder, backbone);
        double seconds = (System.nanoTime() - start) / 1e9;
        line(
            figure(
                "features of " + images.name(),
                Map.of(
                    "images",
                    images.size(),
                    "seconds",
                    round(seconds),
                    "per1000",
                    round(seconds * 1000 / images.size()))));
        measure(images, seeds);
        savings(images, seeds);
      }
    }
  }

  private static void measure(Dataset data, int seeds) throws IOException {
    List<Loop.Outcome> learner = runs(data, seeds, true);
    List<Loop.Outcome> random = runs(data, seeds, false);
    line(figure(data.name() + ", chosen by the learner", summary(learner)));
    line(figure(data.name() + ", chosen at random", summary(random)));
  }

  /** Not for texts: with 100 validated objects no group of theirs passes, whatever the choice. */
  private static void savings(Dataset data, int seeds) throws IOException {
    for (Map<String, Object> savings : Savings.of(data, seeds, TARGET)) {
      line(figure(data.name() + ", human labels against random selection", savings));
    }
  }

  private static List<Loop.Outcome> runs(Dataset data, int seeds, boolean learner) {
    List<Loop.Outcome> outcomes = new ArrayList<>();
    for (int seed = 0; seed < seeds; seed++) {
      outcomes.add(Loop.recipe(data, learner).run(data, seed));
    }
    return outcomes;
  }

  private static Map<String, Object> summary(List<Loop.Outcome> outcomes) {
    Map<String, Object> summary = new LinkedHashMap<>();
    summary.put("seeds", outcomes.size());
    summary.put("objects", outcomes.getFirst().objects());
    summary.put("machineShare", round(mean(outcomes.stream().map(Loop.Outcome::share).toList())));
    summary.put(
        "leastShare", round(outcomes.stream().mapToDouble(Loop.Outcome::share).min().orElse(0)));
    int machine = outcomes.stream().mapToInt(Loop.Outcome::machine).sum();
    int right = outcomes.stream().mapToInt(Loop.Outcome::right).sum();
    if (machine > 0) {
      summary.put("accuracy", round(right / (double) machine));
      summary.put(
          "leastAccuracy",
          round(outcomes.stream().mapToDouble(Loop.Outcome::accuracy).min().orElse(0)));
    }
    summary.put("target", TARGET);
    summary.put("targetKept", outcomes.stream().filter(outcome -> outcome.kept(TARGET)).count());
    summary.put("rounds", round(mean(outcomes.stream().map(o -> (double) o.rounds()).toList())));
    summary.put("reasonsOfSeed0", outcomes.getFirst().reasons());
    return summary;
  }

  private static double mean(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).average().orElse(0);
  }

  private static boolean present(Path folder) throws IOException {
    boolean present = Files.isRegularFile(folder.resolve("truth.manifest"));
    if (!present) {
      line(
          Map.of(
              "figure",
              folder.getFileName().toString(),
              "skipped",
              "no " + folder.resolve("truth.manifest")));
    }
    return present;
  }

  private static Map<String, Object> figure(String name, Map<String, ?> values) {
    Map<String, Object> figure = new LinkedHashMap<>();
    figure.put("figure", name);
    figure.putAll(values);
    figure.put("load", round(ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage()));
    return figure;
  }

  private static void line(Map<String, ?> figure) throws IOException {
    System.out.println(JSON.writeValueAsString(figure));
  }

  private static double round(double value) {
    return Math.round(value * 1000) / 1000.0;
  }
}
