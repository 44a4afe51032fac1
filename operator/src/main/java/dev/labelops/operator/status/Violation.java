package dev.labelops.operator.status;

/**
 * One rule that a specification breaks and that the schema could not see.
 *
 * @param field path in the object, for example {@code spec.output.uri}
 * @param value what stands there, never a secret
 * @param rule what must hold
 * @param fix what to do
 */
public record Violation(String field, String value, String rule, String fix) {
  /** One sentence for a condition. */
  public String sentence() {
    return field + " is '" + value + "', but " + rule + ": " + fix + ".";
  }
}
