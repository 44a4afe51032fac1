package dev.labelops.engine.sagemaker.workforce;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.labelops.engine.front.Json;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The private workforce of an account and region.
 *
 * @param settings the members of CreateWorkforce without name and tags
 * @param phase what was begun last
 * @param phaseUntil when that is done
 */
record Workforce(
    String accountId,
    String region,
    String name,
    String arn,
    ObjectNode settings,
    Phase phase,
    Instant phaseUntil,
    Instant createdAt,
    Instant modifiedAt) {

  /** What a workforce is going through; done, it is Active or gone. */
  enum Phase {
    Initializing,
    Updating,
    Deleting
  }

  /** The service's WorkforceStatus. */
  String status(Instant now) {
    return now.isBefore(phaseUntil) ? phase.name() : "Active";
  }

  boolean isActive(Instant now) {
    return status(now).equals("Active") && phase != Phase.Deleting;
  }

  boolean isGone(Instant now) {
    return phase == Phase.Deleting && !now.isBefore(phaseUntil);
  }

  /** The pool of a Cognito workforce; empty for one with its own identity provider. */
  Optional<String> userPoolId() {
    return Json.text(settings.path("CognitoConfig"), "UserPool");
  }

  Optional<String> clientId() {
    return Json.text(settings.path("CognitoConfig"), "ClientId");
  }

  Workforce entering(Phase next, Instant until, ObjectNode newSettings, Instant now) {
    return new Workforce(accountId, region, name, arn, newSettings, next, until, createdAt, now);
  }

  /**
   * The Workforce shape.
   *
   * @param subDomain where the portal is, shown once the workforce is active
   */
  ObjectNode toJson(Instant now, String subDomain) {
    ObjectNode body = settings.deepCopy();
    if (body.has("OidcConfig")) {
      ((ObjectNode) body.get("OidcConfig")).remove(List.of("ClientSecret"));
    }
    if (!body.has("SourceIpConfig")) {
      body.putObject("SourceIpConfig").putArray("Cidrs");
    }
    body.put("WorkforceName", name)
        .put("WorkforceArn", arn)
        .put("CreateDate", Json.seconds(createdAt))
        .put("LastUpdatedDate", Json.seconds(modifiedAt))
        .put("Status", status(now));
    if (phase != Phase.Initializing || isActive(now)) {
      body.put("SubDomain", subDomain);
    }
    return body;
  }
}
