package dev.labelops.engine.front;

import java.time.Instant;
import java.util.Optional;

/**
 * A key that may sign requests.
 *
 * @param sessionToken what must come with the key; only temporary keys have one
 * @param expiresAt when a temporary key ends
 * @param arn the principal behind the key, as {@code sts:GetCallerIdentity} reports it
 */
public record SigningKey(
    String accessKeyId,
    String secretAccessKey,
    String accountId,
    String arn,
    Optional<String> sessionToken,
    Optional<Instant> expiresAt) {

  /** A key from the settings: its principal is the account itself. */
  public static SigningKey permanent(String accessKeyId, String secret, String accountId) {
    return new SigningKey(
        accessKeyId,
        secret,
        accountId,
        "arn:aws:iam::" + accountId + ":root",
        Optional.empty(),
        Optional.empty());
  }
}
