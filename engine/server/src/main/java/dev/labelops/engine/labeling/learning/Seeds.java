package dev.labelops.engine.labeling.learning;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Seeds of everything random: a round that is begun again chooses the same objects. */
final class Seeds {
  private Seeds() {}

  /**
   * @param use of the seed within the round
   */
  static long of(Round round, String use) {
    String text = round.jobArn() + '\n' + round.number() + '\n' + use;
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return ByteBuffer.wrap(hash).getLong();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
