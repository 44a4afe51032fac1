package dev.labelops.demo.report;

import dev.labelops.demo.truth.Agreement;
import dev.labelops.demo.truth.Annotation;
import dev.labelops.demo.truth.Box;
import dev.labelops.demo.truth.ManifestLine;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/** Creates the report's cards from the lines of an output manifest, and measures them. */
public final class Cards {
  private Cards() {}

  /**
   * @param truth annotations by file name or text
   * @param rounds by line number from 0, in which round the machine labeled it
   * @param images returns the data URI for a file name, null when it is not an image
   */
  public static List<Card> of(
      List<ManifestLine> lines,
      Map<String, Annotation> truth,
      Map<Integer, Integer> rounds,
      Function<String, String> images) {
    return IntStream.range(0, lines.size())
        .parallel()
        .mapToObj(
            i -> {
              ManifestLine line = lines.get(i);
              String image = line.text() ? null : images.apply(line.key());
              return card(line, truth.get(line.key()), rounds.get(i), image);
            })
        .toList();
  }

  private static Card card(ManifestLine line, Annotation truth, Integer round, String image) {
    String verdict =
        line.annotation().isEmpty() ? "unlabeled" : line.humanAnnotated() ? "human" : "machine";
    Annotation seen = line.annotation().orElse(null);
    Annotation sized = seen instanceof Annotation.Boxes ? seen : truth;
    return new Card(
        line.text() ? "" : line.key(),
        verdict,
        verdict.equals("machine") ? round : null,
        image,
        line.text() ? line.object() : null,
        sized instanceof Annotation.Boxes b ? b.width() : 1,
        sized instanceof Annotation.Boxes b ? b.height() : 1,
        boxes(seen),
        boxes(truth),
        category(seen),
        category(truth),
        seen == null || truth == null ? null : Agreement.of(seen, truth));
  }

  private static List<Box> boxes(Annotation annotation) {
    return annotation instanceof Annotation.Boxes b ? b.boxes() : List.of();
  }

  private static String category(Annotation annotation) {
    return annotation instanceof Annotation.Category(String label) ? label : null;
  }

  /** Those of a verdict. */
  static List<Card> with(List<Card> cards, String verdict) {
    return cards.stream().filter(card -> card.verdict().equals(verdict)).toList();
  }

  /** Mean IoU or accuracy of the cards whose truth is known; empty when there is none. */
  public static Optional<Estimate> quality(List<Card> cards) {
    double[] scores =
        cards.stream().filter(card -> card.score() != null).mapToDouble(Card::score).toArray();
    boolean classes = cards.stream().anyMatch(card -> card.category() != null);
    if (!classes) {
      return Estimate.ofScores(scores);
    }
    int right = (int) Arrays.stream(scores).filter(score -> score == 1).count();
    return Estimate.ofRight(right, scores.length);
  }

  /** Mean IoU of the images with this verdict whose truth is known; null when there is none. */
  public static Double meanIoU(List<Card> cards, String verdict) {
    return mean(cards, verdict, card -> card.category() == null);
  }

  /** Share of right classes of the objects with this verdict; null when there are none. */
  public static Double meanAccuracy(List<Card> cards, String verdict) {
    return mean(cards, verdict, card -> card.category() != null);
  }

  private static Double mean(List<Card> cards, String verdict, Predicate<Card> which) {
    return quality(with(cards, verdict).stream().filter(which).toList())
        .map(Estimate::rounded)
        .orElse(null);
  }
}
