package dev.labelops.engine.portal;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The two changes between a rendered template and what a browser gets: the addresses of the
 * service's elements are those of ours, wherever they stand, and one script is first in the
 * document.
 */
final class FramePage {
  // In scripts a slash may be escaped, and the scheme may be that of the page.
  private static final String HOST = "(?:https?:)?(?:\\\\?/){2}assets\\.crowd\\.aws";
  private static final Pattern SCRIPT =
      Pattern.compile(
          HOST + "(?:\\\\?/)crowd-html-elements(?:-v\\d+)?\\.js", Pattern.CASE_INSENSITIVE);
  private static final Pattern STYLE =
      Pattern.compile(
          HOST + "(?:\\\\?/)css(?:\\\\?/)crowd-html-elements(?:-v\\d+)?\\.css",
          Pattern.CASE_INSENSITIVE);

  /** A document type must stay in front: without it, browsers lay the page out by old rules. */
  private static final Pattern DOCTYPE =
      Pattern.compile(
          "\\A\\uFEFF?\\s*(?:<!--.*?-->\\s*)*<!doctype[^>]*>",
          Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  private static final String FIRST = "<script>" + read("frame-first.js") + "</script>";

  private FramePage() {}

  /**
   * @param rendered the rendered template
   * @param script address of our elements
   * @param style address of our style sheet
   */
  static String of(String rendered, String script, String style) {
    String ours = SCRIPT.matcher(rendered).replaceAll(Matcher.quoteReplacement(script));
    ours = STYLE.matcher(ours).replaceAll(Matcher.quoteReplacement(style));
    Matcher doctype = DOCTYPE.matcher(ours);
    int head = doctype.find() ? doctype.end() : 0;
    return ours.substring(0, head) + FIRST + ours.substring(head);
  }

  private static String read(String name) {
    try (InputStream file = FramePage.class.getResourceAsStream(name)) {
      return new String(file.readAllBytes(), StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
