package dev.labelops.demo.report;

import dev.labelops.demo.truth.Agreement;
import dev.labelops.demo.truth.Annotation;
import dev.labelops.demo.truth.Box;
import dev.labelops.demo.truth.ManifestLine;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Function;

/** Creates the report's cards from the lines of an output manifest. */
public final class Cards {
  private Cards() {}

  /**
   * @param truth annotations by file name or text
   * @param pictures returns the data URI for a file name, null when it is not an image
   */
  public static List<Card> of(
      List<ManifestLine> lines, Map<String, Annotation> truth, Function<String, String> pictures) {
    return lines.stream()
        .map(line -> card(line, truth.get(line.key()), pictures.apply(line.key())))
        .toList();
  }

  private static Card card(ManifestLine line, Annotation truth, String picture) {
    String verdict =
        line.annotation().isEmpty() ? "unlabeled" : line.humanAnnotated() ? "human" : "machine";
    Annotation seen = line.annotation().orElse(null);
    Annotation sized = seen instanceof Annotation.Boxes ? seen : truth;
    return new Card(
        line.text() ? "" : line.key(),
        verdict,
        picture,
        line.text() ? line.object() : null,
        sized instanceof Annotation.Boxes b ? b.width() : 1,
        sized instanceof Annotation.Boxes b ? b.height() : 1,
        boxes(seen),
        boxes(truth),
        seen instanceof Annotation.Category(String label) ? label : null,
        score(seen, truth));
  }

  private static List<Box> boxes(Annotation annotation) {
    return annotation instanceof Annotation.Boxes b ? b.boxes() : List.of();
  }

  private static Double score(Annotation seen, Annotation truth) {
    if (seen instanceof Annotation.Boxes found && truth instanceof Annotation.Boxes real) {
      return Agreement.iou(found.boxes(), real.boxes());
    }
    if (seen instanceof Annotation.Category found && truth instanceof Annotation.Category real) {
      return found.equals(real) ? 1.0 : 0.0;
    }
    return null;
  }

  /** Mean IoU of the images with this verdict whose truth is known; null when there is none. */
  public static Double meanIoU(List<Card> cards, String verdict) {
    OptionalDouble mean =
        cards.stream()
            .filter(card -> card.verdict().equals(verdict) && card.category() == null)
            .filter(card -> card.score() != null)
            .mapToDouble(Card::score)
            .average();
    return mean.isPresent() ? Math.round(mean.getAsDouble() * 1000) / 1000.0 : null;
  }
}
