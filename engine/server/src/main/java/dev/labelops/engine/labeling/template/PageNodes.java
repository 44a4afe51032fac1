package dev.labelops.engine.labeling.template;

import static dev.labelops.engine.labeling.template.TemplateFilters.ESCAPING;
import static dev.labelops.engine.labeling.template.TemplateFilters.SKIP_AUTOESCAPE;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import liqp.Insertions;
import liqp.TemplateContext;
import liqp.filters.Filters;
import liqp.nodes.FilterNode;
import liqp.nodes.InsertionNode;
import liqp.nodes.LNode;
import liqp.org.antlr.v4.runtime.ParserRuleContext;
import liqp.org.antlr.v4.runtime.tree.ParseTree;
import liquid.parser.v4.LiquidParser.AssignmentContext;
import liquid.parser.v4.LiquidParser.Capture_tag_IdContext;
import liquid.parser.v4.LiquidParser.Capture_tag_StrContext;
import liquid.parser.v4.LiquidParser.Cycle_tagContext;
import liquid.parser.v4.LiquidParser.ExprContext;
import liquid.parser.v4.LiquidParser.Expr_containsContext;
import liquid.parser.v4.LiquidParser.Expr_termContext;
import liquid.parser.v4.LiquidParser.FilterContext;
import liquid.parser.v4.LiquidParser.Include_relative_tagContext;
import liquid.parser.v4.LiquidParser.Include_tagContext;
import liquid.parser.v4.LiquidParser.Lookup_id_indexesContext;
import liquid.parser.v4.LiquidParser.OutputContext;
import liquid.parser.v4.LiquidParser.Term_StrContext;

/**
 * Creates the nodes of a template, with what a page needs: every value is escaped for HTML as it is
 * rendered, nothing is included, and a failure names its place.
 *
 * <p>A value is escaped unless {@code skip_autoescape} is among its filters. What was escaped
 * before, by a filter or in a captured block, is escaped again only where it is not yet.
 */
final class PageNodes extends LiquidNodes {
  /** Where a context keeps the names of variables that hold HTML already. */
  private static final String ESCAPED = "labelops.escaped";

  private static final Insertions TAGS =
      Insertions.of(
          Insertions.STANDARD_INSERTIONS.values().stream()
              .filter(tag -> !tag.getName().equals("include"))
              .toList());

  private final Filters filters;
  private final RenderLimits limits;

  PageNodes(Filters filters, RenderLimits limits) {
    super(TAGS, filters);
    this.filters = filters;
    this.limits = limits;
  }

  @Override
  public LNode visitOutput(OutputContext place) {
    LNode output = super.visitOutput(place);
    Set<String> used = filterNames(place.filter());
    Set<String> variables = variables(place);
    return located(
        place,
        context -> {
          limits.checkTime();
          String text = HtmlText.of(output.render(context));
          if (used.contains(SKIP_AUTOESCAPE)) {
            return text;
          }
          return escapes(used) || anyEscaped(context, variables)
              ? HtmlText.escapeOnce(text)
              : HtmlText.escape(text);
        });
  }

  /** Text that the template itself spells out is HTML; values are escaped. */
  @Override
  public LNode visitCycle_tag(Cycle_tagContext place) {
    List<LNode> nodes = new ArrayList<>();
    nodes.add(place.cycle_group().expr() == null ? null : visit(place.cycle_group().expr()));
    for (ExprContext choice : place.expr()) {
      LNode node = visit(choice);
      Set<String> variables = variables(choice);
      nodes.add(
          isLiteral(choice)
              ? node
              : context -> {
                String text = HtmlText.of(node.render(context));
                return anyEscaped(context, variables)
                    ? HtmlText.escapeOnce(text)
                    : HtmlText.escape(text);
              });
    }
    return located(place, new InsertionNode(TAGS.get("cycle"), nodes));
  }

  private static boolean isLiteral(ExprContext expression) {
    return expression instanceof Expr_termContext simple
        && simple.term() instanceof Term_StrContext;
  }

