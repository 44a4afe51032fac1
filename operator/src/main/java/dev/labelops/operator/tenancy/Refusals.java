package dev.labelops.operator.tenancy;

import dev.labelops.operator.status.Violation;
import java.util.Locale;
import java.util.Optional;

/** Says of each claim why it is refused, and what to do. Pure. */
final class Refusals {
  private static final String GRANT =
      "ask whoever runs the operator to add it to %s of this namespace in the tenancy setting";

  private final Tenancy tenancy;
  private final String namespace;

  Refusals(Tenancy tenancy, String namespace) {
    this.tenancy = tenancy;
    this.namespace = namespace;
  }

  /** Empty when the namespace may name it. */
  Optional<Violation> of(Claim claim) {
    return switch (claim) {
      case Claim.Names(Grantable kind, String field, String value) -> names(kind, field, value);
      case Claim.Lists(String field, String prefix) -> lists(field, prefix);
      case Claim.UsesPartOf(String field, String bucket) ->
          tenancy.mayUsePartOf(namespace, bucket)
              ? Optional.empty()
              : names(Grantable.LOCATIONS, field, "s3://" + bucket + "/");
      case Claim.Needs(WorkforceRight right, String field, String value) ->
          needs(right, field, value);
    };
  }

  private Optional<Violation> names(Grantable kind, String field, String value) {
    if (value == null || value.isEmpty() || tenancy.may(namespace, kind, value)) {
      return Optional.empty();
    }
    return Optional.of(
        kind == Grantable.WORKTEAMS && Tenancy.isPublicCrowd(value)
            ? new Violation(
                field,
                value,
                "the public crowd is never used",
                "name a private-crowd or vendor-crowd team")
            : new Violation(
                field,
                value,
                "namespace '" + namespace + "' may not name it",
                GRANT.formatted(kind.setting())));
  }

  private Optional<Violation> lists(String field, String prefix) {
    return tenancy.mayUseLocation(namespace, prefix) && !tenancy.mayList(namespace, prefix)
        ? Optional.of(
            new Violation(
                field,
                prefix,
                "it also takes what merely begins with it, which namespace '"
                    + namespace
                    + "' may not name",
                "end the prefix with '/'"))
        : names(Grantable.LOCATIONS, field, prefix);
  }

  private Optional<Violation> needs(WorkforceRight right, String field, String value) {
    return tenancy.may(namespace, right)
        ? Optional.empty()
        : Optional.of(
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
                    + right.name().toLowerCase(Locale.ROOT)
                    + "' in the tenancy setting"));
  }
}
