package dev.labelops.operator.dataset.plan;

import com.google.re2j.Pattern;

/**
 * A glob over S3 keys, ignoring case: {@code *} and {@code ?} stop at '/', {@code **} does not,
 * {@code {a,b}} is a choice. A glob without '/' is compared with what follows the key's last '/'.
 * Matching takes time linear in the key's length whatever the glob (RE2), since anybody may write
 * one.
 */
record Glob(String text, boolean wholeKey, Pattern pattern) {

  /**
   * Parses a glob.
   *
   * @throws IllegalArgumentException with a reason for people
   */
  static Glob parse(String text) {
    StringBuilder regex = new StringBuilder();
    boolean choice = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '*' -> {
          if (text.startsWith("**/", i)) {
            regex.append("(?:.*/)?");
            i += 2;
          } else if (text.startsWith("**", i)) {
            regex.append(".*");
            i++;
          } else {
            regex.append("[^/]*");
          }
        }
        case '?' -> regex.append("[^/]");
        case '{' -> {
          if (choice) {
            throw new IllegalArgumentException("a choice {a,b} must not be inside another");
          }
          choice = true;
          regex.append("(?:");
        }
        case '}' -> {
          if (!choice) {
            throw new IllegalArgumentException("'}' has no '{' before it");
          }
          choice = false;
          regex.append(')');
        }
        case ',' -> regex.append(choice ? "|" : ",");
        default -> regex.append(Pattern.quote(String.valueOf(c)));
      }
    }
    if (choice) {
      throw new IllegalArgumentException("'{' has no '}' after it");
    }
    return new Glob(
        text,
        text.indexOf('/') >= 0,
        Pattern.compile(regex.toString(), Pattern.CASE_INSENSITIVE | Pattern.DOTALL));
  }

  /**
   * @param key behind the listed prefix
   */
  boolean matches(String key) {
    return pattern.matches(wholeKey ? key : key.substring(key.lastIndexOf('/') + 1));
  }
}
