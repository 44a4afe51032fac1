package dev.labelops.install.docs;

/**
 * What the HTML comment above a fenced block asks of the test that runs it. Readers do not see it.
 * Right below a page's title, {@code not run} speaks of the whole page.
 *
 * <ul>
 *   <li>{@code not run: REASON}: the block is only shown
 *   <li>{@code setup: COMMANDS}: run before the block, for what the reader is said to have
 *   <li>{@code background}: for a second terminal; ended after the page
 *   <li>{@code last}: run after every other page
 *   <li>{@code fails}: the last command is refused
 * </ul>
 */
record Remark(How how, String commands) {
  /** Ways to run a block. */
  enum How {
    PLAIN,
    NOT_RUN,
    BACKGROUND,
    LAST,
    FAILS
  }

  static Remark of(String comment) {
    String[] parts = comment.strip().split(":", 2);
    String word = parts[0].strip();
    String rest = parts.length == 2 ? parts[1].strip() : "";
    return switch (word) {
      case "" -> new Remark(How.PLAIN, "");
      case "setup" -> new Remark(How.PLAIN, required(comment, rest));
      case "setup, fails" -> new Remark(How.FAILS, required(comment, rest));
      case "not run" -> new Remark(How.NOT_RUN, required(comment, rest));
      case "background" -> new Remark(How.BACKGROUND, "");
      case "last" -> new Remark(How.LAST, "");
      case "fails" -> new Remark(How.FAILS, "");
      default -> new Remark(How.PLAIN, "");
    };
  }

  private static String required(String comment, String rest) {
    if (rest.isEmpty()) {
      throw new IllegalArgumentException("nothing after the colon of <!-- " + comment + " -->");
    }
    return rest;
  }
}
