package dev.labelops.operator.tenancy;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Something outside of its namespace that an object names, and the field that names it. Each kind
 * lists its own; {@link Tenancy#refused} says which of them its namespace was not granted.
 */
public sealed interface Claim {
  /**
   * A field that names one thing.
   *
   * @param value null or empty: the object names nothing
   */
  record Names(Grantable kind, String field, String value) implements Claim {}

  /** A field that takes every object whose address begins with the prefix. */
  record Lists(String field, String prefix) implements Claim {}

  /** A field that names a bucket of which any granted part suffices. */
  record UsesPartOf(String field, String bucket) implements Claim {}

  /** A field that needs the region's workforce. */
  record Needs(WorkforceRight right, String field, String value) implements Claim {}

  /**
   * A field that names several things.
   *
   * @param values null: the object names nothing
   */
  static Stream<Claim> each(Grantable kind, String field, List<String> values) {
    return values == null
        ? Stream.empty()
        : IntStream.range(0, values.size())
            .mapToObj(i -> new Names(kind, field + "[" + i + "]", values.get(i)));
  }
}
