package dev.labelops.engine.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.labelops.engine.EngineSettings;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Set;
import java.util.function.Function;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfoService;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;

/**
 * The engine's SQL database: H2 in the data folder, or PostgreSQL where a JDBC URL is configured.
 * Opening it updates the schema ({@code db/migration}); SQL is written for PostgreSQL, and H2 runs
 * in its PostgreSQL mode.
 */
public final class Database implements AutoCloseable {
  // WRITE_DELAY=0: a commit is in the file before it returns, so a killed engine loses nothing.
  private static final String H2_SETTINGS =
      ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH"
          + ";WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE;LOCK_TIMEOUT=10000";

  private static final String UNIQUE_VIOLATION = "23505";
  // A foreign key names a row that is not there: PostgreSQL, H2.
  private static final Set<String> WITHOUT_PARENT = Set.of("23503", "23506");
  private static final String ROLLED_BACK = "40";
  private static final int MAX_REPEATS = 5;

  /** Of each of the two pools. */
  private static final int MOST_CONNECTIONS = 16;

  private static final int IDLE_CONNECTIONS_OF_RUNS = 2;

  /** Of a learning process: its work, its lease, its log. */
  private static final int CONNECTIONS_OF_A_GUEST = 4;

  static {
    // H2's server would listen on every address otherwise. H2 reads this when it is loaded.
    System.setProperty("h2.bindAddress", DatabaseAccess.LOOPBACK);
  }

  private final String url;
  private final HikariDataSource pool;
  private final HikariDataSource runs;
  private final boolean embedded;
  private final Jdbi jdbi;

  private Database(String url, HikariDataSource pool, HikariDataSource runs, boolean embedded) {
    this.url = url;
    this.pool = pool;
    this.runs = runs;
    this.embedded = embedded;
    this.jdbi = Jdbi.create(pool);
  }

  /** Opens the configured database and migrates it. */
  public static Database open(EngineSettings settings) {
    String url =
        settings
            .databaseUrl()
            .orElseGet(() -> "jdbc:h2:" + h2File(settings.dataFolder()) + H2_SETTINGS);
    HikariDataSource pool = new HikariDataSource(pool("engine", url, MOST_CONNECTIONS));
    HikariConfig ofRuns = pool("runs", url, MOST_CONNECTIONS);
    ofRuns.setMinimumIdle(IDLE_CONNECTIONS_OF_RUNS);
    try {
      migrations(pool).migrate();
      return new Database(
          url, pool, new HikariDataSource(ofRuns), settings.databaseUrl().isEmpty());
    } catch (RuntimeException e) {
      pool.close();
      throw e;
    }
  }

  /**
   * Opens the database of a running engine, for a process that does one run. The engine updates the
   * schema, never this process.
   *
   * @param settings with the URL of {@link DatabaseAccess}, of PostgreSQL, or without one for the
   *     embedded database of an engine that does not run
   * @throws IllegalStateException in a sentence, when the schema is of another version of the
   *     engine
   */
  public static Database join(EngineSettings settings) {
    String url =
        settings
            .databaseUrl()
            .orElseGet(
                () -> "jdbc:h2:" + h2File(settings.dataFolder()) + H2_SETTINGS + ";IFEXISTS=TRUE");
    HikariDataSource pool = new HikariDataSource(pool("run", url, CONNECTIONS_OF_A_GUEST));
    try {
      MigrationInfoService schema = migrations(pool).info();
      boolean newer =
          Arrays.stream(schema.applied()).anyMatch(migration -> !migration.getState().isResolved());
      if (newer || schema.pending().length > 0) {
        throw new IllegalStateException(
            "The database has the schema of %s engine. Use the same version for engine and learning."
                .formatted(newer ? "a newer" : "an older"));
      }
      return new Database(url, pool, pool, false);
    } catch (RuntimeException e) {
      pool.close();
      throw e;
    }
  }

  private static Flyway migrations(DataSource pool) {
    return Flyway.configure()
        .dataSource(pool)
        .locations("classpath:db/migration")
        .outOfOrder(true)
        .load();
  }

  private static HikariConfig pool(String name, String url, int most) {
    HikariConfig config = new HikariConfig();
    config.setPoolName(name);
    config.setJdbcUrl(url);
    config.setMaximumPoolSize(most);
    return config;
  }

  private static String h2File(Path dataFolder) {
    return "file:" + dataFolder.toAbsolutePath().resolve("engine");
  }

  /**
   * Lets another process use this database until the access is closed. Nothing listens for the
   * embedded database outside of such an access.
   */
  public DatabaseAccess access() {
    return embedded
        ? DatabaseAccess.toEmbedded(url.substring("jdbc:h2:".length(), url.indexOf(';')))
        : new DatabaseAccess(url, () -> {});
  }

  /** For everything that serves requests. */
  public Jdbi jdbi() {
    return jdbi;
  }

  /** Connections for runs, so that none of them ever takes one that a request waits for. */
  public DataSource runs() {
    return runs;
  }

  /**
   * Whether no other process can have the database open: H2 locks its file, so the engine that had
   * it before is gone.
   */
  public boolean embedded() {
    return embedded;
  }

  /**
   * Does the work in one transaction. When another transaction was quicker to add the same row, or
   * the database chose this one to end a deadlock, it is done again from the start: then it sees
   * what the other one did.
   *
   * @param work may be called several times, so it must do nothing but what the handle undoes
   */
  public <T> T inTransaction(Function<Handle, T> work) {
    for (int again = 0; ; again++) {
      try {
        return jdbi.inTransaction(work::apply);
      } catch (JdbiException e) {
        if (again == MAX_REPEATS || !isCollision(e)) {
          throw e;
        }
      }
    }
  }

  /** Whether the row to add exists. */
  public static boolean isDuplicate(JdbiException e) {
    return state(e).equals(UNIQUE_VIOLATION);
  }

  /** Whether the row to add belongs to one that is not there, or not any more. */
  public static boolean isWithoutParent(JdbiException e) {
    return WITHOUT_PARENT.contains(state(e));
  }

  private static boolean isCollision(JdbiException e) {
    return isDuplicate(e) || state(e).startsWith(ROLLED_BACK);
  }

  private static String state(JdbiException e) {
    return e.getCause() instanceof SQLException sql && sql.getSQLState() != null
        ? sql.getSQLState()
        : "";
  }

  @Override
  public void close() {
    runs.close();
    pool.close();
  }
}
