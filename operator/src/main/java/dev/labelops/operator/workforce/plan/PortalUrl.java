package dev.labelops.operator.workforce.plan;

import java.util.Optional;
import java.util.Set;

/**
 * Address of the worker portal. The service gives a bare host; an engine on the loopback interface
 * has no certificate, so it is spoken to without TLS.
 *
 * @param value without a trailing slash
 */
public record PortalUrl(String value) {
  /**
   * @param subDomain Workforce.SubDomain
   */
  public static Optional<PortalUrl> of(Optional<String> subDomain) {
    return subDomain.map(
        host -> {
          String bare = host.endsWith("/") ? host.substring(0, host.length() - 1) : host;
          return new PortalUrl((loopback(bare) ? "http://" : "https://") + bare);
        });
  }

  private static boolean loopback(String subDomain) {
    String host = subDomain.replaceFirst("[:/].*", "");
    return host.equals("localhost") || host.endsWith(".localhost") || host.startsWith("127.");
  }

  /** CallbackURLs that sign-in needs (ground-truth-reference 2.2, step 8). */
  public Set<String> callbacks() {
    return Set.of(value, value + "/oauth2/idpresponse");
  }

  /** LogoutURLs. */
  public Set<String> logouts() {
    return Set.of(value + "/logout");
  }
}
