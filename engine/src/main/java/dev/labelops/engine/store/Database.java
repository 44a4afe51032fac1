package dev.labelops.engine.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.labelops.engine.EngineSettings;
import java.nio.file.Path;
import org.flywaydb.core.Flyway;
import org.jdbi.v3.core.Jdbi;

/**
 * The engine's SQL database: H2 in the data folder, or PostgreSQL where a JDBC URL is configured.
 * Opening it brings the schema up to date ({@code db/migration}); SQL is written for PostgreSQL,
 * and H2 runs in its PostgreSQL mode.
 */
public final class Database implements AutoCloseable {
  private final HikariDataSource pool;
  private final Jdbi jdbi;

  private Database(HikariDataSource pool) {
    this.pool = pool;
    this.jdbi = Jdbi.create(pool);
  }

  /** Opens the configured database and migrates it. */
  public static Database open(EngineSettings settings) {
    HikariConfig config = new HikariConfig();
    config.setPoolName("engine");
    config.setJdbcUrl(settings.databaseUrl().orElseGet(() -> h2Url(settings.dataFolder())));
    config.setMaximumPoolSize(16);
    HikariDataSource pool = new HikariDataSource(config);
    try {
      Flyway.configure()
          .dataSource(pool)
          .locations("classpath:db/migration")
          .outOfOrder(true)
          .load()
          .migrate();
      return new Database(pool);
    } catch (RuntimeException e) {
      pool.close();
      throw e;
    }
  }

  // WRITE_DELAY=0: a commit is in the file before it returns, so a killed engine loses nothing.
  private static String h2Url(Path dataFolder) {
    return "jdbc:h2:file:"
        + dataFolder.toAbsolutePath().resolve("engine")
        + ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH"
        + ";WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE;LOCK_TIMEOUT=10000";
  }

  public Jdbi jdbi() {
    return jdbi;
  }

  @Override
  public void close() {
    pool.close();
  }
}
