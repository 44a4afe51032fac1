package dev.labelops.operator.tenancy;

import dev.labelops.operator.status.Violation;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What the objects of a namespace may name. Whoever may create one of the three resources borrows
 * the operator's rights, so only the operator's own namespace may name anything unless this says
 * so.
 *
 * @param allowAll every namespace may name anything; for demos and single-tenant clusters
 * @param operatorNamespace may name anything
 * @param namespaces grants by namespace
 */
public record Tenancy(boolean allowAll, String operatorNamespace, Map<String, Grant> namespaces) {
  /** The work teams of Mechanical Turk. */
  private static final String PUBLIC_CROWD = ":workteam/public-crowd/";

  /**
   * @param defaultExecutionRole used when a job names none
   * @param workforce whether the namespace may make or join a workforce
   * @param lists what it may name, by kind
   */
  public record Grant(
      Optional<String> defaultExecutionRole,
      WorkforceRight workforce,
      Map<Grantable, List<String>> lists) {
    private static final Grant NOTHING = new Grant(Optional.empty(), WorkforceRight.NONE, Map.of());

    List<String> list(Grantable kind) {
      return lists.getOrDefault(kind, List.of());
    }
  }

  /**
   * What an object names and its namespace was not granted. Every field that reaches AWS passes
   * here, before any AWS call.
   *
   * @return one violation for each field that names too much, in the order of the claims
   */
  public List<Violation> refused(String namespace, Stream<Claim> claims) {
    Refusals refusals = new Refusals(this, namespace);
    return claims.flatMap(claim -> refusals.of(claim).stream()).toList();
  }

  /** What the namespace is granted; nothing when it is not listed. */
  public Grant grant(String namespace) {
    return namespaces.getOrDefault(namespace, Grant.NOTHING);
  }

  /** Whether the namespace may name anything but the public crowd. */
  public boolean unrestricted(String namespace) {
    return allowAll || namespace.equals(operatorNamespace);
  }

  /** Whether the namespace may name the thing. Nobody may name a team of the public crowd. */
  public boolean may(String namespace, Grantable kind, String value) {
    return switch (kind) {
      case LOCATIONS -> mayUseLocation(namespace, value);
      case WORKTEAMS -> !isPublicCrowd(value) && listed(namespace, kind, value);
      case EXECUTION_ROLES ->
          listed(namespace, kind, value)
              || grant(namespace).defaultExecutionRole().filter(value::equals).isPresent();
      default -> listed(namespace, kind, value);
    };
  }

  private boolean listed(String namespace, Grantable kind, String value) {
    return unrestricted(namespace) || grant(namespace).list(kind).contains(value);
  }

  /** Whether the namespace may do so with the region's workforce. */
  public boolean may(String namespace, WorkforceRight wanted) {
    return unrestricted(namespace) || grant(namespace).workforce().compareTo(wanted) >= 0;
  }

  public boolean mayUseWorkteam(String namespace, String workteamArn) {
    return may(namespace, Grantable.WORKTEAMS, workteamArn);
  }

  public boolean mayUseUserPool(String namespace, String userPoolId) {
    return may(namespace, Grantable.USER_POOLS, userPoolId);
  }

  /** Whether the ARN is of a team of Mechanical Turk, where anybody would see the objects. */
  public static boolean isPublicCrowd(String workteamArn) {
    return workteamArn.contains(PUBLIC_CROWD);
  }

  /**
   * Whether the namespace may name the location. A grant of {@code s3://b/p/} covers everything
   * below that prefix; {@code s3://b/p} does not cover {@code s3://b/pq}.
   *
   * @param uri {@code s3://bucket/key or prefix}
   */
  public boolean mayUseLocation(String namespace, String uri) {
    return unrestricted(namespace)
        || !climbs(uri)
            && grant(namespace).list(Grantable.LOCATIONS).stream()
                .anyMatch(
                    granted ->
                        uri.equals(granted)
                            || uri.startsWith(folder(granted))
                            || (uri + "/").equals(folder(granted)));
  }

  /**
   * Whether the namespace may use every object whose address begins with {@code prefix}: {@code
   * s3://b/p} also takes {@code s3://b/pq}, which a grant of {@code s3://b/p/} does not cover.
   */
  public boolean mayList(String namespace, String prefix) {
    return unrestricted(namespace)
        || !climbs(prefix)
            && grant(namespace).list(Grantable.LOCATIONS).stream()
                .anyMatch(granted -> prefix.startsWith(folder(granted)));
  }

  /** Whether the namespace may use any part of the bucket. */
  public boolean mayUsePartOf(String namespace, String bucket) {
    return unrestricted(namespace)
        || grant(namespace).list(Grantable.LOCATIONS).stream()
            .anyMatch(granted -> folder(granted).startsWith("s3://" + bucket + "/"));
  }

  private static String folder(String granted) {
    return granted.endsWith("/") ? granted : granted + "/";
  }

  /** S3 takes dots in a key as they are, but whatever stands before it may not. */
  private static boolean climbs(String uri) {
    return (uri + "/").contains("/../") || (uri + "/").contains("/./");
  }
}
