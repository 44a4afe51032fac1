package dev.labelops.engine.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import software.amazon.awssdk.services.cognitoidentityprovider.CognitoIdentityProviderClient;
import software.amazon.awssdk.services.cognitoidentityprovider.model.ExplicitAuthFlowsType;

/** What the people of an estate prove with who they are: tokens, sign-ins under way, codes. */
final class Proofs {
  private final Estate estate;
  private final CognitoIdentityProviderClient cognito;
  private final String pool;

  private Proofs(Estate estate) {
    this.estate = estate;
    this.cognito = estate.cognito();
    this.pool = estate.thing("pool");
  }

  /** Puts them among the estate's things. */
  static void collect(Estate estate) {
    Proofs proofs = new Proofs(estate);
    proofs.client();
    proofs.tokens();
    proofs.challenge("newcomer", "challenge");
    proofs.challenge("secondNewcomer", "secondChallenge");
    proofs.code();
  }

  private void client() {
    String id =
        cognito
            .createUserPoolClient(
                b ->
                    b.userPoolId(pool)
                        .clientName("app")
                        .authSessionValidity(15)
                        .explicitAuthFlows(
                            ExplicitAuthFlowsType.ALLOW_USER_PASSWORD_AUTH,
                            ExplicitAuthFlowsType.ALLOW_ADMIN_USER_PASSWORD_AUTH,
                            ExplicitAuthFlowsType.ALLOW_REFRESH_TOKEN_AUTH))
            .userPoolClient()
            .clientId();
    estate.put("app", id);
  }

  private void tokens() {
    var tokens =
        cognito
            .initiateAuth(
                b ->
                    b.clientId(estate.thing("app"))
                        .authFlow("USER_PASSWORD_AUTH")
                        .authParameters(
                            Map.of(
                                "USERNAME", estate.thing("email"),
                                "PASSWORD", estate.thing("password"))))
            .authenticationResult();
    estate.put("access", tokens.accessToken());
    estate.put("refresh", tokens.refreshToken());
  }

  private void challenge(String user, String session) {
    String email = invited(user);
    var posed =
        cognito.initiateAuth(
            b ->
                b.clientId(estate.thing("app"))
                    .authFlow("USER_PASSWORD_AUTH")
                    .authParameters(Map.of("USERNAME", email, "PASSWORD", "Temporary-1")));
    assertThat(posed.challengeNameAsString()).isEqualTo("NEW_PASSWORD_REQUIRED");
    estate.put(session, posed.session());
  }

  private void code() {
    String email = invited("forgetful");
    cognito.adminSetUserPassword(
        b -> b.userPoolId(pool).username(email).password("Permanent-1").permanent(true));
    cognito.adminResetUserPassword(b -> b.userPoolId(pool).username(email));
    JsonNode outbox =
        Estate.json(estate.send("GET", "/_labelops/outbox?to=" + email, "", "")).path("messages");
    estate.put("code", outbox.path(0).path("body").asText().replaceAll("\\D", ""));
  }

  private String invited(String user) {
    String email =
        user.toLowerCase()
            + "@"
            + estate.key().accountId()
            + "."
            + estate.region()
            + ".example.com";
    estate.invite(email);
    estate.put(user, email);
    return email;
  }
}
