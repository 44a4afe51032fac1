package dev.labelops.engine.portal;

import java.time.Duration;
import java.util.Optional;

/** A refusal of the portal's API: {@code {"code":..., "message":...}} with an HTTP status. */
public final class PortalError extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final String code;
  private final Optional<Duration> retryAfter;

  /**
   * @param code what programs compare
   * @param message what is wrong, and what to do
   */
  public PortalError(int status, String code, String message) {
    this(status, code, message, Optional.empty());
  }

  private PortalError(int status, String code, String message, Optional<Duration> retryAfter) {
    super(message, null, false, false);
    this.status = status;
    this.code = code;
    this.retryAfter = retryAfter;
  }

  static PortalError tooManyAttempts(Duration wait) {
    Duration seconds = Duration.ofSeconds(wait.plusMillis(999).toSeconds());
    return new PortalError(
        429,
        "TooManyAttempts",
        "Too many sign-ins with this name or from this address failed. Wait "
            + seconds.toSeconds()
            + " seconds, then try again.",
        Optional.of(seconds));
  }

  static PortalError notSignedIn() {
    return new PortalError(401, "NotSignedIn", "Sign in with POST /_labelops/api/sessions.");
  }

  static PortalError noOwnerSignedIn() {
    return new PortalError(
        401, "NotSignedIn", "Sign in as owner with POST /_labelops/api/owner/sessions.");
  }

  static PortalError noCsrfToken() {
    return new PortalError(
        403,
        "CsrfTokenRequired",
        "Requests with a session cookie that change something need the header X-CSRF-Token with the"
            + " csrfToken of the session. Reload the page.");
  }

  static PortalError notAMember() {
    return new PortalError(
        403, "NotAMember", "You are not in the team of this job. Ask its owner to add you.");
  }

  static PortalError noSuchJob(String name) {
    return new PortalError(
        404, "JobNotFound", "None of your teams has a labeling job '" + name + "'.");
  }

  int status() {
    return status;
  }

  String code() {
    return code;
  }

  /** When the same request may have another answer; whole seconds. */
  Optional<Duration> retryAfter() {
    return retryAfter;
  }
}
