package dev.labelops.engine.labeling.template;

import dev.labelops.groundtruth.S3Location;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import liqp.TemplateContext;
import liqp.filters.Filter;
import liqp.filters.Filters;

/**
 * The filters of a worker template: those of Liquid and the four that Ground Truth adds (developer
 * guide, "Automate your custom template with Liquid"). liqp's further ones are left out: {@code
 * where_exp} runs its argument as a template, and none of them is the service's.
 */
final class TemplateFilters {
  static final String SKIP_AUTOESCAPE = "skip_autoescape";

  /** After these a value is HTML already. */
  static final Set<String> ESCAPING = Set.of("escape", "escape_once", "h");

  /** Take text; a list or an object is JSON to them. */
  private static final Set<String> OF_TEXT =
      Set.of(
          "append",
          "capitalize",
          "downcase",
          "lstrip",
          "newline_to_br",
          "prepend",
          "remove",
          "remove_first",
          "replace",
          "replace_first",
          "split",
          "strip",
          "strip_html",
          "strip_newlines",
          "truncate",
          "truncatewords",
          "upcase",
          "url_decode",
          "url_encode");

  /** Take numbers, lists, dates or anything. */
  private static final Set<String> OF_VALUES =
      Set.of(
          "abs",
          "at_least",
          "at_most",
          "ceil",
          "compact",
          "concat",
          "date",
          "default",
          "divided_by",
          "first",
          "floor",
          "join",
          "last",
          "map",
          "minus",
          "modulo",
          "plus",
          "reverse",
          "round",
          "size",
          "slice",
          "sort",
          "sort_natural",
          "times",
          "uniq",
          "where");

  private static final int MOST_DECIMALS = 100;

  /** Characters; liqp's patterns take the square of it. */
  private static final int LONGEST_HTML = 50_000;

  private TemplateFilters() {}

  /**
   * The filters for one rendering.
   *
   * @param links returns a readable address for an {@code s3://} address
   */
  static Filters with(UnaryOperator<String> links, RenderLimits limits) {
    Stream<Filter> liquid =
        Stream.concat(OF_TEXT.stream(), OF_VALUES.stream())
            .map(name -> new Limited(Filters.DEFAULT_FILTERS.get(name), limits));
    Stream<Filter> own =
        Stream.of(
            new OfValue("escape", value -> HtmlText.escape(HtmlText.of(value))),
            new OfValue("h", value -> HtmlText.escape(HtmlText.of(value))),
            new OfValue("escape_once", value -> HtmlText.escapeOnce(HtmlText.of(value))),
            new OfValue(SKIP_AUTOESCAPE, value -> value),
            new OfValue("to_json", HtmlText::json),
            // liqp's takes the square of a run of blanks.
            new OfValue("rstrip", value -> HtmlText.of(value).stripTrailing()),
            new OfValue("grant_read_access", value -> links.apply(s3(value))));
    return Filters.of(Stream.concat(liquid, own).toList());
  }

  private static String s3(Object value) {
    String uri = HtmlText.of(value);
    try {
      if (!S3Location.parse(uri).key().isEmpty()) {
        return uri;
      }
    } catch (IllegalArgumentException e) {
      // Said below.
    }
    throw new InvalidTemplate(
        "\"grant_read_access\" input is not a valid S3 URI"
            + (uri.isEmpty() ? ", it is empty" : "")
            + ". Use s3://bucket/key");
  }

  /** A filter that takes no parameters. */
  private static final class OfValue extends Filter {
    private final Function<Object, Object> function;

    OfValue(String name, Function<Object, Object> function) {
      super(name);
      this.function = function;
    }

    @Override
    public Object apply(Object value, TemplateContext context, Object... params) {
      return function.apply(value);
    }
  }

  /** A filter of liqp within the limits of a rendering. */
  private static final class Limited extends Filter {
    private final Filter filter;
    private final RenderLimits limits;

    Limited(Filter filter, RenderLimits limits) {
      super(filter.getName());
      this.filter = filter;
      this.limits = limits;
    }

    @Override
    public Object apply(Object value, TemplateContext context, Object... params) {
      limits.checkTime();
      // What would be too large to write out is too large to count with.
      RenderLimits.checkSize(value);
      Arrays.stream(params).forEach(RenderLimits::checkSize);
      Object input = input(value);
      Object[] arguments =
          OF_TEXT.contains(name)
              ? Arrays.stream(params).map(Limited::jsonOrSame).toArray()
              : params;
      checkGrowth(input, arguments);
      Object result = filter.apply(input, context, arguments);
      RenderLimits.checkSize(result);
      return result;
    }

    private Object input(Object value) {
      if (OF_TEXT.contains(name)) {
        return jsonOrSame(value);
      }
      if (name.equals("date") && value instanceof CharSequence text && isNow(text.toString())) {
        // liqp's is the time of this machine's zone.
        return ZonedDateTime.now(ZoneOffset.UTC);
      }
      return name.equals("join") && isArray(value)
          ? Arrays.stream(asArray(value, null)).map(HtmlText::of).toList()
          : value;
    }

    private static boolean isNow(String text) {
      return text.strip().equals("now") || text.strip().equals("today");
    }

    private static Object jsonOrSame(Object value) {
      boolean composed =
          value instanceof Collection<?> || value instanceof Map<?, ?> || value instanceof Object[];
      return composed ? HtmlText.of(value) : value;
    }

    /** What would not fit into memory must not be begun. */
    private void checkGrowth(Object value, Object... arguments) {
      if (name.equals("replace") && arguments.length > 1) {
        long places = 1L + HtmlText.of(value).length() / Math.max(1, length(arguments[0]));
        RenderLimits.checkLength(places * length(arguments[1]));
      }
      if (name.equals("join") && value instanceof List<?> parts && arguments.length > 0) {
        RenderLimits.checkLength(
            parts.stream().mapToLong(part -> length(part) + length(arguments[0])).sum());
      }
      if (name.equals("strip_html") && length(value) > LONGEST_HTML) {
        throw new InvalidTemplate("it takes at most %,d characters".formatted(LONGEST_HTML));
      }
      if (name.equals("round")
          && arguments.length > 0
          && isNumber(arguments[0])
          && asNumber(arguments[0]).doubleValue() > MOST_DECIMALS) {
        throw new InvalidTemplate("a number has at most %d decimals".formatted(MOST_DECIMALS));
      }
    }

    private static int length(Object value) {
      return HtmlText.of(value).length();
    }
  }
}
