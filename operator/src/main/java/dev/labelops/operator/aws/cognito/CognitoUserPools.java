package dev.labelops.operator.aws.cognito;

import dev.labelops.operator.aws.AwsErrors;
import dev.labelops.operator.aws.CloudFailure;
import dev.labelops.operator.aws.ErrorClass;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPlugin;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.cognitoidentityprovider.CognitoIdentityProviderClient;
import software.amazon.awssdk.services.cognitoidentityprovider.model.AdminCreateUserConfigType;
import software.amazon.awssdk.services.cognitoidentityprovider.model.AliasAttributeType;
import software.amazon.awssdk.services.cognitoidentityprovider.model.DomainDescriptionType;
import software.amazon.awssdk.services.cognitoidentityprovider.model.MessageTemplateType;
import software.amazon.awssdk.services.cognitoidentityprovider.model.UpdateUserPoolRequest;
import software.amazon.awssdk.services.cognitoidentityprovider.model.UserPoolDescriptionType;
import software.amazon.awssdk.services.cognitoidentityprovider.model.UserPoolType;
import software.amazon.awssdk.services.cognitoidentityprovider.model.UsernameAttributeType;
import software.amazon.awssdk.services.cognitoidentityprovider.model.VerifiedAttributeType;

/** {@link UserPools} through the SDK. */
public final class CognitoUserPools implements UserPools {
  private static final int CLASSIC_HOSTED_SIGN_IN = 1;
  static final int PAGE = 60;
  private static final int DEFAULT_PASSWORD_DAYS = 7;

  /** The next pass checks for the result of a lost answer; a second call creates a second pool. */
  static final SdkPlugin SEND_ONCE =
      client ->
          client.overrideConfiguration(
              client.overrideConfiguration().toBuilder()
                  .retryStrategy(AwsRetryStrategy.doNotRetry())
                  .build());

  private final CognitoIdentityProviderClient client;
  private final CognitoAppClients clients;

  CognitoUserPools(CognitoIdentityProviderClient client) {
    this.client = client;
    this.clients = new CognitoAppClients(client);
  }

  @Override
  public List<String> named(String poolName) {
    return AwsErrors.call(
        "cognito-idp:ListUserPools",
        () ->
            client.listUserPoolsPaginator(r -> r.maxResults(PAGE)).userPools().stream()
                .filter(pool -> poolName.equals(pool.name()))
                .map(UserPoolDescriptionType::id)
                .sorted()
                .toList());
  }

  @Override
  public Optional<UserPool> describe(String userPoolId) {
    return found(() -> remotePool(userPoolId)).map(CognitoUserPools::pool);
  }

  private UserPoolType remotePool(String userPoolId) {
    return AwsErrors.call(
        "cognito-idp:DescribeUserPool",
        () -> client.describeUserPool(r -> r.userPoolId(userPoolId)).userPool());
  }

  private static UserPool pool(UserPoolType remote) {
    return new UserPool(
        remote.id(),
        remote.arn(),
        remote.name(),
        Optional.ofNullable(remote.domain()).or(() -> Optional.ofNullable(remote.customDomain())),
        remote.userPoolTags(),
        Optional.ofNullable(remote.adminCreateUserConfig())
            .map(AdminCreateUserConfigType::inviteMessageTemplate)
            .filter(text -> text.emailSubject() != null && text.emailMessage() != null)
            .map(text -> new UserPool.Invitation(text.emailSubject(), text.emailMessage())),
        Duration.ofDays(passwordDays(remote)),
        remote.aliasAttributes().contains(AliasAttributeType.EMAIL),
        remote.creationDate());
  }

  private static int passwordDays(UserPoolType remote) {
    Integer days =
        remote.policies() == null || remote.policies().passwordPolicy() == null
            ? null
            : remote.policies().passwordPolicy().temporaryPasswordValidityDays();
    return days == null || days == 0 ? DEFAULT_PASSWORD_DAYS : days;
  }

  @Override
  public void create(String poolName, Map<String, String> tags) {
    AwsErrors.call(
        "cognito-idp:CreateUserPool",
        () ->
            client.createUserPool(
                r ->
                    r.poolName(poolName)
                        .usernameAttributes(UsernameAttributeType.EMAIL)
                        .autoVerifiedAttributes(VerifiedAttributeType.EMAIL)
                        .adminCreateUserConfig(c -> c.allowAdminCreateUserOnly(true))
                        .usernameConfiguration(c -> c.caseSensitive(false))
                        .userPoolTags(tags)
                        .overrideConfiguration(o -> o.addPlugin(SEND_ONCE))));
  }

  @Override
  public void delete(String userPoolId) {
    found(
        () ->
            AwsErrors.call(
                "cognito-idp:DeleteUserPool",
                () -> client.deleteUserPool(r -> r.userPoolId(userPoolId))));
  }

