package dev.labelops.operator.aws.cognito;

import dev.labelops.operator.aws.AwsErrors;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import software.amazon.awssdk.services.cognitoidentityprovider.CognitoIdentityProviderClient;
import software.amazon.awssdk.services.cognitoidentityprovider.model.OAuthFlowType;
import software.amazon.awssdk.services.cognitoidentityprovider.model.UpdateUserPoolClientRequest;
import software.amazon.awssdk.services.cognitoidentityprovider.model.UserPoolClientDescription;
import software.amazon.awssdk.services.cognitoidentityprovider.model.UserPoolClientType;

/** App clients of user pools; see {@link UserPools}. */
final class CognitoAppClients {
  private final CognitoIdentityProviderClient client;

  CognitoAppClients(CognitoIdentityProviderClient client) {
    this.client = client;
  }

  List<String> named(String userPoolId, String clientName) {
    return AwsErrors.call(
        "cognito-idp:ListUserPoolClients",
        () ->
            client
                .listUserPoolClientsPaginator(
                    r -> r.userPoolId(userPoolId).maxResults(CognitoUserPools.PAGE))
                .userPoolClients()
                .stream()
                .filter(found -> clientName.equals(found.clientName()))
                .map(UserPoolClientDescription::clientId)
                .sorted()
                .toList());
  }

  Optional<AppClient> describe(String userPoolId, String clientId) {
    return CognitoUserPools.found(() -> remote(userPoolId, clientId))
        .map(
            remote ->
                new AppClient(
                    remote.clientId(),
                    remote.clientName(),
                    remote.clientSecret() != null,
                    new HashSet<>(remote.callbackURLs()),
                    new HashSet<>(remote.logoutURLs())));
  }

  private UserPoolClientType remote(String userPoolId, String clientId) {
    return AwsErrors.call(
        "cognito-idp:DescribeUserPoolClient",
        () ->
            client
                .describeUserPoolClient(r -> r.userPoolId(userPoolId).clientId(clientId))
                .userPoolClient());
  }

  void create(String userPoolId, String clientName) {
    AwsErrors.call(
        "cognito-idp:CreateUserPoolClient",
        () ->
            client.createUserPoolClient(
                r ->
                    r.userPoolId(userPoolId)
                        .clientName(clientName)
                        .generateSecret(true)
                        .allowedOAuthFlowsUserPoolClient(true)
                        .allowedOAuthFlows(OAuthFlowType.CODE)
                        .allowedOAuthScopes("openid", "email", "profile")
                        .supportedIdentityProviders("COGNITO")
                        // Required by the code flow; the portal's own address is known only once
                        // the workforce is Active, and is added then.
                        .callbackURLs("https://localhost")
                        .overrideConfiguration(o -> o.addPlugin(CognitoUserPools.SEND_ONCE))));
  }

  void addUrls(
      String userPoolId, String clientId, Set<String> callbackUrls, Set<String> logoutUrls) {
    UserPoolClientType before = remote(userPoolId, clientId);
    UpdateUserPoolClientRequest.Builder update = UpdateUserPoolClientRequest.builder();
    CognitoUserPools.keep(before, update);
    update
        .callbackURLs(union(before.callbackURLs(), callbackUrls))
        .logoutURLs(union(before.logoutURLs(), logoutUrls));
    AwsErrors.call(
        "cognito-idp:UpdateUserPoolClient", () -> client.updateUserPoolClient(update.build()));
  }

  private static List<String> union(List<String> before, Set<String> more) {
    return Stream.concat(before.stream(), more.stream().sorted()).distinct().toList();
  }
}
