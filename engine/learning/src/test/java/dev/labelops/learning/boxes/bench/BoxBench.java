package dev.labelops.learning.boxes.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.labelops.learning.backbone.Backbone;
import dev.labelops.learning.backbone.Limits;
import dev.labelops.learning.boxes.Answer;
import dev.labelops.learning.boxes.BoxHead;
import dev.labelops.learning.boxes.BoxLabeler;
import dev.labelops.learning.boxes.ConstantBox;
import dev.labelops.learning.boxes.HoughHead;
import dev.labelops.learning.boxes.ImageScore;
import dev.labelops.learning.boxes.LabeledImage;
import dev.labelops.learning.boxes.MapPyramid;
import dev.labelops.learning.boxes.NativeThreads;
import dev.labelops.learning.boxes.RoiHead;
import dev.labelops.learning.boxes.Sift;
import dev.labelops.learning.boxes.SiftFeatures;
import dev.labelops.learning.boxes.SizedImage;
import dev.labelops.learning.threshold.ErrorBudget;
import dev.labelops.learning.threshold.HeadChoice;
import dev.labelops.learning.threshold.LowerBound;
import dev.labelops.learning.threshold.Validated;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Measures the box heads; a JSON line per figure.
 *
 * <p>Arguments: hard, easy or a folder with truth.manifest; human labels for training; for
 * validation; unseen images; seed; targets with commas; then heads, of sift-hough and roi.
 */
public final class BoxBench {
  private static final int FOLDS = 4;

  private final Samples samples;
  private final int training;
  private final int validation;
  private final int unseen;
  private final long seed;
  private final double[] targets;

  private BoxBench(
      Samples samples, int training, int validation, int unseen, long seed, double[] targets) {
    this.samples = samples;
    this.training = training;
    this.validation = validation;
    this.unseen = unseen;
    this.seed = seed;
    this.targets = targets;
  }

  public static void main(String... args) throws Exception {
    int training = Integer.parseInt(args[1]);
    int validation = Integer.parseInt(args[2]);
    int unseen = Integer.parseInt(args[3]);
    long seed = Long.parseLong(args[4]);
    double[] targets = Stream.of(args[5].split(",")).mapToDouble(Double::parseDouble).toArray();
    Samples samples =
        switch (args[0]) {
          case "hard" ->
              Samples.synthetic(SyntheticImages.Set.HARD, training + validation + unseen, seed);
          case "easy" ->
              Samples.synthetic(SyntheticImages.Set.EASY, training + validation + unseen, seed);
          default -> Samples.folder(Path.of(args[0]), seed);
        };
    NativeThreads.limit(1);
    BoxBench bench = new BoxBench(samples, training, validation, unseen, seed, targets);
    bench.constantBox();
    for (int i = 6; i < args.length; i++) {
      switch (args[i]) {
        case "sift-hough" -> bench.head(new HoughHead(), bench.sift());
        case "roi" -> bench.head(new RoiHead(), bench.maps());
        default -> throw new IllegalArgumentException("No head " + args[i]);
      }
    }
  }

  private List<Supplier<SiftFeatures>> sift() throws Exception {
    long start = System.nanoTime();
    List<Supplier<SiftFeatures>> features = new ArrayList<>();
    for (Samples.Sample image : samples.images()) {
      SiftFeatures of = Sift.of(image.decode());
      features.add(() -> of);
    }
    print("features", "sift", Map.of("secondsPerImage", seconds(start) / features.size()));
    return features;
  }

