package dev.labelops.engine.cognito;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static software.amazon.awssdk.services.cognitoidentityprovider.model.AuthFlowType.REFRESH_TOKEN_AUTH;
import static software.amazon.awssdk.services.cognitoidentityprovider.model.AuthFlowType.USER_PASSWORD_AUTH;
import static software.amazon.awssdk.services.cognitoidentityprovider.model.AuthFlowType.USER_SRP_AUTH;

import com.nimbusds.jwt.JWTClaimsSet;
import dev.labelops.engine.cognito.tokens.Secrets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.cognitoidentityprovider.model.AuthenticationResultType;
import software.amazon.awssdk.services.cognitoidentityprovider.model.ChallengeNameType;
import software.amazon.awssdk.services.cognitoidentityprovider.model.ExplicitAuthFlowsType;
import software.amazon.awssdk.services.cognitoidentityprovider.model.InitiateAuthResponse;
import software.amazon.awssdk.services.cognitoidentityprovider.model.InvalidParameterException;
import software.amazon.awssdk.services.cognitoidentityprovider.model.InvalidPasswordException;
import software.amazon.awssdk.services.cognitoidentityprovider.model.NotAuthorizedException;
import software.amazon.awssdk.services.cognitoidentityprovider.model.PreventUserExistenceErrorTypes;
import software.amazon.awssdk.services.cognitoidentityprovider.model.UserNotFoundException;
import software.amazon.awssdk.services.cognitoidentityprovider.model.UserPoolClientType;
import software.amazon.awssdk.services.cognitoidentityprovider.model.UserStatusType;

/** People sign in for tokens, with the real SDK and without a key. */
class AuthenticationTest extends TokenStage {
  @Test
  void theFirstSignInAsksForAPasswordOfOnesOwn() throws Exception {
    owner.createGroup(b -> b.userPoolId(pool).groupName("labelers"));
    invite("ann");
    owner.adminAddUserToGroup(b -> b.userPoolId(pool).groupName("labelers").username("ann"));

    InitiateAuthResponse first = signIn("ann", TEMPORARY);
    assertThat(first.challengeName()).isEqualTo(ChallengeNameType.NEW_PASSWORD_REQUIRED);
    assertThat(first.authenticationResult()).isNull();
    assertThatThrownBy(() -> respond(first.session(), "ann", "short"))
        .isInstanceOf(InvalidPasswordException.class);
    assertThatThrownBy(() -> respond("x".repeat(64), "ann", OWN))
        .isInstanceOf(NotAuthorizedException.class)
        .hasMessageContaining("Invalid session for the user");
    AuthenticationResultType result = respond(first.session(), "ann", OWN);

    assertThat(status("ann")).isEqualTo(UserStatusType.CONFIRMED);
    JWTClaimsSet access = verified(result.accessToken());
    JWTClaimsSet id = verified(result.idToken());
    assertThat(access.getStringClaim("token_use")).isEqualTo("access");
    assertThat(access.getStringClaim("client_id")).isEqualTo(client);
    assertThat(access.getStringClaim("username")).isEqualTo("ann");
    assertThat(access.getStringListClaim("cognito:groups")).containsExactly("labelers");
    assertThat(id.getStringClaim("token_use")).isEqualTo("id");
    assertThat(id.getAudience()).containsExactly(client);
    assertThat(id.getStringClaim("email")).isEqualTo("ann@example.com");
    assertThat(id.getBooleanClaim("email_verified")).isTrue();
    assertThat(id.getSubject()).isEqualTo(access.getSubject()).isNotEqualTo("ann");
    assertThat(result.expiresIn()).isEqualTo(3600);
    assertThat(
            Duration.between(
                access.getIssueTime().toInstant(), access.getExpirationTime().toInstant()))
        .isEqualTo(Duration.ofHours(1));
    assertThatThrownBy(() -> respond(first.session(), "ann", "Permanent-2"))
        .as("a session is good for once")
        .isInstanceOf(NotAuthorizedException.class);
    assertThat(signIn("ann", OWN).authenticationResult().accessToken()).isNotEmpty();
    assertThat(person.getUser(b -> b.accessToken(result.accessToken())).username())
        .isEqualTo("ann");
  }

  @Test
  void aRefreshTokenRenewsUntilSomebodySignsOut() {
    String access = member("ann").accessToken();
    AuthenticationResultType second = signIn("ann", OWN).authenticationResult();
    AuthenticationResultType renewed = refresh(client, second.refreshToken());
    assertThat(renewed.accessToken()).isNotEqualTo(second.accessToken());
    assertThat(renewed.refreshToken()).isNull();

    String otherClient =
        client(
                ExplicitAuthFlowsType.ALLOW_REFRESH_TOKEN_AUTH,
                ExplicitAuthFlowsType.ALLOW_USER_PASSWORD_AUTH)
            .clientId();
    assertThatThrownBy(() -> refresh(otherClient, second.refreshToken()))
        .isInstanceOf(NotAuthorizedException.class)
        .hasMessageContaining("Invalid Refresh Token");

    person.revokeToken(b -> b.clientId(client).token(second.refreshToken()));
    assertThatThrownBy(() -> refresh(client, second.refreshToken()))
        .isInstanceOf(NotAuthorizedException.class);
    assertThatThrownBy(() -> person.getUser(b -> b.accessToken(renewed.accessToken())))
        .isInstanceOf(NotAuthorizedException.class)
        .hasMessageContaining("revoked");
    assertThat(person.getUser(b -> b.accessToken(access)).username()).isEqualTo("ann");

    owner.adminUserGlobalSignOut(b -> b.userPoolId(pool).username("ann"));
    assertThatThrownBy(() -> person.getUser(b -> b.accessToken(access)))
        .isInstanceOf(NotAuthorizedException.class);
  }

