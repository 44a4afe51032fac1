package dev.labelops.engine.front;

import dev.labelops.engine.front.Verification.Reason;
import dev.labelops.engine.front.Verification.Refused;
import dev.labelops.engine.front.Verification.Verified;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Checks who signed a request, and that nobody changed it since. */
public final class SignatureVerifier {
  private static final Duration MAX_SKEW = Duration.ofMinutes(15);

  private final SigningKeys keys;
  private final Clock clock;

  public SignatureVerifier(SigningKeys keys, Clock clock) {
    this.keys = keys;
    this.clock = clock;
  }

  /**
   * Verifies the request's signature.
   *
   * @param payloadHash what stands for the body in the canonical request: its SHA-256 in hex, or
   *     the value of {@code x-amz-content-sha256}, or {@code UNSIGNED-PAYLOAD}
   */
  public Verification verify(HttpServletRequest request, String payloadHash) {
    Map<String, String> query = CanonicalRequest.parameters(request.getQueryString());
    if (!Signature.isPresent(request, query)) {
      return new Refused(Reason.MISSING, "The request has no signature.");
    }
    Signature signature;
    Instant signedAt;
    try {
      signature = Signature.of(request, query);
      signedAt = signature.signedAt();
    } catch (IllegalArgumentException e) {
      return new Refused(Reason.MALFORMED, e.getMessage());
    }
    Optional<SigningKey> key = keys.find(signature.accessKeyId());
    if (key.isEmpty()) {
      return new Refused(
          Reason.UNKNOWN_KEY, "No such access key: " + signature.accessKeyId() + ".");
    }
    return verify(request, payloadHash, signature, signedAt, key.get());
  }

  /** Whether the request is an address that was presigned with Signature Version 2. */
  public static boolean isPresignedV2(HttpServletRequest request) {
    return request.getHeader("Authorization") == null
        && QuerySignatureV2.isIn(CanonicalRequest.parameters(request.getQueryString()));
  }

  /**
   * Verifies an address that was presigned with Signature Version 2, as S3 takes it.
   *
   * @param resource the encoded path with the bucket in it
   * @param region the region that the request is for; such a signature names none
   */
  public Verification verifyPresignedV2(
      HttpServletRequest request, String resource, String region) {
    Map<String, String> query = CanonicalRequest.parameters(request.getQueryString());
    String keyId = query.get("AWSAccessKeyId");
    Optional<SigningKey> found = keys.find(keyId);
    if (found.isEmpty()) {
      return new Refused(Reason.UNKNOWN_KEY, "No such access key: " + keyId + ".");
    }
    SigningKey key = found.get();
    Optional<String> token = Optional.ofNullable(query.get("x-amz-security-token"));
    if (key.sessionToken().isPresent() && !key.sessionToken().equals(token)) {
      return new Refused(Reason.WRONG_TOKEN, "The session token does not belong to the key.");
    }
    String expires = query.getOrDefault("Expires", "");
    if (!expires.matches("\\d{1,11}")) {
      return new Refused(Reason.MALFORMED, "Expires must be a number of seconds since 1970.");
    }
    String expected = QuerySignatureV2.expected(request, query, resource, key.secretAccessKey());
    if (!SigV4.same(expected, query.get("Signature"))) {
      return new Refused(Reason.MISMATCH, "The signature does not match the request.");
    }
    Instant now = clock.instant();
    boolean keyEnded = key.expiresAt().filter(end -> now.isAfter(end)).isPresent();
    if (keyEnded || now.isAfter(Instant.ofEpochSecond(Long.parseLong(expires)))) {
      return new Refused(Reason.EXPIRED, "Request has expired");
    }
    Signature signature =
        new Signature(
            keyId, "", "", region, "s3", List.of(), expected, token, Optional.of(Duration.ZERO));
    return new Verified(new Caller(key.accountId(), region, keyId, key.arn()), signature, key);
  }

  private Verification verify(
      HttpServletRequest request,
      String payloadHash,
      Signature signature,
      Instant signedAt,
      SigningKey key) {
    Instant now = clock.instant();
    // Some tools send a token with keys that have none; only temporary keys insist on theirs.
    if (key.sessionToken().isPresent() && !key.sessionToken().equals(signature.sessionToken())) {
      return new Refused(Reason.WRONG_TOKEN, "The session token does not belong to the key.");
    }
    if (key.expiresAt().filter(end -> now.isAfter(end)).isPresent()) {
      return new Refused(Reason.EXPIRED, "The temporary key has expired.");
    }
    boolean tooEarly = signedAt.isAfter(now.plus(MAX_SKEW));
    boolean tooLate = !signature.isPresigned() && signedAt.isBefore(now.minus(MAX_SKEW));
    if (tooEarly || tooLate) {
      return new Refused(
          Reason.SKEWED, "Signed at " + signedAt + ", but the time here is " + now + ".");
    }
    if (signature.expires().filter(valid -> now.isAfter(signedAt.plus(valid))).isPresent()) {
      return new Refused(Reason.EXPIRED, "Request has expired");
    }
    if (!signature.timestamp().startsWith(signature.date())
        || !signature.signedHeaders().contains("host")) {
      return new Refused(Reason.MISMATCH, "The date of the scope or the host is not signed.");
    }
    String canonical = CanonicalRequest.of(request, signature, payloadHash);
    String stringToSign =
        String.join(
            "\n",
            Signature.ALGORITHM,
            signature.timestamp(),
            signature.scope(),
            SigV4.sha256(canonical.getBytes(StandardCharsets.UTF_8)));
    String expected = SigV4.sign(SigV4.signingKey(key.secretAccessKey(), signature), stringToSign);
    if (!SigV4.same(expected, signature.hex())) {
      return new Refused(Reason.MISMATCH, "The signature does not match the request.");
    }
    Caller caller = new Caller(key.accountId(), signature.region(), key.accessKeyId(), key.arn());
    return new Verified(caller, signature, key);
  }
}
