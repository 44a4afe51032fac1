package dev.labelops.engine.owner;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** A labeled part of an object in a worker's answer. Pure. */
sealed interface Mark {
  String label();

  /** Intersection over union of the places, 0 to 1; labels do not count. */
  double placeIou(Mark other);

  /** A box, in pixels of the stored image. */
  record Box(String label, double left, double top, double width, double height) implements Mark {
    static Box of(JsonNode box) {
      return new Box(
          box.path("label").asText(),
          box.path("left").asDouble(),
          box.path("top").asDouble(),
          box.path("width").asDouble(),
          box.path("height").asDouble());
    }

    @Override
    public double placeIou(Mark mark) {
      if (!(mark instanceof Box other)) {
        return 0;
      }
      double across = Math.min(left + width, other.left + other.width) - Math.max(left, other.left);
      double down = Math.min(top + height, other.top + other.height) - Math.max(top, other.top);
      if (across <= 0 || down <= 0) {
        return 0;
      }
      double both = across * down;
      return both / (width * height + other.width * other.height - both);
    }
  }

  /** A part of a text, in UTF-16 code units; the end is not in it. */
  record Span(String label, int start, int end) implements Mark {
    static Span of(JsonNode span) {
      return new Span(
          span.path("label").asText(),
          span.path("startOffset").asInt(),
          span.path("endOffset").asInt());
    }

    @Override
    public double placeIou(Mark mark) {
      if (!(mark instanceof Span other)) {
        return 0;
      }
      int both = Math.min(end, other.end) - Math.max(start, other.start);
      return both <= 0 ? 0 : (double) both / (end - start + other.end - other.start - both);
    }
  }

  /**
   * Mean IoU of the marks of two answers, 0 to 1. A mark has at most one partner, with its label,
   * the closest pairs first; a mark without a partner counts as 0. Two answers without marks are
   * alike.
   */
  static double meanIou(List<? extends Mark> some, List<? extends Mark> others) {
    record Match(int one, int other, double iou) {}
    if (some.isEmpty() && others.isEmpty()) {
      return 1;
    }
    List<Match> matches = new ArrayList<>();
    for (int i = 0; i < some.size(); i++) {
      for (int j = 0; j < others.size(); j++) {
        double iou =
            some.get(i).label().equals(others.get(j).label())
                ? some.get(i).placeIou(others.get(j))
                : 0;
        if (iou > 0) {
          matches.add(new Match(i, j, iou));
        }
      }
    }
    matches.sort((a, b) -> Double.compare(b.iou(), a.iou()));
    boolean[] taken = new boolean[some.size()];
    boolean[] othersTaken = new boolean[others.size()];
    double sum = 0;
    int matched = 0;
    for (Match match : matches) {
      if (!taken[match.one()] && !othersTaken[match.other()]) {
        taken[match.one()] = true;
        othersTaken[match.other()] = true;
        sum += match.iou();
        matched++;
      }
    }
    return sum / (some.size() + others.size() - matched);
  }
}
