package dev.labelops.engine.store;

import java.security.SecureRandom;
import java.sql.SQLException;
import java.util.HexFormat;
import org.h2.engine.SysProperties;
import org.h2.tools.Server;

/**
 * A way into the engine's database for one other process.
 *
 * @param url JDBC URL; a secret, because it contains a password or a key
 * @param end closes the way
 */
public record DatabaseAccess(String url, Runnable end) implements AutoCloseable {
  static final String LOOPBACK = "127.0.0.1";
  private static final int KEY_BYTES = 32;

  /**
   * H2 keeps other processes out of its file, so it listens on loopback. Who knows the random key
   * reaches this database; without it, and under every other name, there is none.
   *
   * @param file of the database, open in this process
   */
  static DatabaseAccess toEmbedded(String file) {
    if (!LOOPBACK.equals(SysProperties.BIND_ADDRESS)) {
      throw new IllegalStateException(
          "H2 was loaded before it was limited to %s: set -Dh2.bindAddress=%1$s."
              .formatted(LOOPBACK));
    }
    byte[] bytes = new byte[KEY_BYTES];
    new SecureRandom().nextBytes(bytes);
    String key = HexFormat.of().formatHex(bytes);
    try {
      Server server =
          Server.createTcpServer("-tcpPort", "0", "-tcpDaemon", "-ifExists", "-key", key, file)
              .start();
      return new DatabaseAccess(
          "jdbc:h2:tcp://%s:%d/%s;LOCK_TIMEOUT=10000".formatted(LOOPBACK, server.getPort(), key),
          server::stop);
    } catch (SQLException e) {
      throw new IllegalStateException("H2 cannot listen on " + LOOPBACK, e);
    }
  }

  @Override
  public void close() {
    end.run();
  }

  /** Without the URL: logs are no place for it. */
  @Override
  public String toString() {
    return "access to the engine's database";
  }
}
