package dev.labelops.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;

/** The specification of a workforce. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value = "!has(self.sourceCidrs) || !has(self.identity.existing)",
    message =
        "sourceCidrs would change a workforce that LabelOps does not own: remove"
            + " sourceCidrs, or use managedCognito or existingCognito")
@ValidationRule(
    value = "has(self.identity.existingCognito) || self.teams.all(t, !has(t.groups))",
    message =
        "groups names groups of your own user pool: use it only with"
            + " identity.existingCognito, and members or membersFrom otherwise")
public record LabelingWorkforceSpec(
    @JsonPropertyDescription("Region and role of the AWS calls. Default: the operator's own.")
        AwsScope aws,
    @Required
        @JsonPropertyDescription(
            "Where workers sign in. Exactly one member. An account has one private"
                + " workforce per region: 'existing' uses it without changes.")
        Identity identity,
    @JsonPropertyDescription(
            "IP ranges from which workers may connect (CreateWorkforce"
                + " SourceIpConfig.Cidrs). Only for a workforce that LabelOps owns.")
        @Size(max = 10)
        List<@Size(min = 4, max = 64) String> sourceCidrs,
    @Default("IfOwned")
        @JsonPropertyDescription(
            "IfOwned: adopt a user pool or workforce that LabelOps created. Always: adopt"
                + " any existing one. Never: use only what this object created.")
        Adoption adoption,
    @Default("Retain")
        @JsonPropertyDescription(
            "When this object is deleted, Retain keeps users, teams and workforce; Delete"
                + " removes what LabelOps created.")
        DeletionPolicy deletionPolicy,
    @Default("Merge")
        @JsonPropertyDescription(
            "Merge adds the listed members and keeps all others; with Exact, the list is"
                + " the whole team.")
        MemberPolicy memberPolicy,
    @Default("RemoveFromTeam")
        @JsonPropertyDescription(
            "What happens to a removed member with memberPolicy Exact. Disable and Delete"
                + " apply only to users that LabelOps invited and who are in no other group.")
        MemberRemoval memberRemoval,
    @Required
        @Size(min = 1, max = 25)
        @JsonPropertyDescription(
            "Work teams (CreateWorkteam). AWS allows 25 per account and region.")
        List<Team> teams) {

  /** What deletion of the object does to users, teams and workforce. */
  public enum DeletionPolicy {
    Retain,
    Delete
  }

  /** How the listed members are combined with the existing members of a team. */
  public enum MemberPolicy {
    Merge,
    Exact
  }

  /** What removal from a team does to the user. */
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
              "Use the existing workforce of this account and region. LabelOps only adds"
                  + " teams to it and changes nothing else. Write 'existing: {}'.")
          Existing existing,
      @JsonPropertyDescription(
              "Create user pool, domain, app client, groups and workforce, and invite"
                  + " members by e-mail.")
          ManagedCognito managedCognito,
      @JsonPropertyDescription("Create the workforce on your existing user pool.")
          ExistingCognito existingCognito) {}

  /** No settings: everything is read from the existing workforce. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Existing() {}

  /** A workforce with a user pool that LabelOps creates. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record ManagedCognito(
      @Default("default")
          @Size(min = 1, max = 63)
          @Pattern("^[a-zA-Z0-9]([a-zA-Z0-9-]){0,62}$")
          @JsonPropertyDescription("CreateWorkforce WorkforceName. The console uses 'default'.")
          String workforceName,
      @Required
          @Size(min = 1, max = 100)
          @JsonPropertyDescription("Organization, shown in the invitation.")
          String organization,
      @Required
          @Size(min = 3, max = 128)
          @Pattern("^[^@\\s]+@[^@\\s]+$")
          @JsonPropertyDescription("Contact for workers, shown in the invitation.")
          String contactEmail,
      @JsonPropertyDescription("Text of the invitation. Default: a short text in English.")
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

  /** An existing user pool and app client. */
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
          "the members of the groups are the team: set groups, or members or membersFrom,"
              + " not both")
  public record Team(
      @Required
          @Size(min = 1, max = 63)
          @Pattern("^[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}$")
          @JsonPropertyDescription("CreateWorkteam WorkteamName; unique in account and region.")
          String name,
      @Size(min = 1, max = 200)
          @JsonPropertyDescription(
              "CreateWorkteam Description, shown to workers. Default: the existing"
                  + " description of the team, or 'Managed by LabelOps' for a new team.")
          String description,
      @Size(max = 500)
          @JsonPropertyDescription("Members of the team. Each is invited once by e-mail.")
          List<Member> members,
      @JsonPropertyDescription(
              "Members of the team from a Secret: UTF-8 text with one e-mail address per"
                  + " line, or a table with the addresses in the first column or in the column"
                  + " 'email'. A missing or empty Secret, or a Secret with a line that cannot be"
                  + " read, removes nobody.")
          MembersFrom membersFrom,
      @Size(max = 10)
          @JsonPropertyDescription(
              "Groups of the user pool whose members are the team (existingCognito only)."
                  + " Default: one group with the team's name.")
          List<@Size(min = 1, max = 128) String> groups,
      @Size(max = 2048)
          @Pattern("^arn:aws[a-z-]*:sns:[a-z0-9-]*:[0-9]{12}:[a-zA-Z0-9_.-]+$")
          @JsonPropertyDescription(
              "SNS topic for notifications about new tasks"
                  + " (NotificationConfiguration.NotificationTopicArn).")
          String notificationTopicArn) {}

  /** One person. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Member(
      @Required
          @Size(min = 3, max = 128)
          @Pattern("^[^@\\s]+@[^@\\s]+$")
          @JsonPropertyDescription("E-mail address, which is also the sign-in name.")
          String email) {}

  /** A list of addresses outside of the object. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record MembersFrom(@Required SecretRef secretRef) {}

  /** A key of a Secret in the object's namespace. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record SecretRef(
      @Required @Size(min = 1, max = 253) String name,
      @Required @Size(min = 1, max = 253) String key) {}
}
