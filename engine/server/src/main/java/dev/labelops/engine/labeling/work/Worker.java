package dev.labelops.engine.labeling.work;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A person who labels.
 *
 * @param userPoolId the pool in which the person signs in
 * @param sub the person's immutable id there
 * @param workerId {@code private.<region>.<16 hex>}, the same for the same person in every job
 */
public record Worker(String userPoolId, String sub, String workerId) {
  private static final String SIMULATED = "simulated";
  private static final int ID_BYTES = 8;

  /**
   * The worker behind a user of a pool. Whose address begins with {@code simulated} is not a
   * person, and the worker id shows it: {@code private.<region>.simulated.<16 hex>}.
   */
  public static Worker of(String region, String userPoolId, String sub, String email) {
    byte[] hash = sha256(userPoolId + "/" + sub);
    String id = HexFormat.of().formatHex(hash, 0, ID_BYTES);
    String marker = email.startsWith(SIMULATED) ? SIMULATED + "." : "";
    return new Worker(userPoolId, sub, "private." + region + "." + marker + id);
  }

  private static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
