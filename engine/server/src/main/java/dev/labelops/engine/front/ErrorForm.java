package dev.labelops.engine.front;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An error that a service answers, as its catalogue has it: {@code throw
 * SageMakerErrors.NO_SUCH_WORKFORCE.of(name)}. Only catalogues, the classes named {@code *Errors},
 * create them.
 *
 * @param status HTTP status, 301 to 599
 * @param code the service's error code, for example {@code ResourceInUse}
 * @param origin where the sentence comes from
 * @param form the sentence, with places in angle brackets: {@code No workforce found with the name
 *     <name> in this region.}
 */
public record ErrorForm(int status, String code, Origin origin, String form) {
  private static final Pattern PLACE = Pattern.compile("<([a-z][A-Za-z]*)>");

  /** Where the sentence of an error comes from. */
  public enum Origin {
    /** The service's API reference and its lists of errors. */
    REFERENCE,
    /** Answers of the service as its clients report them (REF 1.9). */
    OBSERVED,
    /** LabelOps: the service's own sentence is not known, or it has no such error. */
    OURS
  }

  /** The names of the places, in the order in which {@link #of} takes their values. */
  public List<String> places() {
    return PLACE.matcher(form).results().map(place -> place.group(1)).toList();
  }

  /**
   * The error, to be thrown.
   *
   * @param values one for each place, in their order
   * @throws IllegalArgumentException when there are more or fewer values than places
   */
  public AwsError of(Object... values) {
    if (values.length != places().size()) {
      throw new IllegalArgumentException(
          "'%s' takes %d values, not %d".formatted(form, places().size(), values.length));
    }
    StringBuilder message = new StringBuilder();
    Matcher place = PLACE.matcher(form);
    for (Object value : values) {
      place.find();
      place.appendReplacement(message, Matcher.quoteReplacement(String.valueOf(value)));
    }
    return new AwsError(status, code, place.appendTail(message).toString());
  }
}
