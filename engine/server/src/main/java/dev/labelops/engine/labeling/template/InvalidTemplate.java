package dev.labelops.engine.labeling.template;

import liqp.org.antlr.v4.runtime.CharStream;
import liqp.org.antlr.v4.runtime.ParserRuleContext;
import liqp.org.antlr.v4.runtime.misc.Interval;

/** A worker template that cannot be used; the message says why. */
public final class InvalidTemplate extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private static final int LONGEST_EXCERPT = 80;

  InvalidTemplate(String message) {
    super(message, null, false, false);
  }

  /** A mistake in one place of the template's own text. */
  static InvalidTemplate at(int line, String what) {
    return new InvalidTemplate("line " + line + " of the worker template: " + what);
  }

  /** A mistake in a tag or output, which is quoted; the data it was to show is not. */
  static InvalidTemplate in(ParserRuleContext place, String what) {
    CharStream source = place.getStart().getInputStream();
    String text =
        source
            .getText(Interval.of(place.getStart().getStartIndex(), place.getStop().getStopIndex()))
            .strip();
    String quoted =
        text.length() > LONGEST_EXCERPT ? text.substring(0, LONGEST_EXCERPT) + "..." : text;
    return at(place.getStart().getLine(), quoted + ": " + what);
  }
}
