package dev.labelops.engine.labeling.template;

import com.fasterxml.jackson.databind.JsonNode;
import dev.labelops.engine.labeling.job.Json;
import java.io.IOException;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import liqp.TemplateContext;
import liqp.TemplateParser;
import liqp.nodes.LNode;

/**
 * A worker template: Liquid with the filters that Ground Truth adds. {@code grant_read_access}
 * turns an {@code s3://} address into one that a browser can read; {@code to_json} writes JSON;
 * every value is HTML-escaped as it is rendered unless {@code skip_autoescape} says otherwise. A
 * template reads its input and nothing else: no file, no class, no other job (docs/adr/0008).
 *
 * @param source the template's text
 */
public record WorkerTemplate(String source) {
  private static final TemplateParser SETTINGS =
      new TemplateParser.Builder()
          .withNameResolver(
              name -> {
                throw new IOException("a worker template is one file");
              })
          .withDefaultTimeZone(ZoneOffset.UTC)
          .withMaxIterations(RenderLimits.MOST_ITERATIONS)
          .withMaxSizeRenderedString(RenderLimits.LONGEST_PAGE)
          .build();

  /**
   * @throws InvalidTemplate when the source is not Liquid, or uses a tag or filter that there is
   *     not
   */
  public void check() {
    nodes(UnaryOperator.identity());
  }

  /**
   * @param input what the pre-annotation function gives, {@code task.input} in the template
   * @param links returns a readable address for an {@code s3://} address
   * @throws InvalidTemplate when the source is not Liquid, or a filter or tag fails
   */
  public String render(JsonNode input, UnaryOperator<String> links) {
    LNode page = nodes(links);
    Map<String, Object> task = Map.of("input", Json.MAPPER.convertValue(input, Object.class));
    try {
      return page.render(new TemplateContext(SETTINGS, Map.of("task", task))).toString();
    } catch (InvalidTemplate e) {
      throw new InvalidTemplate("The page cannot be rendered: " + e.getMessage() + ".");
    } catch (RuntimeException e) {
      throw new InvalidTemplate("The worker template cannot be rendered: " + e.getMessage() + ".");
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

  private LNode nodes(UnaryOperator<String> links) {
    RenderLimits limits = RenderLimits.fromNow();
    try {
      return new PageNodes(TemplateFilters.with(links, limits), limits)
          .visitParse(LiquidSource.parse(source));
    } catch (InvalidTemplate e) {
      throw new InvalidTemplate("The worker template cannot be used: " + e.getMessage() + ".");
    } catch (RuntimeException e) {
      throw new InvalidTemplate("The worker template is not valid Liquid: " + e.getMessage() + ".");
    } catch (StackOverflowError e) {
      throw tooDeep();
    }
  }

  private static InvalidTemplate tooDeep() {
    return new InvalidTemplate("The worker template nests its tags too deeply.");
  }
}
