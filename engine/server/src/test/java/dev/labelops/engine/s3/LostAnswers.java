package dev.labelops.engine.s3;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.DriverPropertyInfo;
import java.sql.SQLException;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Logger;

/**
 * The database's driver behind a wire that can lose the answer of a commit of the object store: the
 * commit happens, and whoever asked for it sees an error.
 */
final class LostAnswers implements Driver, AutoCloseable {
  private final Driver real;
  private final AtomicInteger toLose = new AtomicInteger();

  private LostAnswers(Driver real) {
    this.real = real;
  }

  /** Stands before the driver for this URL until it is closed. */
  static LostAnswers before(String url) throws SQLException {
    Driver real = DriverManager.getDriver(url);
    LostAnswers wire = new LostAnswers(real);
    DriverManager.deregisterDriver(real);
    DriverManager.registerDriver(wire);
    return wire;
  }

  /** Loses the answers of the next commits. */
  void loseNext(int commits) {
    toLose.set(commits);
  }

  /** How many answers are still to be lost. */
  int remaining() {
    return toLose.get();
  }

  @Override
  public Connection connect(String url, Properties info) throws SQLException {
    Connection connection = real.connect(url, info);
    return connection == null
        ? null
        : (Connection)
            Proxy.newProxyInstance(
                Connection.class.getClassLoader(),
                new Class<?>[] {Connection.class},
                (proxy, method, arguments) -> {
                  Object answer;
                  try {
                    answer = method.invoke(connection, arguments);
                  } catch (InvocationTargetException e) {
                    throw e.getCause();
                  }
                  if (method.getName().equals("commit")
                      && isOfObjectStore()
                      && toLose.getAndUpdate(n -> Math.max(0, n - 1)) > 0) {
                    throw new SQLException("the connection broke after the commit", "08006");
                  }
                  return answer;
                });
  }

  /** Runs and clocks of the engine commit at any moment; a test must not lose one of theirs. */
  private static boolean isOfObjectStore() {
    return StackWalker.getInstance()
        .walk(
            frames ->
                frames.anyMatch(
                    frame -> frame.getClassName().startsWith("dev.labelops.engine.s3.objects.")));
  }

  @Override
  public boolean acceptsURL(String url) throws SQLException {
    return real.acceptsURL(url);
  }

  @Override
  public DriverPropertyInfo[] getPropertyInfo(String url, Properties info) throws SQLException {
    return real.getPropertyInfo(url, info);
  }

  @Override
  public int getMajorVersion() {
    return real.getMajorVersion();
  }

  @Override
  public int getMinorVersion() {
    return real.getMinorVersion();
  }

  @Override
  public boolean jdbcCompliant() {
    return real.jdbcCompliant();
  }

  @Override
  public Logger getParentLogger() {
    return Logger.getGlobal();
  }

  @Override
  public void close() throws SQLException {
    DriverManager.deregisterDriver(this);
    DriverManager.registerDriver(real);
  }
}
