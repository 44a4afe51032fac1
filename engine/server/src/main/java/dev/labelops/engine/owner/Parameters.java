package dev.labelops.engine.owner;

import dev.labelops.engine.labeling.job.ObjectRow.State;
import dev.labelops.engine.owner.ObjectSearch.Place;
import dev.labelops.engine.owner.ObjectSearch.Sort;
import dev.labelops.engine.owner.ObjectSearch.Wanted;
import dev.labelops.engine.portal.PortalError;
import io.javalin.http.Context;
import java.util.EnumSet;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads the parameters of requests, and refuses wrong ones with 400 and their name. */
final class Parameters {
  static final int MOST = 200;
  private static final int USUAL = 50;

  private Parameters() {}

  /** How many entries a page has at most. */
  static int limit(Context context) {
    return text(context, "limit")
        .map(
            value -> {
              int limit = integer("limit", value);
              if (limit < 1 || limit > MOST) {
                throw wrong("limit must be a number from 1 to " + MOST + ".");
              }
              return limit;
            })
        .orElse(USUAL);
  }

  static Wanted wanted(Context context) {
    return new Wanted(
        text(context, "source").map(Parameters::states).orElse(EnumSet.allOf(State.class)),
        text(context, "label"),
        text(context, "worker"),
        range(context, "Confidence"),
        range(context, "Disagreement"),
        range(context, "Area"),
        text(context, "sort").map(Parameters::sort).orElse(Sort.MANIFEST),
        text(context, "after").map(Parameters::place),
        limit(context));
  }

  /** Whether each object of a list is to have its answers. */
  static boolean answers(Context context) {
    return text(context, "answers")
        .map(
            value -> {
              if (!value.equals("true") && !value.equals("false")) {
                throw wrong("answers must be true or false.");
              }
              return value.equals("true");
            })
        .orElse(false);
  }

  private static Set<State> states(String source) {
    Set<State> states =
        Stream.of(State.values())
            .filter(state -> ObjectDocuments.source(state).equals(source))
            .collect(Collectors.toCollection(() -> EnumSet.noneOf(State.class)));
    if (states.isEmpty()) {
      throw wrong("source must be human, machine, failed, open or input.");
    }
    return states;
  }

  private static Sort sort(String value) {
    return switch (value) {
      case "manifest" -> Sort.MANIFEST;
      case "confidence" -> Sort.CONFIDENCE;
      case "disagreement" -> Sort.DISAGREEMENT;
      default -> throw wrong("sort must be manifest, confidence or disagreement.");
    };
  }

  /** The value of {@code next} for this place. */
  static String next(Place place) {
    return place.value() + "_" + place.objectId();
  }

  private static Place place(String after) {
    String[] parts = after.split("_", 2);
    try {
      return new Place(Double.parseDouble(parts[0]), Integer.parseInt(parts[1]));
    } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
      throw wrongAfter();
    }
  }

  /** The value of {@code next} for the end of a page of jobs. */
  static String next(OwnedJobs.Mark mark) {
    return mark.createdAt() + "_" + mark.id();
  }

  static Optional<OwnedJobs.Mark> mark(Context context) {
    return text(context, "after")
        .map(
            after -> {
              String[] parts = after.split("_", 2);
              try {
                return new OwnedJobs.Mark(Long.parseLong(parts[0]), Long.parseLong(parts[1]));
              } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
                throw wrongAfter();
              }
            });
  }

  private static PortalError wrongAfter() {
    return wrong("after must be the next of the page before.");
  }

  private static Range range(Context context, String of) {
    return new Range(number(context, "min" + of), number(context, "max" + of));
  }

  private static OptionalDouble number(Context context, String name) {
    return text(context, name)
        .map(
            value -> {
              try {
                return OptionalDouble.of(Double.parseDouble(value));
              } catch (NumberFormatException e) {
                throw wrong(name + " must be a number.");
              }
            })
        .orElse(OptionalDouble.empty());
  }

  static int integer(String name, String value) {
    try {
      return Integer.parseInt(value);
    } catch (NumberFormatException e) {
      throw wrong(name + " must be a whole number.");
    }
  }

  private static Optional<String> text(Context context, String name) {
    return Optional.ofNullable(context.queryParam(name)).filter(value -> !value.isEmpty());
  }

  static PortalError wrong(String message) {
    return new PortalError(400, "MalformedRequest", message);
  }
}
