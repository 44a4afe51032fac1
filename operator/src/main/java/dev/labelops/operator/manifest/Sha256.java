package dev.labelops.operator.manifest;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256, which every Java runtime has. */
public final class Sha256 {
  private Sha256() {}

  public static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has SHA-256", e);
    }
  }

  /**
   * Lower-case hex of all bytes that are left in the stream.
   *
   * @throws IOException when the stream breaks
   */
  public static String hex(InputStream content) throws IOException {
    DigestInputStream bytes = new DigestInputStream(content, digest());
    bytes.transferTo(OutputStream.nullOutputStream());
    return HexFormat.of().formatHex(bytes.getMessageDigest().digest());
  }
}
