package dev.labelops.engine.sagemaker.workforce;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.labelops.engine.front.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * A private work team.
 *
 * @param settings the members of CreateWorkteam without name and tags
 */
record Workteam(
    String arn,
    String accountId,
    String region,
    String name,
    ObjectNode settings,
    Instant createdAt,
    Instant modifiedAt) {

  /** The team as labeling sees it. */
  Workteams.Team toTeam() {
    List<Workteams.Member> members = new ArrayList<>();
    for (JsonNode definition : settings.path("MemberDefinitions")) {
      JsonNode cognito = definition.path("CognitoMemberDefinition");
      if (cognito.isObject()) {
        members.add(
            new Workteams.Member(
                cognito.get("UserPool").asText(), cognito.get("UserGroup").asText()));
      }
    }
    return new Workteams.Team(name, arn, accountId, region, List.copyOf(members));
  }

  /** Sorts by creation, teams of the same moment by name. */
  String createdSortKey() {
    return "%019d %s".formatted(createdAt.toEpochMilli(), name);
  }

  /** The Workteam shape. */
  ObjectNode toJson(String workforceArn, String subDomain) {
    return settings
        .deepCopy()
        .put("WorkteamName", name)
        .put("WorkteamArn", arn)
        .put("WorkforceArn", workforceArn)
        .put("SubDomain", subDomain)
        .put("CreateDate", Json.seconds(createdAt))
        .put("LastUpdatedDate", Json.seconds(modifiedAt));
  }
}
