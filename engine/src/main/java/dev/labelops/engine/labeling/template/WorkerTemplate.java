package dev.labelops.engine.labeling.template;

import com.fasterxml.jackson.databind.JsonNode;
import dev.labelops.engine.labeling.job.Json;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import liqp.Template;
import liqp.TemplateContext;
import liqp.TemplateParser;
import liqp.filters.Filter;

/**
 * A worker template: Liquid with the filters that Ground Truth adds. {@code grant_read_access}
 * turns an {@code s3://} address into one that a browser can read; {@code to_json} writes JSON;
 * every output is HTML-escaped once unless {@code skip_autoescape} says otherwise.
 *
 * @param source the template's text
 */
public record WorkerTemplate(String source) {
  private static final long MAX_RENDER_MILLIS = 5_000;
  private static final int MAX_RENDERED_CHARACTERS = 8_000_000;
  private static final Pattern OUTPUT = Pattern.compile("\\{\\{(-?)(.*?)(-?)}}", Pattern.DOTALL);
  private static final String NO_ESCAPE = "skip_autoescape";

  /**
   * @throws InvalidTemplate when the source is not Liquid
   */
  public void check() {
    liquid(UnaryOperator.identity());
  }

  /**
   * @param input what the pre-annotation function gives, {@code task.input} in the template
   * @param links makes a readable address of an {@code s3://} address
   * @throws InvalidTemplate when a filter or tag fails
   */
  public String render(JsonNode input, UnaryOperator<String> links) {
    Map<String, Object> variables = new HashMap<>();
    variables.put("task", Map.of("input", Json.MAPPER.convertValue(input, Object.class)));
    try {
      return liquid(links).render(variables);
    } catch (RuntimeException e) {
      throw new InvalidTemplate("The worker template cannot be rendered: " + e.getMessage());
    } catch (StackOverflowError e) {
      throw tooDeep();
    }
  }

  /** The inside of {@code <short-instructions>}, as HTML. */
  public Optional<String> shortInstructions() {
    return inside("short-instructions");
  }

  /** The inside of {@code <full-instructions>}, as HTML. */
  public Optional<String> fullInstructions() {
    return inside("full-instructions");
  }

  private Optional<String> inside(String element) {
    Matcher matcher =
        Pattern.compile(
                "<" + element + "(?:\\s[^>]*)?>(.*?)</" + element + "\\s*>",
                Pattern.DOTALL | Pattern.CASE_INSENSITIVE)
            .matcher(source);
    return matcher.find() ? Optional.of(matcher.group(1).strip()) : Optional.empty();
  }

  private Template liquid(UnaryOperator<String> links) {
    TemplateParser parser =
        new TemplateParser.Builder()
            .withFilter(new GrantReadAccess(links))
            .withFilter(new ToJson())
            .withFilter(new SkipAutoescape())
            .withMaxRenderTimeMillis(MAX_RENDER_MILLIS)
            .withMaxSizeRenderedString(MAX_RENDERED_CHARACTERS)
            .build();
    try {
      return parser.parse(escapingOutputs(source));
    } catch (RuntimeException e) {
      throw new InvalidTemplate("The worker template is not valid Liquid: " + e.getMessage());
    } catch (StackOverflowError e) {
      throw tooDeep();
    }
  }

  private static InvalidTemplate tooDeep() {
    return new InvalidTemplate("The worker template nests its tags too deeply.");
  }

  /** Ends every output with escape_once, which leaves alone what is escaped already. */
  private static String escapingOutputs(String source) {
    return OUTPUT
        .matcher(source)
        .replaceAll(
            output ->
                output.group(2).contains(NO_ESCAPE)
                    ? Matcher.quoteReplacement(output.group())
                    : Matcher.quoteReplacement(
                        "{{"
                            + output.group(1)
                            + output.group(2)
                            + "| escape_once "
                            + output.group(3)
                            + "}}"));
  }

  private static final class GrantReadAccess extends Filter {
    private final UnaryOperator<String> links;

    GrantReadAccess(UnaryOperator<String> links) {
      super("grant_read_access");
      this.links = links;
    }

    @Override
    public Object apply(Object value, TemplateContext context, Object... params) {
      return value == null ? null : links.apply(asString(value, context));
    }
  }

  private static final class ToJson extends Filter {
    ToJson() {
      super("to_json");
    }

    @Override
    public Object apply(Object value, TemplateContext context, Object... params) {
      return Json.write(value);
    }
  }

  private static final class SkipAutoescape extends Filter {
    SkipAutoescape() {
      super(NO_ESCAPE);
    }

    @Override
    public Object apply(Object value, TemplateContext context, Object... params) {
      return value;
    }
  }
}