  /** Held as the cache holds them: half precision, read for each use. */
  private List<Supplier<MapPyramid>> maps() throws Exception {
    long start = System.nanoTime();
    List<Supplier<MapPyramid>> all = new ArrayList<>();
    try (Backbone backbone = Backbone.bundled(Limits.DEFAULT).orElseThrow()) {
      for (Samples.Sample image : samples.images()) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        MapPyramid.of(backbone, image.decode()).write(new DataOutputStream(bytes));
        byte[] written = bytes.toByteArray();
        all.add(() -> read(written));
      }
    }
    print("features", "roi", Map.of("secondsPerImage", seconds(start) / all.size()));
    return all;
  }

  private static MapPyramid read(byte[] written) {
    try {
      return MapPyramid.read(new DataInputStream(new ByteArrayInputStream(written)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void constantBox() throws Exception {
    List<SizedImage> sized = samples.images().stream().map(Samples.Sample::sized).toList();
    ConstantBox constant = new ConstantBox(sized.subList(0, training));
    double mean =
        sized.subList(training + validation, training + validation + unseen).stream()
            .mapToDouble(constant::score)
            .average()
            .orElse(0);
    print("constant-box", "all", Map.of("mean", mean));
  }

  private <F> void head(BoxHead<F> head, List<Supplier<F>> features) throws Exception {
    List<LabeledImage<F>> images = new ArrayList<>();
    for (int i = 0; i < training; i++) {
      images.add(new LabeledImage<>(features.get(i), samples.images().get(i).boxes()));
    }
    for (double target : targets) {
      long start = System.nanoTime();
      try (BoxLabeler<F> labeler = BoxLabeler.train(head, images, target, FOLDS, seed)) {
        double train = seconds(start);
        start = System.nanoTime();
        List<Validated> validated = new ArrayList<>();
        for (int i = training; i < training + validation; i++) {
          validated.add(validated(labeler, features, i));
        }
        List<Validated> others = new ArrayList<>();
        for (int i = training + validation; i < training + validation + unseen; i++) {
          others.add(validated(labeler, features, i));
        }
        double detect = seconds(start) / (validation + unseen);
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("target", target);
        figures.put("meanAll", mean(others));
        figures.put("trainSeconds", train);
        figures.put("detectSecondsPerImage", detect);
        figures.put("emission", labeler.rule().threshold());
        figures.put("nothing", labeler.rule().nothing());
        // z = 1 for the page's rows, then the product's rule in its first round with one or two
        // heads.
        figures.putAll(accepted("z1", .1587, target, validated, others));
        figures.putAll(accepted("z1_28", .1, target, validated, others));
        figures.putAll(
            accepted("round1", ErrorBudget.DEFAULT.delta(1, 2), target, validated, others));
        figures.put(
            "reason",
            HeadChoice.among(
                    LowerBound.NORMAL_MEAN,
                    target,
                    ErrorBudget.DEFAULT,
                    1,
                    Map.of(head.name(), validated))
                .reason());
        figures.put("oracle", oracle(target, others));
        print("labeled", head.name(), figures);
      }
    }
  }

  private <F> Validated validated(BoxLabeler<F> labeler, List<Supplier<F>> features, int i) {
    Answer answer = labeler.label(features.get(i).get());
    return new Validated(
        i, answer.confidence(), ImageScore.of(answer.labels(), samples.images().get(i).boxes()));
  }

  private static Map<String, Object> accepted(
      String rule, double delta, double target, List<Validated> validated, List<Validated> others) {
    var test =
        new dev.labelops.learning.threshold.FixedSequence(LowerBound.NORMAL_MEAN, target, delta)
            .test(rule, validated);
    double threshold = test.accepted().map(group -> group.threshold()).orElse(Double.MAX_VALUE);
    List<Validated> machine =
        others.stream().filter(object -> object.confidence() >= threshold).toList();
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put(rule + "Part", (double) machine.size() / others.size());
    figures.put(rule + "Mean", mean(machine));
    return figures;
  }

  /** The largest part of the unseen images, by confidence, whose true mean reaches the target. */
  private static double oracle(double target, List<Validated> others) {
    List<Validated> sorted = new ArrayList<>(others);
    sorted.sort((a, b) -> Double.compare(b.confidence(), a.confidence()));
    int most = 0;
    for (int n = 1; n <= sorted.size(); n++) {
      most = mean(sorted.subList(0, n)) >= target ? n : most;
    }
    return (double) most / others.size();
  }

  private static double mean(List<Validated> objects) {
    return objects.stream().mapToDouble(Validated::score).average().orElse(0);
  }

  private static double seconds(long start) {
    return (System.nanoTime() - start) / 1e9;
  }

  private void print(String figure, String head, Map<String, Object> values) throws Exception {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("figure", figure);
    line.put("set", samples.name());
    line.put("head", head);
    line.put("training", training);
    line.put("validation", validation);
    line.put("unseen", unseen);
    line.put("seed", seed);
    values.forEach(
        (name, value) ->
            line.put(
                name,
                value instanceof Double d ? (Object) (Math.round(d * 1000) / 1000.0) : value));
    line.put("load", ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
    System.out.println(new ObjectMapper().writeValueAsString(line));
  }
}
