package dev.labelops.operator.tenancy;

import dev.labelops.operator.status.Violation;
import java.util.ArrayList;
import java.util.List;

/**
 * Collects what an object names outside of its namespace and was not granted. Every field that
 * reaches AWS passes here, before any AWS call.
 */
public final class Doors {
  private static final String GRANT =
      "ask whoever runs the operator to add it to %s of this namespace in the tenancy setting";

  private final Tenancy tenancy;
  private final String namespace;
  private final List<Violation> refused = new ArrayList<>();

  public Doors(Tenancy tenancy, String namespace) {
    this.tenancy = tenancy;
    this.namespace = namespace;
  }

  /**
   * A field that names one thing.
   *
   * @param value null or empty: the object names nothing
   */
  public void names(Grantable kind, String field, String value) {
    if (value == null || value.isEmpty() || tenancy.may(namespace, kind, value)) {
      return;
    }
    refused.add(
        kind == Grantable.WORKTEAMS && Tenancy.isPublicCrowd(value)
            ? new Violation(
                field,
                value,
                "the public crowd is never used",
                "name a private-crowd or vendor-crowd team")
            : forbidden(field, value, GRANT.formatted(kind.setting())));
  }

  /**
   * A field that names several things.
   *
   * @param values null: the object names nothing
   */
  public void namesEach(Grantable kind, String field, List<String> values) {
    for (int i = 0; values != null && i < values.size(); i++) {
      names(kind, field + "[" + i + "]", values.get(i));
    }
  }

  /** A field that takes every object whose address begins with the prefix. */
  public void lists(String field, String prefix) {
    if (tenancy.mayUseLocation(namespace, prefix) && !tenancy.mayList(namespace, prefix)) {
      refused.add(
          new Violation(
              field,
              prefix,
              "it also takes what merely begins with it, which namespace '"
                  + namespace
                  + "' may not name",
              "end the prefix with '/'"));
    } else {
      names(Grantable.LOCATIONS, field, prefix);
    }
  }

  /** A field that needs the region's workforce. */
  public void needs(WorkforceRight right, String field, String value) {
    if (!tenancy.may(namespace, right)) {
      refused.add(
          new Violation(
              field,
              value,
              "namespace '"
                  + namespace
                  + "' may not "
                  + (right == WorkforceRight.MAKE
                      ? "make the region's workforce"
                      : "use teams and invite people in the region's workforce"),
              "ask whoever runs the operator to set workforce of this namespace to '"
                  + right.name().toLowerCase(java.util.Locale.ROOT)
                  + "' in the tenancy setting"));
    }
  }

  private Violation forbidden(String field, String value, String cure) {
    return new Violation(field, value, "namespace '" + namespace + "' may not name it", cure);
  }

  /** One violation for each field that names too much, in the order in which they were asked. */
  public List<Violation> refused() {
    return List.copyOf(refused);
  }
}
