package dev.labelops.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;

/** What the user wants of a workforce. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value = "!has(self.sourceCidrs) || !has(self.identity.existing)",
    message =
        "sourceCidrs would change a workforce that is not ours: remove sourceCidrs, or use"
            + " managedCognito or existingCognito")
@ValidationRule(
    value = "has(self.identity.existingCognito) || self.teams.all(t, !has(t.groups))",
    message =
        "groups names groups of a pool that you brought: use it with identity.existingCognito only, and"
            + " members or membersFrom otherwise")
public record LabelingWorkforceSpec(
    @JsonPropertyDescription("Region and role of the AWS calls. Default: the operator's own.")
        AwsScope aws,
    @Required
        @JsonPropertyDescription(
            "Where workers sign in. Exactly one member. An account and region has one private"
                + " workforce: 'existing' uses it as it is.")
        Identity identity,
    @JsonPropertyDescription(
            "Addresses that workers may come from (CreateWorkforce SourceIpConfig.Cidrs). Only for a"
                + " workforce that is ours.")
        @Size(max = 10)
        List<@Size(min = 4, max = 64) String> sourceCidrs,
    @Default("IfOwned")
        @JsonPropertyDescription(
            "IfOwned: take over a user pool or workforce that carries our mark. Always: take over what"
                + " is there. Never: only what was just made.")
        Adoption adoption,
    @Default("Retain")
        @JsonPropertyDescription(
            "On deletion of this object, Retain leaves people, teams and workforce as they are; Delete"
                + " removes what LabelOps made.")
        DeletionPolicy deletionPolicy,
    @Default("Merge")
        @JsonPropertyDescription(
            "Merge adds the listed members and keeps everyone else; Exact makes the list the whole team.")
        MemberPolicy memberPolicy,
    @Default("RemoveFromTeam")
        @JsonPropertyDescription(
            "What happens to a member who leaves under memberPolicy Exact. Disable and Delete touch"
                + " only people that LabelOps invited and who are in no other group.")
        MemberRemoval memberRemoval,
    @Required
        @Size(min = 1, max = 25)
        @JsonPropertyDescription(
            "Work teams (CreateWorkteam). AWS allows 25 per account and region.")
        List<Team> teams) {

  /** What deletion of the object does to the people. */
  public enum DeletionPolicy {
    Retain,
    Delete
  }

  /** How the listed members relate to those that a team already has. */
  public enum MemberPolicy {
    Merge,
    Exact
  }

  /** What leaving a team means for the person's account. */
  public enum MemberRemoval {
    RemoveFromTeam,
    Disable,
    Delete
  }

  /** Sign-in of the workforce; exactly one member is set. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @ValidationRule(
      value =
          "[has(self.existing), has(self.managedCognito), has(self.existingCognito)].filter(x,"
              + " x).size() == 1",
      message = "set exactly one of existing, managedCognito and existingCognito")
  public record Identity(
      @JsonPropertyDescription(
              "Use the workforce that this account and region already has; nothing in it is changed,"
                  + " only teams are added. Write 'existing: {}'.")
          Existing existing,
      @JsonPropertyDescription(
              "Make user pool, domain, app client, groups and workforce, and invite people by e-mail.")
          ManagedCognito managedCognito,
      @JsonPropertyDescription("Make the workforce on a user pool that you already have.")
          ExistingCognito existingCognito) {}

  /** No settings: everything is read from the workforce that is there. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Existing() {}

  /** A workforce with a user pool of its own. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record ManagedCognito(
      @Default("default")
          @Size(min = 1, max = 63)
          @Pattern("^[a-zA-Z0-9]([a-zA-Z0-9-]){0,62}$")
          @JsonPropertyDescription(
              "CreateWorkforce WorkforceName. The console's own name is 'default'.")
          String workforceName,
      @Required @Size(min = 1, max = 100) @JsonPropertyDescription("Named in the invitation.")
          String organization,
      @Required
          @Size(min = 3, max = 128)
          @Pattern("^[^@\\s]+@[^@\\s]+$")
          @JsonPropertyDescription("Whom workers may ask; named in the invitation.")
          String contactEmail,
      @JsonPropertyDescription("Text of the invitation. Default: a plain one in English.")
          Invitation invitation) {}

  /** Cognito's InviteMessageTemplate. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Invitation(
      @Required
          @Size(min = 1, max = 140)
          @JsonPropertyDescription("InviteMessageTemplate.EmailSubject.")
          String subject,
      @Required
          @Size(min = 6, max = 20000)
          @JsonPropertyDescription(
              "InviteMessageTemplate.EmailMessage; must contain {username} and {####} (the temporary"
                  + " password). {portalUrl} is replaced by the address of the worker portal.")
          @ValidationRule(
              value = "self.contains('{username}') && self.contains('{####}')",
              message =
                  "must contain {username} and {####}: Cognito replaces them by the sign-in name and"
                      + " the temporary password, and sends nothing without {####}")
          String message) {}

  /** A pool and client that the user made. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record ExistingCognito(
      @Default("default")
          @Size(min = 1, max = 63)
          @Pattern("^[a-zA-Z0-9]([a-zA-Z0-9-]){0,62}$")
          @JsonPropertyDescription("CreateWorkforce WorkforceName.")
          String workforceName,
      @Required
          @Size(min = 1, max = 55)
          @Pattern("^[\\w-]+_[0-9a-zA-Z]+$")
          @JsonPropertyDescription("CreateWorkforce CognitoConfig.UserPool.")
          String userPoolId,
      @Required
          @Size(min = 1, max = 128)
          @Pattern("^[ -~]+$")
          @JsonPropertyDescription("CreateWorkforce CognitoConfig.ClientId; needs a client secret.")
          String clientId) {}

  /** One work team. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @ValidationRule(
      value = "!(has(self.members) && has(self.membersFrom))",
      message = "set members or membersFrom, not both")
  @ValidationRule(
      value = "!has(self.groups) || !(has(self.members) || has(self.membersFrom))",
      message =
          "whoever is in the groups makes up the team: set groups, or members or membersFrom, not both")
  public record Team(
      @Required
          @Size(min = 1, max = 63)
          @Pattern("^[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}$")
          @JsonPropertyDescription("CreateWorkteam WorkteamName; unique in account and region.")
          String name,
      @Size(min = 1, max = 200)
          @JsonPropertyDescription(
              "CreateWorkteam Description; workers see it. Default: what the team has, and 'Managed by"
                  + " LabelOps' for a new one.")
          String description,
      @Size(max = 500)
          @JsonPropertyDescription("People of the team. Each is invited once by e-mail.")
          List<Member> members,
      @JsonPropertyDescription(
              "People of the team from a Secret: UTF-8 text, one e-mail address per line, or a table"
                  + " whose first column or column 'email' holds them. A missing or empty Secret, or"
                  + " one with a line that cannot be read, removes nobody.")
          MembersFrom membersFrom,
      @Size(max = 10)
          @JsonPropertyDescription(
              "Groups of the pool that make up the team (existingCognito only). Default: one group"
                  + " with the team's name.")
          List<@Size(min = 1, max = 128) String> groups,
      @Size(max = 2048)
          @Pattern("^arn:aws[a-z-]*:sns:[a-z0-9-]*:[0-9]{12}:[a-zA-Z0-9_.-]+$")
          @JsonPropertyDescription(
              "SNS topic for news about new work (NotificationConfiguration.NotificationTopicArn).")
          String notificationTopicArn) {}

  /** One person. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Member(
      @Required
          @Size(min = 3, max = 128)
          @Pattern("^[^@\\s]+@[^@\\s]+$")
          @JsonPropertyDescription("E-mail address; it is the sign-in name.")
          String email) {}

  /** A list of addresses kept out of the object. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record MembersFrom(@Required SecretRef secretRef) {}

  /** A key of a Secret in the object's namespace. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record SecretRef(
      @Required @Size(min = 1, max = 253) String name,
      @Required @Size(min = 1, max = 253) String key) {}
}
