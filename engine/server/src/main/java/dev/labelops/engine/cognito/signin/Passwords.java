package dev.labelops.engine.cognito.signin;

import at.favre.lib.crypto.bcrypt.BCrypt;
import at.favre.lib.crypto.bcrypt.LongPasswordStrategies;

/** Password hashes; passwords themselves are never kept. */
public final class Passwords {
  private static final int COST = 10;
  private static final BCrypt.Version VERSION = BCrypt.Version.VERSION_2A;

  private Passwords() {}

  public static String hash(String password) {
    return BCrypt.with(VERSION, LongPasswordStrategies.hashSha512(VERSION))
        .hashToString(COST, password.toCharArray());
  }

  static boolean matches(String password, String hash) {
    return BCrypt.verifyer(VERSION, LongPasswordStrategies.hashSha512(VERSION))
        .verify(password.toCharArray(), hash)
        .verified;
  }
}
