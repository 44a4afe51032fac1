package dev.labelops.engine.cognito.signin;

import com.fasterxml.jackson.databind.JsonNode;
import dev.labelops.engine.cognito.api.CognitoErrors;
import dev.labelops.engine.cognito.pools.AppClient;
import dev.labelops.engine.cognito.pools.UserPool;
import dev.labelops.engine.cognito.tokens.Secrets;
import dev.labelops.engine.front.Json;
import java.util.Optional;

/**
 * A call for tokens.
 *
 * @param client for which app client, and so in which pool
 * @param admin whether the pool's owner asks, with a signature
 * @param address the IP address of the person, as far as it is known
 * @param body as it was sent
 */
record SignInRequest(
    UserPool pool, AppClient client, boolean admin, Optional<String> address, JsonNode body) {

  /**
   * A text of AuthParameters or ChallengeResponses.
   *
   * @throws dev.labelops.engine.front.AwsError when it is not there
   */
  String required(String map, String name) {
    return Json.text(body.path(map), name)
        .orElseThrow(() -> CognitoErrors.MISSING_PARAMETER.of(name));
  }

  /**
   * Whoever uses a client with a secret has to know it.
   *
   * @param map where SECRET_HASH is sent
   * @param names one of them was hashed with the secret
   */
  void checkSecret(String map, Iterable<String> names) {
    checkSecret(Json.text(body.path(map), "SECRET_HASH"), names);
  }

  /** The attempt with a name, whose address is the owner's word when the owner asks. */
  SignInAttempt attempt(String name) {
    SignInAttempt attempt = SignInAttempt.of(pool.id(), name, address);
    return admin ? attempt.reportedBy(pool.accountId()) : attempt;
  }

  void checkSecret(Optional<String> sent, Iterable<String> names) {
    if (client.secret().isEmpty()) {
      return;
    }
    String hash = sent.orElseThrow(() -> CognitoErrors.SECRET_HASH_MISSING.of(client.id()));
    for (String name : names) {
      if (Secrets.same(hash, Secrets.ofClient(client.secret().get(), name, client.id()))) {
        return;
      }
    }
    throw CognitoErrors.SECRET_HASH_WRONG.of(client.id());
  }
}
