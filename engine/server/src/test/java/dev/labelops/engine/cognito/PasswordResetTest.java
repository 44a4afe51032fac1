package dev.labelops.engine.cognito;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static software.amazon.awssdk.services.cognitoidentityprovider.model.AuthFlowType.ADMIN_USER_PASSWORD_AUTH;

import dev.labelops.engine.Clients;
import dev.labelops.engine.labeling.Person;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.cognitoidentityprovider.CognitoIdentityProviderClient;
import software.amazon.awssdk.services.cognitoidentityprovider.model.ChallengeNameType;
import software.amazon.awssdk.services.cognitoidentityprovider.model.CodeMismatchException;
import software.amazon.awssdk.services.cognitoidentityprovider.model.InvalidParameterException;
import software.amazon.awssdk.services.cognitoidentityprovider.model.InvalidPasswordException;
import software.amazon.awssdk.services.cognitoidentityprovider.model.LimitExceededException;
import software.amazon.awssdk.services.cognitoidentityprovider.model.NotAuthorizedException;
import software.amazon.awssdk.services.cognitoidentityprovider.model.PasswordResetRequiredException;
import software.amazon.awssdk.services.cognitoidentityprovider.model.ResourceNotFoundException;
import software.amazon.awssdk.services.cognitoidentityprovider.model.UnsupportedOperationException;
import software.amazon.awssdk.services.cognitoidentityprovider.model.UserPoolMfaType;
import software.amazon.awssdk.services.cognitoidentityprovider.model.UserStatusType;

/** What the owner of a pool does for people, and to their passwords. */
class PasswordResetTest extends TokenStage {
  @Test
  void aPasswordThatWasReplacedMeanwhileEndsTheSession() {
    invite("ann");
    String session = signIn("ann", TEMPORARY).session();
    owner.adminSetUserPassword(
        b -> b.userPoolId(pool).username("ann").password("Temporary-2").permanent(false));

    assertThatThrownBy(() -> respond(session, "ann", OWN))
        .isInstanceOf(NotAuthorizedException.class);
    assertThat(signIn("ann", "Temporary-2").challengeName())
        .isEqualTo(ChallengeNameType.NEW_PASSWORD_REQUIRED);
  }

  @Test
  void theOwnerSignsPeopleInAndOnlyWithAKey() {
    member("ann");
    var answer =
        owner.adminInitiateAuth(
            b ->
                b.userPoolId(pool)
                    .clientId(client)
                    .authFlow(ADMIN_USER_PASSWORD_AUTH)
                    .authParameters(parameters("ann", OWN)));
    assertThat(answer.authenticationResult().idToken()).isNotEmpty();

    assertThatThrownBy(
            () ->
                person.initiateAuth(
                    b ->
                        b.clientId(client)
                            .authFlow(ADMIN_USER_PASSWORD_AUTH)
                            .authParameters(parameters("ann", OWN))))
        .isInstanceOf(InvalidParameterException.class)
        .hasMessageContaining("Initiate Auth method not supported");
    assertThatThrownBy(() -> person.listUserPools(b -> b.maxResults(1)))
        .hasMessageContaining("Missing Authentication Token");
  }

  @Test
  void anotherAccountOrRegionSignsNobodyIn() {
    member("ann");
    CognitoIdentityProviderClient elsewhere = Clients.of(engine, "us-east-1").cognito();
    assertThatThrownBy(
            () ->
                elsewhere.adminInitiateAuth(
                    b ->
                        b.userPoolId(pool)
                            .clientId(client)
                            .authFlow(ADMIN_USER_PASSWORD_AUTH)
                            .authParameters(parameters("ann", OWN))))
        .isInstanceOf(ResourceNotFoundException.class);
    String other = owner.createUserPool(b -> b.poolName("other")).userPool().id();
    assertThatThrownBy(
            () ->
                owner.adminInitiateAuth(
                    b ->
                        b.userPoolId(other)
                            .clientId(client)
                            .authFlow(ADMIN_USER_PASSWORD_AUTH)
                            .authParameters(parameters("ann", OWN))))
        .as("the client is of another pool")
        .isInstanceOf(ResourceNotFoundException.class);
  }

  @Test
  void aPasswordThatWasResetIsSetAgainWithTheMailedCode() {
    member("ann");
    owner.adminResetUserPassword(b -> b.userPoolId(pool).username("ann"));

    assertThat(status("ann")).isEqualTo(UserStatusType.RESET_REQUIRED);
    assertThatThrownBy(() -> signIn("ann", OWN)).isInstanceOf(PasswordResetRequiredException.class);
    assertThat(Person.signIn(engine.address(), "ann", OWN, null).code())
        .isIn("PasswordResetRequired", "NotAuthorized");
    String code = codeFor("ann@example.com");
    assertThatThrownBy(() -> confirm("ann", "000000".equals(code) ? "1" : "000000", "Permanent-2"))
        .isInstanceOf(CodeMismatchException.class);
    assertThatThrownBy(() -> confirm("nobody", code, "Permanent-2"))
        .isInstanceOf(CodeMismatchException.class);
    assertThatThrownBy(() -> confirm("ann", code, "short"))
        .isInstanceOf(InvalidPasswordException.class);
    confirm("ann", code, "Permanent-2");

    assertThat(signIn("ann", "Permanent-2").authenticationResult()).isNotNull();
    assertThatThrownBy(() -> confirm("ann", code, "Permanent-3"))
        .as("a code is good for once")
        .isInstanceOf(CodeMismatchException.class);
    invite("bob");
    assertThatThrownBy(() -> owner.adminResetUserPassword(b -> b.userPoolId(pool).username("bob")))
        .isInstanceOf(NotAuthorizedException.class)
        .hasMessageContaining("cannot be reset in the current state");
  }

  @Test
  void codesCannotBeGuessed() {
    assertThat(
            IntStream.range(0, 30)
                .mapToObj(i -> outcome(() -> confirm("guessed", "00000" + i, OWN))))
        .contains(LimitExceededException.class.getSimpleName());
  }

  @Test
  void aPoolThatDemandsASecondFactorSignsNobodyIn() {
    member("ann");
    owner.setUserPoolMfaConfig(
        b ->
            b.userPoolId(pool)
                .mfaConfiguration(UserPoolMfaType.ON)
                .softwareTokenMfaConfiguration(s -> s.enabled(true)));

    assertThatThrownBy(() -> signIn("ann", OWN))
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessageContaining("set it to OPTIONAL or OFF");

    owner.setUserPoolMfaConfig(b -> b.userPoolId(pool).mfaConfiguration(UserPoolMfaType.OFF));
    assertThat(signIn("ann", OWN).authenticationResult()).isNotNull();
  }
}
