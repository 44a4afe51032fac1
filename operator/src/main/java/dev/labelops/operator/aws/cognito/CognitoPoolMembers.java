package dev.labelops.operator.aws.cognito;

import dev.labelops.operator.aws.AwsErrors;
import dev.labelops.operator.aws.CloudFailure;
import dev.labelops.operator.aws.ErrorClass;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.cognitoidentityprovider.CognitoIdentityProviderClient;
import software.amazon.awssdk.services.cognitoidentityprovider.model.AttributeType;
import software.amazon.awssdk.services.cognitoidentityprovider.model.DeliveryMediumType;
import software.amazon.awssdk.services.cognitoidentityprovider.model.GroupType;
import software.amazon.awssdk.services.cognitoidentityprovider.model.MessageActionType;
import software.amazon.awssdk.services.cognitoidentityprovider.model.UserStatusType;
import software.amazon.awssdk.services.cognitoidentityprovider.model.UserType;

/** {@link PoolMembers} through the SDK. */
final class CognitoPoolMembers implements PoolMembers {
  private static final int PAGE = 60;
  private static final Pattern ADDRESS = Pattern.compile("[^\\s'\"<>(),:;]+@[^\\s'\"<>(),:;]+");

  private static final String EMAIL = "email";

  /**
   * A standard attribute, since a custom one would have to be added to pools that LabelOps does not
   * own.
   */
  private static final String MARK = "profile";

  private final CognitoIdentityProviderClient client;

  CognitoPoolMembers(CognitoIdentityProviderClient client) {
    this.client = client;
  }

  @Override
  public Optional<Group> group(String userPoolId, String group) {
    return found(
            "cognito-idp:GetGroup",
            () -> client.getGroup(r -> r.userPoolId(userPoolId).groupName(group)).group())
        .map(
            remote ->
                new Group(
                    remote.groupName(),
                    remote.description() == null ? "" : remote.description(),
                    remote.creationDate()));
  }

  @Override
  public void createGroup(String userPoolId, String group, String description) {
    call(
        "cognito-idp:CreateGroup",
        () ->
            client.createGroup(
                r -> r.userPoolId(userPoolId).groupName(group).description(description)));
  }

  @Override
  public void deleteGroup(String userPoolId, String group) {
    found(
        "cognito-idp:DeleteGroup",
        () -> client.deleteGroup(r -> r.userPoolId(userPoolId).groupName(group)));
  }

  @Override
  public Optional<List<PoolUser>> users(String userPoolId, String group) {
    return found(
        "cognito-idp:ListUsersInGroup",
        () ->
            client
                .listUsersInGroupPaginator(
                    r -> r.userPoolId(userPoolId).groupName(group).limit(PAGE))
                .users()
                .stream()
                .map(CognitoPoolMembers::user)
                .toList());
  }

  @Override
  public Optional<PoolUser> find(String userPoolId, EmailAddress email) {
    String filter = "email = \"" + email.value().replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    return call(
        "cognito-idp:ListUsers",
        () ->
            client.listUsersPaginator(r -> r.userPoolId(userPoolId).filter(filter)).users().stream()
                .map(CognitoPoolMembers::user)
                .findFirst());
  }

  @Override
  public long without(String userPoolId, String mark) {
    return call(
        "cognito-idp:ListUsers",
        () ->
            client.listUsersPaginator(r -> r.userPoolId(userPoolId).limit(PAGE)).users().stream()
                .filter(user -> !mark.equals(attribute(user, MARK)))
                .count());
  }

  private static PoolUser user(UserType remote) {
    return new PoolUser(
        remote.username(),
        new EmailAddress(attribute(remote, EMAIL)),
        attribute(remote, MARK),
        Boolean.TRUE.equals(remote.enabled()),
        remote.userStatus() == UserStatusType.FORCE_CHANGE_PASSWORD,
        remote.userCreateDate(),
        remote.userLastModifiedDate());
  }

  private static String attribute(UserType user, String name) {
    return user.attributes().stream()
        .filter(attribute -> attribute.name().equals(name))
        .map(AttributeType::value)
        .findFirst()
        .orElse("");
  }

  @Override
  public List<String> groupsOf(String userPoolId, String username) {
    return found(
            "cognito-idp:AdminListGroupsForUser",
            () ->
                client
                    .adminListGroupsForUserPaginator(
                        r -> r.userPoolId(userPoolId).username(username).limit(PAGE))
                    .groups()
                    .stream()
                    .map(GroupType::groupName)
                    .toList())
        .orElse(List.of());
  }

  @Override
  public String invite(String userPoolId, String username, EmailAddress email, String mark) {
    return call(
        "cognito-idp:AdminCreateUser",
        () ->
            client
                .adminCreateUser(
                    r ->
                        r.userPoolId(userPoolId)
                            .username(username)
                            .userAttributes(
                                attribute(EMAIL, email.value()),
                                attribute("email_verified", "true"),
                                attribute(MARK, mark))
                            // The default is a text message.
                            .desiredDeliveryMediums(DeliveryMediumType.EMAIL))
                .user()
                .username());
  }

  private static AttributeType attribute(String name, String value) {
    return AttributeType.builder().name(name).value(value).build();
  }

  @Override
  public void inviteAgain(String userPoolId, String username) {
    call(
        "cognito-idp:AdminCreateUser",
        () ->
            client.adminCreateUser(
                r ->
                    r.userPoolId(userPoolId)
                        .username(username)
                        .messageAction(MessageActionType.RESEND)
                        .desiredDeliveryMediums(DeliveryMediumType.EMAIL)));
  }

  @Override
  public void addToGroup(String userPoolId, String username, String group) {
    call(
        "cognito-idp:AdminAddUserToGroup",
        () ->
            client.adminAddUserToGroup(
                r -> r.userPoolId(userPoolId).username(username).groupName(group)));
  }

  @Override
  public void removeFromGroup(String userPoolId, String username, String group) {
    found(
        "cognito-idp:AdminRemoveUserFromGroup",
        () ->
            client.adminRemoveUserFromGroup(
                r -> r.userPoolId(userPoolId).username(username).groupName(group)));
  }

  @Override
  public void enable(String userPoolId, String username) {
    call(
        "cognito-idp:AdminEnableUser",
        () -> client.adminEnableUser(r -> r.userPoolId(userPoolId).username(username)));
  }

  @Override
  public void disable(String userPoolId, String username) {
    found(
        "cognito-idp:AdminDisableUser",
        () -> client.adminDisableUser(r -> r.userPoolId(userPoolId).username(username)));
  }

  @Override
  public void deleteUser(String userPoolId, String username) {
    found(
        "cognito-idp:AdminDeleteUser",
        () -> client.adminDeleteUser(r -> r.userPoolId(userPoolId).username(username)));
  }

  /** The service quotes what it refuses, which may be an address. */
  private static <T> T call(String action, Supplier<T> request) {
    try {
      return AwsErrors.call(action, request);
    } catch (CloudFailure failure) {
      throw new CloudFailure(
          failure.errorClass(),
          failure.action(),
          failure.code(),
          ADDRESS.matcher(failure.getMessage()).replaceAll("(address)"),
          null);
    }
  }

  private static <T> Optional<T> found(String action, Supplier<T> request) {
    try {
      return Optional.ofNullable(call(action, request));
    } catch (CloudFailure failure) {
      if (failure.errorClass() == ErrorClass.NOT_FOUND) {
        return Optional.empty();
      }
      throw failure;
    }
  }
}
