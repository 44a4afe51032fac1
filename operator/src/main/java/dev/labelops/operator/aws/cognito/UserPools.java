package dev.labelops.operator.aws.cognito;

import dev.labelops.operator.aws.AwsClients;
import dev.labelops.operator.aws.CloudFailure;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * User pools with their domain and app clients. Every method throws {@link CloudFailure}. Updates
 * read the whole setting, change one part and send everything back, because Cognito resets what is
 * left out.
 */
public interface UserPools {
  /** Ids of the pools of exactly this name: Cognito accepts duplicates. */
  List<String> named(String poolName);

  /** DescribeUserPool; empty when there is none. */
  Optional<UserPool> describe(String userPoolId);

  /**
   * CreateUserPool for people who sign in by e-mail and are invited by us only. Never sent twice by
   * itself, because each call makes a pool.
   */
  void create(String poolName, Map<String, String> tags);

  /** DeleteUserPool; a pool that is already gone is not an error. */
  void delete(String userPoolId);

  /** TagResource: adds to the existing tags. */
  void tag(String userPoolArn, Map<String, String> tags);

  /** UntagResource. */
  void untag(String userPoolArn, Set<String> keys);

  /** DescribeUserPoolDomain of a prefix domain; {@code ABSENT} when it belongs to another pool. */
  UserPool.DomainState domainState(String userPoolId, String domain);

  /** CreateUserPoolDomain of the classic hosted sign-in; ends some time later. */
  void createDomain(String userPoolId, String domain);

  /** DeleteUserPoolDomain; a domain that is already gone is not an error. */
  void deleteDomain(String userPoolId, String domain);

  /** Ids of the pool's clients of exactly this name, sorted: Cognito accepts duplicates. */
  List<String> clientsNamed(String userPoolId, String clientName);

  /** DescribeUserPoolClient; empty when there is none. */
  Optional<AppClient> describeClient(String userPoolId, String clientId);

  /** CreateUserPoolClient with a secret, for the authorization code flow; never sent twice. */
  void createClient(String userPoolId, String clientName);

  /** UpdateUserPoolClient: adds addresses to the existing ones. */
  void addUrls(
      String userPoolId, String clientId, Set<String> callbackUrls, Set<String> logoutUrls);

  /** UpdateUserPool: sets the invitation and keeps every other setting. */
  void setInvitation(String userPoolId, UserPool.Invitation invitation);

  /** Through the SDK. */
  static UserPools of(AwsClients clients, AwsClients.Scope scope) {
    return new CognitoUserPools(clients.cognito(scope));
  }
}
