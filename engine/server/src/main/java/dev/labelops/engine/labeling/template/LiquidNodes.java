package dev.labelops.engine.labeling.template;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import liqp.Insertions;
import liqp.filters.Filters;
import liqp.nodes.AtomNode;
import liqp.nodes.InsertionNode;
import liqp.nodes.LNode;
import liqp.parser.v4.NodeVisitor;
import liquid.parser.v4.LiquidParser;
import liquid.parser.v4.LiquidParser.Case_tagContext;
import liquid.parser.v4.LiquidParser.ExprContext;
import liquid.parser.v4.LiquidParser.Expr_eqContext;
import liquid.parser.v4.LiquidParser.Expr_termContext;
import liquid.parser.v4.LiquidParser.For_attributeContext;
import liquid.parser.v4.LiquidParser.For_rangeContext;
import liquid.parser.v4.LiquidParser.TermContext;
import liquid.parser.v4.LiquidParser.Term_BlankContext;
import liquid.parser.v4.LiquidParser.When_tagContext;

/** liqp's nodes, where it differs from Liquid as Liquid has them: {@code blank}, and ranges. */
class LiquidNodes extends NodeVisitor {
  private final Insertions tags;

  LiquidNodes(Insertions tags, Filters filters) {
    super(tags, filters, true);
    this.tags = tags;
  }

  @Override
  public LNode visitExpr_eq(Expr_eqContext place) {
    boolean negated = place.op.getType() == LiquidParser.NEq;
    if (isBlank(place.rhs)) {
      LNode value = visit(place.lhs);
      return context -> blank(value.render(context)) != negated;
    }
    if (isBlank(place.lhs)) {
      LNode value = visit(place.rhs);
      return context -> blank(value.render(context)) != negated;
    }
    return super.visitExpr_eq(place);
  }

  private static boolean isBlank(ExprContext expression) {
    return expression instanceof Expr_termContext simple
        && simple.term() instanceof Term_BlankContext;
  }

  /** Nil, false, white space, and what holds nothing. */
  private static boolean blank(Object value) {
    return switch (value) {
      case null -> true;
      case Boolean truth -> !truth;
      case CharSequence text -> text.toString().isBlank();
      case Collection<?> list -> list.isEmpty();
      case Map<?, ?> object -> object.isEmpty();
      case Object[] array -> array.length == 0;
      default -> AtomNode.isEmpty(value) || AtomNode.isBlank(value);
    };
  }

  @Override
  public LNode visitCase_tag(Case_tagContext place) {
    List<LNode> nodes = new ArrayList<>();
    LNode value = visit(place.expr());
    nodes.add(value);
    for (When_tagContext when : place.when_tag()) {
      for (TermContext term : when.term()) {
        nodes.add(term instanceof Term_BlankContext ? sameIfBlank(value) : visit(term));
      }
      nodes.add(visitBlock(when.block()));
    }
    if (place.else_tag() != null) {
      nodes.add(visitBlock(place.else_tag().block()));
    }
    return new InsertionNode(tags.get("case"), nodes);
  }

  /** Equal to the value when that is blank, else to nothing. */
  private static LNode sameIfBlank(LNode value) {
    return context -> {
      Object rendered = value.render(context);
      return blank(rendered) ? rendered : new Object();
    };
  }

  /** As a loop over the range's numbers: liqp counts one too few in {@code forloop}. */
  @Override
  public LNode visitFor_range(For_rangeContext place) {
    LNode from = visit(place.from);
    LNode to = visit(place.to);
    List<LNode> nodes = new ArrayList<>();
    nodes.add(new AtomNode(true));
    nodes.add(new AtomNode(place.id().getText()));
    nodes.add(context -> range(from.render(context), to.render(context)));
    nodes.add(visitBlock(place.block()));
    nodes.add(null);
    nodes.add(new AtomNode("(" + place.from.getText() + ".." + place.to.getText() + ")"));
    nodes.add(new AtomNode(place.Reversed() != null));
    for (For_attributeContext attribute : place.for_attribute()) {
      nodes.add(visit(attribute));
    }
    return new InsertionNode(tags.get("for"), nodes);
  }

  private static List<Integer> range(Object from, Object to) {
    int first = number(from);
    int last = number(to);
    if ((long) last - first >= RenderLimits.MOST_ITERATIONS) {
      throw new InvalidTemplate(
          "a range has more than %,d numbers".formatted(RenderLimits.MOST_ITERATIONS));
    }
    return IntStream.rangeClosed(first, last).boxed().toList();
  }

  private static int number(Object value) {
    try {
      return value instanceof Number number
          ? number.intValue()
          : (int) Double.parseDouble(HtmlText.of(value));
    } catch (NumberFormatException e) {
      return 0;
    }
  }
}
