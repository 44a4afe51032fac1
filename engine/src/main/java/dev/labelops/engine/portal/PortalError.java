package dev.labelops.engine.portal;

/** A refusal of the portal's API: {@code {"code":..., "message":...}} with an HTTP status. */
final class PortalError extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final String code;

  PortalError(int status, String code, String message) {
    super(message, null, false, false);
    this.status = status;
    this.code = code;
  }

  static PortalError notSignedIn() {
    return new PortalError(401, "NotSignedIn", "Sign in with POST /_labelops/api/sessions.");
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
}