  @Override
  public LNode visitAssignment(AssignmentContext place) {
    LNode assignment = super.visitAssignment(place);
    boolean escapes = escapes(filterNames(place.filter()));
    Set<String> variables = variables(place);
    String name = place.id().getText();
    return located(
        place,
        context -> {
          boolean escaped = escapes || anyEscaped(context, variables);
          Object nothing = assignment.render(context);
          mark(context, name, escaped);
          return nothing;
        });
  }

  @Override
  public LNode visitCapture_tag_Id(Capture_tag_IdContext place) {
    return captured(super.visitCapture_tag_Id(place), place.id().getText());
  }

  @Override
  public LNode visitCapture_tag_Str(Capture_tag_StrContext place) {
    String quoted = place.Str().getText();
    return captured(super.visitCapture_tag_Str(place), quoted.substring(1, quoted.length() - 1));
  }

  private static LNode captured(LNode capture, String name) {
    return context -> {
      Object nothing = capture.render(context);
      mark(context, name, true);
      return nothing;
    };
  }

  @Override
  public LNode visitExpr_contains(Expr_containsContext place) {
    LNode contains = super.visitExpr_contains(place);
    return context -> {
      limits.checkTime();
      return contains.render(context);
    };
  }

  @Override
  public FilterNode visitFilter(FilterContext place) {
    String name = place.Id().getText();
    if (filters.get(name) == null) {
      throw InvalidTemplate.at(
          place.getStart().getLine(),
          "there is no filter '%s'. Use the filters of Liquid, and to_json, grant_read_access, escape_once, skip_autoescape"
              .formatted(name));
    }
    return super.visitFilter(place);
  }

  @Override
  public LNode visitInclude_tag(Include_tagContext place) {
    throw noInclude(place);
  }

  @Override
  public LNode visitInclude_relative_tag(Include_relative_tagContext place) {
    throw noInclude(place);
  }

  private static InvalidTemplate noInclude(ParserRuleContext place) {
    return InvalidTemplate.at(
        place.getStart().getLine(),
        "the tag 'include' is not supported: a worker template is one file. Copy the text into it");
  }

  private static Set<String> filterNames(List<FilterContext> filters) {
    Set<String> names = new HashSet<>();
    filters.forEach(filter -> names.add(filter.Id().getText()));
    return names;
  }

  private static boolean escapes(Set<String> filterNames) {
    return filterNames.stream().anyMatch(ESCAPING::contains);
  }

  /** Names of the variables that an expression reads. */
  private static Set<String> variables(ParseTree tree) {
    Set<String> names = new HashSet<>();
    if (tree instanceof Lookup_id_indexesContext lookup) {
      names.add(lookup.id().getText());
    }
    for (int i = 0; i < tree.getChildCount(); i++) {
      names.addAll(variables(tree.getChild(i)));
    }
    return names;
  }

  private static boolean anyEscaped(TemplateContext context, Set<String> variables) {
    Map<String, Object> escaped = context.getRegistry(ESCAPED);
    return variables.stream().anyMatch(escaped::containsKey);
  }

  private static void mark(TemplateContext context, String variable, boolean escaped) {
    Map<String, Object> marks = context.getRegistry(ESCAPED);
    if (escaped) {
      marks.put(variable, true);
    } else {
      marks.remove(variable);
    }
  }

  /** The node, whose failures name this place. */
  private static LNode located(ParserRuleContext place, LNode node) {
    return context -> {
      try {
        return node.render(context);
      } catch (RuntimeException e) {
        throw InvalidTemplate.in(place, reason(e));
      }
    };
  }

  /** liqp wraps what a filter throws, whose text may quote the data. */
  private static String reason(Throwable failure) {
    if (failure instanceof InvalidTemplate || failure instanceof ArithmeticException) {
      return failure.getMessage();
    }
    return failure.getCause() == null
        ? "a value is not valid for its filter, or the filter needs a parameter"
        : reason(failure.getCause());
  }
}
