package dev.labelops.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.util.List;

/** What was observed of a workforce. Contains counts of members, never addresses. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record LabelingWorkforceStatus(
    @JsonPropertyDescription(
            "metadata.generation that this status describes; -1 until the operator has"
                + " processed the object.")
        Long observedGeneration,
    @JsonPropertyDescription(
            "Ready, Reconciling, Stalled, Synced, WorkforceActive, MembersInvited, RemovalsHeld.")
        List<Condition> conditions,
    @JsonPropertyDescription("Region of the workforce.") String region,
    @JsonPropertyDescription("DescribeWorkforce WorkforceArn.") String workforceArn,
    @JsonPropertyDescription("DescribeWorkforce WorkforceName.") String workforceName,
    @JsonPropertyDescription("Where workers sign in; known once the workforce is Active.")
        String portalUrl,
    @JsonPropertyDescription("Cognito user pool of the workforce.") String userPoolId,
    @JsonPropertyDescription("Cognito app client of the workforce.") String clientId,
    @JsonPropertyDescription("Domain prefix of the user pool.") String userPoolDomain,
    @JsonPropertyDescription("One entry per team of the spec.") List<TeamStatus> teams)
    implements ObservedStatus {

  /** One team as it is. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record TeamStatus(
      String name,
      @JsonPropertyDescription("CreateWorkteam WorkteamArn.") String arn,
      @JsonPropertyDescription("Number of members by state.") MemberCounts members,
      @JsonPropertyDescription("True if the team exists and at least one member can work.")
          Boolean ready) {}

  /**
   * Counts of members.
   *
   * @param wanted listed in the spec
   * @param invited have an account, have not yet signed in
   * @param waiting wait for the invitation budget
   * @param active enabled members of the team, whoever added them
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record MemberCounts(
      @JsonPropertyDescription("Members listed in the specification.") Integer wanted,
      @JsonPropertyDescription("Members who were invited and have not signed in.") Integer invited,
      @JsonPropertyDescription("Members who wait because of the limit of invitations per day.")
          Integer waiting,
      @JsonPropertyDescription(
              "Enabled members of the team, including those that LabelOps did not add.")
          Integer active) {}
}
