package dev.labelops.engine.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.labelops.engine.EngineSettings;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Set;
import java.util.function.Function;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;

/**
 * The engine's SQL database: H2 in the data folder, or PostgreSQL where a JDBC URL is configured.
 * Opening it updates the schema ({@code db/migration}); SQL is written for PostgreSQL, and H2 runs
 * in its PostgreSQL mode.
 */
public final class Database implements AutoCloseable {
  private static final String UNIQUE_VIOLATION = "23505";
  // A foreign key names a row that is not there: PostgreSQL, H2.
  private static final Set<String> WITHOUT_PARENT = Set.of("23503", "23506");
  private static final String ROLLED_BACK = "40";
  private static final int MAX_REPEATS = 5;

  /** Of each of the two pools. */
  private static final int MOST_CONNECTIONS = 16;

  private static final int IDLE_CONNECTIONS_OF_RUNS = 2;

  private final HikariDataSource pool;
  private final HikariDataSource runs;
  private final boolean embedded;
  private final Jdbi jdbi;

  private Database(HikariDataSource pool, HikariDataSource runs, boolean embedded) {
    this.pool = pool;
    this.runs = runs;
    this.embedded = embedded;
    this.jdbi = Jdbi.create(pool);
  }

  /** Opens the configured database and migrates it. */
  public static Database open(EngineSettings settings) {
    String url = settings.databaseUrl().orElseGet(() -> h2Url(settings.dataFolder()));
    HikariDataSource pool = new HikariDataSource(pool("engine", url));
    HikariConfig ofRuns = pool("runs", url);
    ofRuns.setMinimumIdle(IDLE_CONNECTIONS_OF_RUNS);
    try {
      Flyway.configure()
          .dataSource(pool)
          .locations("classpath:db/migration")
          .outOfOrder(true)
          .load()
          .migrate();
      return new Database(pool, new HikariDataSource(ofRuns), settings.databaseUrl().isEmpty());
    } catch (RuntimeException e) {
      pool.close();
      throw e;
    }
  }

  private static HikariConfig pool(String name, String url) {
    HikariConfig config = new HikariConfig();
    config.setPoolName(name);
    config.setJdbcUrl(url);
    config.setMaximumPoolSize(MOST_CONNECTIONS);
    return config;
  }

  // WRITE_DELAY=0: a commit is in the file before it returns, so a killed engine loses nothing.
  private static String h2Url(Path dataFolder) {
    return "jdbc:h2:file:"
        + dataFolder.toAbsolutePath().resolve("engine")
        + ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH"
        + ";WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE;LOCK_TIMEOUT=10000";
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
