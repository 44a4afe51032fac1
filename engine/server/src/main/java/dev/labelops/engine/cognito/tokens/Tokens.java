package dev.labelops.engine.cognito.tokens;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.labelops.engine.cognito.api.CognitoErrors;
import dev.labelops.engine.cognito.pools.AppClient;
import dev.labelops.engine.cognito.pools.TokenValidity;
import dev.labelops.engine.cognito.tokens.RefreshTokens.Grant;
import dev.labelops.engine.cognito.users.PoolUser;
import dev.labelops.engine.front.Json;
import java.net.URI;
import java.text.ParseException;
import java.time.Clock;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * ID and access tokens: JSON Web Tokens, RS256, with the claims of Cognito's. The issuer is the
 * pool at this engine's address, where a verifier finds the keys.
 */
public final class Tokens {
  static final String SELF_SERVICE = "aws.cognito.signin.user.admin";

  /** Whose access token it is. */
  public record Access(String poolId, String username, String origin) {}

  private final PoolKeys keys;
  private final Supplier<URI> address;
  private final Clock clock;

  public Tokens(PoolKeys keys, Supplier<URI> address, Clock clock) {
    this.keys = keys;
    this.address = address;
    this.clock = clock;
  }

  String issuer(String poolId) {
    return address.get() + "/" + poolId;
  }

  /**
   * The tokens of a sign-in as an {@code AuthenticationResultType}.
   *
   * @param groups names of the user's groups
   */
  public ObjectNode issue(Grant grant, PoolUser user, AppClient client, List<String> groups) {
    TokenValidity validity = TokenValidity.of(client.settings());
    Instant now = clock.instant();
    RSAKey key = keys.of(grant.poolId());
    JWTClaimsSet.Builder access =
        claims(grant, user, groups, now, now.plus(validity.access()))
            .claim("token_use", "access")
            .claim("scope", SELF_SERVICE)
            .claim("client_id", client.id())
            .claim("username", user.username());
    JWTClaimsSet.Builder id =
        claims(grant, user, groups, now, now.plus(validity.id()))
            .claim("token_use", "id")
            .audience(client.id())
            .claim("cognito:username", user.username());
    List<String> readable = Json.texts(client.settings(), "ReadAttributes");
    user.attributes()
        .properties()
        .forEach(
            attribute -> {
              if (readable.isEmpty() || readable.contains(attribute.getKey())) {
                String value = attribute.getValue().asText();
                id.claim(
                    attribute.getKey(),
                    attribute.getKey().endsWith("_verified") ? Boolean.valueOf(value) : value);
              }
            });
    return Json.object()
        .put("AccessToken", signed(key, access.build()))
        .put("ExpiresIn", validity.access().toSeconds())
        .put("TokenType", "Bearer")
        .put("IdToken", signed(key, id.build()));
  }

  private JWTClaimsSet.Builder claims(
      Grant grant, PoolUser user, List<String> groups, Instant now, Instant until) {
    return new JWTClaimsSet.Builder()
        .subject(user.sub())
        .issuer(issuer(grant.poolId()))
        .claim("cognito:groups", groups.isEmpty() ? null : groups)
        .claim("origin_jti", grant.origin())
        .claim("event_id", UUID.randomUUID().toString())
        .claim("auth_time", grant.authenticatedAt().getEpochSecond())
        .issueTime(Date.from(now))
        .expirationTime(Date.from(until))
        .jwtID(UUID.randomUUID().toString());
  }

  private static String signed(RSAKey key, JWTClaimsSet claims) {
    try {
      JWSHeader header = new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(key.getKeyID()).build();
      SignedJWT token = new SignedJWT(header, claims);
      token.sign(new RSASSASigner(key));
      return token.serialize();
    } catch (JOSEException e) {
      throw new IllegalStateException("the pool's key cannot sign", e);
    }
  }

  /**
   * Reads an access token.
   *
   * @param hasPool whether the pool that it claims to be of is there
   * @return empty when it is none of this engine's
   * @throws dev.labelops.engine.front.AwsError when it has expired
   */
  public Optional<Access> read(String text, Predicate<String> hasPool) {
    try {
      SignedJWT token = SignedJWT.parse(text);
      JWTClaimsSet claims = token.getJWTClaimsSet();
      String issuer = String.valueOf(claims.getIssuer());
      String poolId = issuer.substring(issuer.lastIndexOf('/') + 1);
      boolean ours =
          "access".equals(claims.getClaim("token_use"))
              && JWSAlgorithm.RS256.equals(token.getHeader().getAlgorithm())
              && hasPool.test(poolId)
              && token.verify(new RSASSAVerifier(keys.of(poolId).toRSAPublicKey()));
      if (!ours) {
        return Optional.empty();
      }
      if (!clock.instant().isBefore(claims.getExpirationTime().toInstant())) {
        throw CognitoErrors.ACCESS_TOKEN_EXPIRED.of();
      }
      return Optional.of(
          new Access(
              poolId, claims.getStringClaim("username"), claims.getStringClaim("origin_jti")));
    } catch (ParseException | JOSEException e) {
      return Optional.empty();
    }
  }
}