  @Test
  void whoIsDisabledOrGoneHasNoTokensAnyMore() {
    AuthenticationResultType tokens = member("ann");
    owner.adminDisableUser(b -> b.userPoolId(pool).username("ann"));
    assertThatThrownBy(() -> refresh(client, tokens.refreshToken()))
        .isInstanceOf(NotAuthorizedException.class)
        .hasMessageContaining("User is disabled.");
    assertThatThrownBy(() -> person.getUser(b -> b.accessToken(tokens.accessToken())))
        .isInstanceOf(NotAuthorizedException.class);
    assertThatThrownBy(() -> signIn("ann", OWN))
        .isInstanceOf(NotAuthorizedException.class)
        .hasMessageContaining("Incorrect username or password.");

    owner.adminDeleteUser(b -> b.userPoolId(pool).username("ann"));
    assertThatThrownBy(() -> refresh(client, tokens.refreshToken()))
        .isInstanceOf(NotAuthorizedException.class);
  }

  @Test
  void unknownNamesAndWrongPasswordsAreAnsweredAlikeAndWait() {
    member("ann");
    List<String> ofAnn = guesses("ann");
    person = somebody();
    assertThat(guesses("nobody")).isEqualTo(ofAnn).containsOnly("NotAuthorizedException");
    person = somebody();

    String tells =
        owner
            .createUserPoolClient(
                b ->
                    b.userPoolId(pool)
                        .clientName("old")
                        .preventUserExistenceErrors(PreventUserExistenceErrorTypes.LEGACY)
                        .explicitAuthFlows(ExplicitAuthFlowsType.ALLOW_USER_PASSWORD_AUTH))
            .userPoolClient()
            .clientId();
    assertThatThrownBy(() -> signIn(tells, "somebody", "wrong"))
        .isInstanceOf(UserNotFoundException.class);
  }

  @Test
  void aClientDoesWhatItIsAllowedTo() {
    member("ann");
    String none = client().clientId();
    assertThatThrownBy(() -> signIn(none, "ann", OWN))
        .isInstanceOf(InvalidParameterException.class)
        .hasMessageContaining("USER_PASSWORD_AUTH flow not enabled for this client");
    assertThatThrownBy(
            () ->
                person.initiateAuth(
                    b ->
                        b.clientId(client)
                            .authFlow(USER_SRP_AUTH)
                            .authParameters(Map.of("USERNAME", "ann", "SRP_A", "a"))))
        .isInstanceOf(InvalidParameterException.class)
        .hasMessageContaining("The engine does not support USER_SRP_AUTH: use USER_PASSWORD_AUTH");
    assertThatThrownBy(
            () -> person.initiateAuth(b -> b.clientId(client).authFlow(USER_PASSWORD_AUTH)))
        .isInstanceOf(InvalidParameterException.class)
        .hasMessageContaining("Missing required parameter USERNAME");
  }

  @Test
  void aClientWithASecretProvesThatItKnowsIt() {
    member("ann");
    UserPoolClientType secretive =
        owner
            .createUserPoolClient(
                b ->
                    b.userPoolId(pool)
                        .clientName("secretive")
                        .generateSecret(true)
                        .explicitAuthFlows(
                            ExplicitAuthFlowsType.ALLOW_USER_PASSWORD_AUTH,
                            ExplicitAuthFlowsType.ALLOW_REFRESH_TOKEN_AUTH))
            .userPoolClient();
    String id = secretive.clientId();
    assertThatThrownBy(() -> signIn(id, "ann", OWN))
        .isInstanceOf(NotAuthorizedException.class)
        .hasMessageContaining("is configured with secret but SECRET_HASH was not received");
    assertThatThrownBy(() -> secretSignIn(id, "ann", "bm9wZQ=="))
        .isInstanceOf(NotAuthorizedException.class)
        .hasMessageContaining("Unable to verify secret hash for client " + id);
    String hash = Secrets.ofClient(secretive.clientSecret(), "ann", id);
    String token = secretSignIn(id, "ann", hash).authenticationResult().refreshToken();
    assertThatThrownBy(() -> refresh(id, token)).isInstanceOf(NotAuthorizedException.class);
    assertThat(
            person
                .initiateAuth(
                    b ->
                        b.clientId(id)
                            .authFlow(REFRESH_TOKEN_AUTH)
                            .authParameters(Map.of("REFRESH_TOKEN", token, "SECRET_HASH", hash)))
                .authenticationResult()
                .accessToken())
        .isNotEmpty();
  }

  @Test
  void aForgedTokenIsNobodys() {
    AuthenticationResultType tokens = member("ann");
    String forged =
        tokens.accessToken().substring(0, tokens.accessToken().lastIndexOf('.')) + ".c2lnbmVk";
    assertThatThrownBy(() -> person.getUser(b -> b.accessToken(forged)))
        .isInstanceOf(NotAuthorizedException.class)
        .hasMessageContaining("Invalid Access Token");
    assertThatThrownBy(() -> person.getUser(b -> b.accessToken(tokens.idToken())))
        .as("an ID token is no access token")
        .isInstanceOf(NotAuthorizedException.class);
  }
}
