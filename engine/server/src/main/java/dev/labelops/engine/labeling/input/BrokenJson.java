package dev.labelops.engine.labeling.input;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;

/** Says where a text stops being JSON, without a word of the text: reasons are read by others. */
final class BrokenJson {
  private static final String BYTE_ORDER_MARK = "\ufeff";

  private BrokenJson() {}

  /**
   * What is wrong, to go after the name of the text.
   *
   * @param text that could not be read
   * @param failure Jackson's, whose message quotes the text
   */
  static String where(String text, JsonProcessingException failure) {
    if (text.startsWith(BYTE_ORDER_MARK)) {
      return "begins with a byte order mark. Store it as UTF-8 without one";
    }
    JsonLocation place = failure.getLocation();
    if (place == null) {
      return "is not valid JSON";
    }
    String line = text.contains("\n") ? "line %d, ".formatted(place.getLineNr()) : "";
    return "is not valid JSON at %scharacter %d".formatted(line, place.getColumnNr());
  }
}
