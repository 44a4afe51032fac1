package dev.labelops.operator.workforce.plan;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What counts as a person's address: what Cognito takes as {@code email} and can send mail to,
 * which is the rule of HTML's e-mail field with a domain of at least two labels. Cognito's own rule
 * is not published; where this one is stricter, the address is reported, and nobody is removed.
 */
final class AddressRule {
  /** AdminCreateUser Username. */
  private static final int LONGEST = 128;

  private static final int LONGEST_LOCAL_PART = 64;

  private static final String ATOM = "[a-zA-Z0-9!#$%&'*+/=?^_`{|}~-]+";
  private static final String LABEL = "[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?";
  private static final Pattern ADDRESS =
      Pattern.compile(ATOM + "(?:\\." + ATOM + ")*@" + LABEL + "(?:\\." + LABEL + ")+");

  private AddressRule() {}

  /** Which rule the text breaks, as the predicate of a sentence that never quotes it. */
  static Optional<String> broken(String text) {
    Optional<Integer> strange =
        text.codePoints().filter(point -> point != ' ' && unseen(point)).boxed().findFirst();
    if (strange.isPresent()) {
      return Optional.of(
          "has the invisible character U+%04X inside the address: delete it"
              .formatted(strange.get()));
    }
    if (text.codePoints().filter(point -> point == '@').count() > 1) {
      return Optional.of("names more than one address, or has two @: write one per line");
    }
    if (text.codePoints().anyMatch(point -> point > 0x7e)) {
      return Optional.of(
          "has a character other than ASCII in the address, so that e-mail cannot reach it"
              + " (write the domain as xn--)");
    }
    if (text.length() > LONGEST || text.indexOf('@') > LONGEST_LOCAL_PART) {
      return Optional.of("is longer than an address may be (64 before @, 128 in all)");
    }
    return ADDRESS.matcher(text).matches()
        ? Optional.empty()
        : Optional.of(
            "has no complete e-mail address in its place (a name, @ and a domain with a dot)");
  }

  /** Whether somebody may have meant an address. */
  static boolean similar(String text) {
    return text.indexOf('@') >= 0;
  }

  /** White space of any kind, control and format characters: what an editor does not show. */
  static boolean unseen(int point) {
    return Character.isWhitespace(point)
        || Character.isSpaceChar(point)
        || Character.isISOControl(point)
        || Character.getType(point) == Character.FORMAT;
  }
}
