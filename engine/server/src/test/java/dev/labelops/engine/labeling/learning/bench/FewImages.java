package dev.labelops.engine.labeling.learning.bench;

import dev.labelops.learning.backbone.Backbone;
import dev.labelops.learning.backbone.Limits;
import dev.labelops.learning.backbone.RgbImage;
import dev.labelops.learning.boxes.Answer;
import dev.labelops.learning.boxes.BoxHead;
import dev.labelops.learning.boxes.BoxLabeler;
import dev.labelops.learning.boxes.ConstantBox;
import dev.labelops.learning.boxes.HoughHead;
import dev.labelops.learning.boxes.ImageScore;
import dev.labelops.learning.boxes.LabeledBox;
import dev.labelops.learning.boxes.LabeledImage;
import dev.labelops.learning.boxes.MapPyramid;
import dev.labelops.learning.boxes.RoiHead;
import dev.labelops.learning.boxes.ScoredBox;
import dev.labelops.learning.boxes.Sift;
import dev.labelops.learning.boxes.SizedImage;
import dev.labelops.learning.threshold.Validated;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import javax.imageio.ImageIO;

/**
 * What the heads of boxes reach on sets that are too small for a validation set: 10 folds, each
 * labeled by a model and an answer rule of the other nine. Which images share a fold moves the mean
 * of 30 images by some hundredths, so each head is measured with several divisions into folds.
 */
final class FewImages {
  private static final int FOLDS = 10;
  private static final int INNER_FOLDS = 4;
  private static final int THREADS = 2;
  private static final double TARGET = .6;

  private FewImages() {}

  /**
   * @param seeds divisions into folds
   */
  static void measure(LabeledFolder data, int seeds) throws IOException {
    List<RgbImage> images = new ArrayList<>();
    for (var line : data.lines()) {
      String file = line.path("source-ref").asText().replace("s3://bench/", "");
      images.add(RgbImage.of(ImageIO.read(data.folder().resolve(file).toFile())));
    }
    try (Backbone backbone = Backbone.bundled(Limits.DEFAULT).orElseThrow()) {
      List<MapPyramid> maps = images.stream().map(i -> MapPyramid.of(backbone, i)).toList();
      print(data, new RoiHead(), maps, images, seeds);
    }
    print(data, new HoughHead(), images.stream().map(Sift::of).toList(), images, seeds);
  }

  /**
   * The answers to all images with one division into folds.
   *
   * @param byRule by the answer rule
   * @param strongest scores of the strongest candidate alone, in the same order
   * @param constantBox mean score of the constant box
   */
  private record Division(List<Validated> byRule, List<Double> strongest, double constantBox) {}

  private static <F> void print(
      LabeledFolder data, BoxHead<F> head, List<F> features, List<RgbImage> images, int seeds) {
    List<Division> divisions = new ArrayList<>();
    for (int seed = 1; seed <= seeds; seed++) {
      Division division = division(data, head, features, images, seed);
      divisions.add(division);
      Figures.progress(
          "%s, %s, folds %d: %.3f"
              .formatted(data.name(), head.name(), seed, meanIoU(division.byRule)));
    }
    List<Double> means = divisions.stream().map(division -> meanIoU(division.byRule)).toList();
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("head", head.name());
    values.put("folds", FOLDS);
    values.put("foldSeeds", seeds);
    values.put("objects", images.size());
    values.put("meanIoU", Figures.mean(means, mean -> mean));
    values.put("least", Collections.min(means));
    values.put("most", Collections.max(means));
    values.put(
        "strongestCandidate",
        Figures.mean(divisions, of -> Figures.mean(of.strongest, score -> score)));
    values.put("constantBox", Figures.mean(divisions, Division::constantBox));
    values.put(
        "halfRight",
        Figures.mean(divisions, of -> of.byRule.stream().filter(a -> a.score() >= .5).count()));
    values.put("surestThatReach.6", Figures.mean(divisions, of -> surest(of.byRule, .6)));
    values.put("surestThatReach.5", Figures.mean(divisions, of -> surest(of.byRule, .5)));
    Figures.print("heads on few images", data.name(), values);
  }

  private static double meanIoU(List<Validated> answers) {
    return Figures.mean(answers, Validated::score);
  }

  private static <F> Division division(
      LabeledFolder data, BoxHead<F> head, List<F> features, List<RgbImage> images, int seed) {
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < features.size(); i++) {
      order.add(i);
    }
    Collections.shuffle(order, new Random(seed));
    List<Validated> answers = new ArrayList<>();
    List<Double> strongest = new ArrayList<>();
    double constant = 0;
    for (int fold = 0; fold < FOLDS; fold++) {
      List<Integer> left = new ArrayList<>();
      List<LabeledImage<F>> training = new ArrayList<>();
      List<SizedImage> sized = new ArrayList<>();
      for (int at = 0; at < order.size(); at++) {
        int image = order.get(at);
        if (at % FOLDS == fold) {
          left.add(image);
        } else {
          training.add(new LabeledImage<>(() -> features.get(image), data.trueBoxes(image)));
          sized.add(sized(data, images, image));
        }
      }
      ConstantBox box = new ConstantBox(sized);
      try (BoxLabeler<F> labeler =
          BoxLabeler.train(head, training, TARGET, INNER_FOLDS, THREADS, fold)) {
        for (int image : left) {
          List<ScoredBox> candidates = labeler.model().detect(features.get(image));
          Answer answer = labeler.rule().answer(candidates);
          List<LabeledBox> truth = data.trueBoxes(image);
          double score = ImageScore.of(answer.labels(), truth);
          answers.add(new Validated(image, answer.confidence(), score));
          strongest.add(
              ImageScore.of(candidates.stream().limit(1).map(ScoredBox::labeled).toList(), truth));
          constant += box.score(sized(data, images, image)) / images.size();
        }
      }
    }
    return new Division(answers, strongest, constant);
  }

  private static SizedImage sized(LabeledFolder data, List<RgbImage> images, int image) {
    return new SizedImage(
        images.get(image).width(), images.get(image).height(), data.trueBoxes(image));
  }

  /** How many of the surest answers together have this mean: known only with the truth. */
  private static int surest(List<Validated> answers, double mean) {
    List<Validated> sorted =
        answers.stream()
            .sorted(Comparator.comparingDouble(Validated::confidence).reversed())
            .toList();
    int most = 0;
    for (int n = 1; n <= sorted.size(); n++) {
      most = Figures.mean(sorted.subList(0, n), Validated::score) >= mean ? n : most;
    }
    return most;
  }
}
