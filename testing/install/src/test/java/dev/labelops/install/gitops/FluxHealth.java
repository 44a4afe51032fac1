package dev.labelops.install.gitops;

import dev.cel.bundle.Cel;
import dev.cel.bundle.CelFactory;
import dev.cel.common.CelValidationException;
import dev.cel.common.types.SimpleType;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Evaluates one entry of {@code healthCheckExprs} as Flux documents it: an object that was not
 * looked at since its last change is InProgress, then {@code inProgress}, {@code failed} and {@code
 * current} in this order, and InProgress when none is true. An expression is given the object's
 * top-level fields, untyped.
 */
final class FluxHealth {
  private static final List<String> FIELDS =
      List.of("apiVersion", "kind", "metadata", "spec", "status");

  private final Map<String, Object> check;
  private final Cel cel;

  FluxHealth(Map<String, Object> check) {
    this.check = check;
    var builder =
        CelFactory.standardCelBuilder().setStandardMacros(CelStandardMacro.STANDARD_MACROS);
    FIELDS.forEach(field -> builder.addVar(field, SimpleType.DYN));
    this.cel = builder.build();
  }

  String of(Map<String, Object> object) {
    Object generation = ((Map<?, ?>) object.get("metadata")).get("generation");
    Object observed = ((Map<?, ?>) object.get("status")).get("observedGeneration");
    if (observed != null && !observed.equals(generation)) {
      return "InProgress";
    }
    if (isTrue("inProgress", object)) {
      return "InProgress";
    }
    if (isTrue("failed", object)) {
      return "Failed";
    }
    return isTrue("current", object) ? "Current" : "InProgress";
  }

  private boolean isTrue(String name, Map<String, Object> object) {
    String expression = (String) check.get(name);
    if (expression == null) {
      return false;
    }
    Map<String, Object> variables = new LinkedHashMap<>(object);
    variables.keySet().retainAll(FIELDS);
    try {
      return (Boolean) cel.createProgram(cel.compile(expression).getAst()).eval(variables);
    } catch (CelValidationException | CelEvaluationException e) {
      throw new AssertionError(name + " cannot be evaluated: " + expression, e);
    }
  }
}
