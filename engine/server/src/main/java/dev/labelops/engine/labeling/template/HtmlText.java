package dev.labelops.engine.labeling.template;

import com.fasterxml.jackson.databind.JsonMappingException;
import dev.labelops.engine.labeling.job.Json;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.Map;
import java.util.regex.Pattern;
import liqp.parser.Inspectable;

/** How values look in a page: as text, and escaped for HTML. */
public final class HtmlText {
  private static final Pattern BARE_AMPERSAND =
      Pattern.compile("&(?!(?:[a-zA-Z][a-zA-Z0-9]*|#[0-9]+|#[xX][0-9a-fA-F]+);)");

  private HtmlText() {}

  /** Lists and objects as JSON, numbers without an exponent, nothing for nil. */
  static String of(Object value) {
    return switch (value) {
      case null -> "";
      case Collection<?> list -> json(list);
      case Map<?, ?> object -> json(object);
      case Object[] array -> json(array);
      case BigDecimal number -> {
        // Its text has a character for each zero: 1e999999999 has a billion of them.
        RenderLimits.checkSize(number);
        yield number.toPlainString();
      }
      case Double number when Double.isFinite(number) -> BigDecimal.valueOf(number).toPlainString();
      // liqp's own objects, such as forloop, are no data.
      case Inspectable internal -> "";
      default -> value.toString();
    };
  }

  /**
   * @throws InvalidTemplate when it would be too long: a list may hold one value many times
   */
  static String json(Object value) {
    StringWriter text =
        new StringWriter() {
          @Override
          public void write(char[] characters, int start, int length) {
            RenderLimits.checkLength((long) getBuffer().length() + length);
            super.write(characters, start, length);
          }
        };
    try {
      Json.MAPPER.writeValue(text, value);
    } catch (JsonMappingException e) {
      throw e.getCause() instanceof InvalidTemplate tooLong ? tooLong : new UncheckedIOException(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  /**
   * Every character that means something in HTML, apostrophes included, becomes an entity. So does
   * a carriage return, which browsers would leave out before a line feed: offsets in a text would
   * shift.
   */
  public static String escape(String text) {
    return quote(text.replace("&", "&amp;"));
  }

  /** The same, but entities stay what they are. */
  static String escapeOnce(String text) {
    return quote(BARE_AMPERSAND.matcher(text).replaceAll("&amp;"));
  }

  private static String quote(String text) {
    return text.replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;")
        .replace("\r", "&#13;");
  }
}