  @Override
  public void tag(String userPoolArn, Map<String, String> tags) {
    AwsErrors.call(
        "cognito-idp:TagResource",
        () -> client.tagResource(r -> r.resourceArn(userPoolArn).tags(tags)));
  }

  @Override
  public void untag(String userPoolArn, Set<String> keys) {
    found(
        () ->
            AwsErrors.call(
                "cognito-idp:UntagResource",
                () ->
                    client.untagResource(
                        r -> r.resourceArn(userPoolArn).tagKeys(keys.stream().sorted().toList()))));
  }

  @Override
  public UserPool.DomainState domainState(String userPoolId, String domain) {
    DomainDescriptionType found =
        found(
                () ->
                    AwsErrors.call(
                        "cognito-idp:DescribeUserPoolDomain",
                        () ->
                            client
                                .describeUserPoolDomain(r -> r.domain(domain))
                                .domainDescription()))
            .orElse(null);
    if (found == null || !userPoolId.equals(found.userPoolId())) {
      return UserPool.DomainState.ABSENT;
    }
    return switch (found.status()) {
      case ACTIVE -> UserPool.DomainState.ACTIVE;
      case FAILED -> UserPool.DomainState.FAILED;
      case CREATING, UPDATING, DELETING -> UserPool.DomainState.PENDING;
      case null, default -> UserPool.DomainState.PENDING;
    };
  }

  @Override
  public void createDomain(String userPoolId, String domain) {
    AwsErrors.call(
        "cognito-idp:CreateUserPoolDomain",
        () ->
            client.createUserPoolDomain(
                r ->
                    r.userPoolId(userPoolId)
                        .domain(domain)
                        .managedLoginVersion(CLASSIC_HOSTED_SIGN_IN)));
  }

  @Override
  public void deleteDomain(String userPoolId, String domain) {
    found(
        () ->
            AwsErrors.call(
                "cognito-idp:DeleteUserPoolDomain",
                () -> client.deleteUserPoolDomain(r -> r.userPoolId(userPoolId).domain(domain))));
  }

  @Override
  public List<String> clientsNamed(String userPoolId, String clientName) {
    return clients.named(userPoolId, clientName);
  }

  @Override
  public Optional<AppClient> describeClient(String userPoolId, String clientId) {
    return clients.describe(userPoolId, clientId);
  }

  @Override
  public void createClient(String userPoolId, String clientName) {
    clients.create(userPoolId, clientName);
  }

  @Override
  public void addUrls(
      String userPoolId, String clientId, Set<String> callbackUrls, Set<String> logoutUrls) {
    clients.addUrls(userPoolId, clientId, callbackUrls, logoutUrls);
  }

  @Override
  public void setInvitation(String userPoolId, UserPool.Invitation invitation) {
    UserPoolType before = remotePool(userPoolId);
    UpdateUserPoolRequest.Builder update = UpdateUserPoolRequest.builder();
    keep(before, update);
    AdminCreateUserConfigType config =
        before.adminCreateUserConfig() == null
            ? AdminCreateUserConfigType.builder().allowAdminCreateUserOnly(true).build()
            : before.adminCreateUserConfig();
    MessageTemplateType text =
        config.inviteMessageTemplate() == null
            ? MessageTemplateType.builder().build()
            : config.inviteMessageTemplate();
    update
        .userPoolId(before.id())
        .poolName(before.name())
        .adminCreateUserConfig(
            config.toBuilder()
                // Superseded by the password policy's validity, and refused beside it.
                .unusedAccountValidityDays(null)
                .inviteMessageTemplate(
                    text.toBuilder()
                        .emailSubject(invitation.subject())
                        .emailMessage(invitation.message())
                        .build())
                .build());
    AwsErrors.call("cognito-idp:UpdateUserPool", () -> client.updateUserPool(update.build()));
  }

  /**
   * Copies every member of a description that the update has too, by name: an update resets what it
   * leaves out, and a newer SDK may know more members than this code.
   */
  public static void keep(SdkPojo description, SdkPojo update) {
    for (SdkField<?> target : update.sdkFields()) {
      SdkField<?> source = description.sdkFieldNameToField().get(target.memberName());
      if (source != null) {
        Object value = source.getValueOrDefault(description);
        if (value != null) {
          target.set(update, value);
        }
      }
    }
  }

  static <T> Optional<T> found(Supplier<T> call) {
    try {
      return Optional.ofNullable(call.get());
    } catch (CloudFailure failure) {
      if (failure.errorClass() == ErrorClass.NOT_FOUND) {
        return Optional.empty();
      }
      throw failure;
    }
  }
}
