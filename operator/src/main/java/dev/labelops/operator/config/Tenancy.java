package dev.labelops.operator.config;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the objects of a namespace may name. Whoever may create a LabelingJob borrows the operator's
 * rights, so only the operator's own namespace may name anything unless this says so.
 *
 * @param allowAll every namespace may name anything; for demos and single-tenant clusters
 * @param operatorNamespace may name anything
 * @param namespaces grants by namespace
 */
public record Tenancy(boolean allowAll, String operatorNamespace, Map<String, Grant> namespaces) {

  /**
   * @param defaultExecutionRole used when a job names none
   * @param executionRoles ARNs that jobs may name
   * @param assumableRoles ARNs that {@code spec.aws.assumeRoleArn} may name
   * @param locations {@code s3://bucket} or {@code s3://bucket/prefix/}, for reading and writing
   * @param workteams ARNs of teams that were not made for the namespace and that {@code
   *     spec.workteamArn} or {@code adoption: Always} may use
   * @param userPools ids that {@code identity.existingCognito} may name
   */
  public record Grant(
      Optional<String> defaultExecutionRole,
      List<String> executionRoles,
      List<String> assumableRoles,
      List<String> locations,
      List<String> workteams,
      List<String> userPools) {}

  private static final Grant NOTHING =
      new Grant(Optional.empty(), List.of(), List.of(), List.of(), List.of(), List.of());

  /** What the namespace is granted; empty lists when it is not listed. */
  public Grant grant(String namespace) {
    return namespaces.getOrDefault(namespace, NOTHING);
  }

  /** Whether the namespace may name anything. */
  public boolean unrestricted(String namespace) {
    return allowAll || namespace.equals(operatorNamespace);
  }

  public boolean mayPassRole(String namespace, String roleArn) {
    return unrestricted(namespace)
        || grant(namespace).executionRoles().contains(roleArn)
        || grant(namespace).defaultExecutionRole().filter(roleArn::equals).isPresent();
  }

  public boolean mayAssume(String namespace, String roleArn) {
    return unrestricted(namespace) || grant(namespace).assumableRoles().contains(roleArn);
  }

  public boolean mayUseWorkteam(String namespace, String workteamArn) {
    return unrestricted(namespace) || grant(namespace).workteams().contains(workteamArn);
  }

  public boolean mayUseUserPool(String namespace, String userPoolId) {
    return unrestricted(namespace) || grant(namespace).userPools().contains(userPoolId);
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
            && grant(namespace).locations().stream()
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
            && grant(namespace).locations().stream()
                .anyMatch(granted -> prefix.startsWith(folder(granted)));
  }

  private static String folder(String granted) {
    return granted.endsWith("/") ? granted : granted + "/";
  }

  /** S3 takes dots in a key as they are, but whatever stands before it may not. */
  private static boolean climbs(String uri) {
    return (uri + "/").contains("/../") || (uri + "/").contains("/./");
  }
}
