package dev.labelops.engine.store;

import dev.labelops.engine.EngineSettings;
import dev.labelops.engine.labeling.job.JobMapper;
import dev.labelops.engine.labeling.types.BuiltInTypes;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;

/**
 * The databases that the engine can keep its state in, one of each for all contract tests. So each
 * test has names of its own.
 */
public enum Vendor {
  /** As without {@code --database}. */
  H2 {
    @Override
    EngineSettings settings() throws IOException {
      Path folder = Files.createTempDirectory("labelops-contract");
      Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(folder.toFile())));
      return EngineSettings.local(folder);
    }
  },
  /**
   * As with {@code --database}: a server whose order of texts is a language's, not that of bytes.
   */
  POSTGRESQL {
    @Override
    EngineSettings settings() throws IOException {
      EmbeddedPostgres server = EmbeddedPostgres.start();
      try (Connection connection = server.getPostgresDatabase().getConnection();
          Statement statement = connection.createStatement()) {
        statement.execute(
            "create database contract template template0 encoding 'UTF8'"
                + " locale_provider icu icu_locale 'en-US-u-ka-shifted'");
      } catch (SQLException e) {
        throw new IOException(e);
      }
      String url = server.getJdbcUrl("postgres", "contract");
      return EngineSettings.local(Path.of("unused")).with(s -> s.databaseUrl = Optional.of(url));
    }
  };

  private EngineSettings settings;
  private Database database;

  abstract EngineSettings settings() throws IOException;

  /** The database of all tests; open until the tests' process ends. */
  public synchronized Database database() {
    if (database == null) {
      try {
        settings = settings();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      database = Database.open(settings);
      database.jdbi().registerRowMapper(new JobMapper(BuiltInTypes.ALL));
    }
    return database;
  }

  /** The same database again, with connections of its own; to be closed. */
  Database reopened() {
    database();
    return Database.open(settings);
  }

  private static void delete(java.io.File file) {
    java.io.File[] below = file.listFiles();
    if (below != null) {
      for (java.io.File child : below) {
        delete(child);
      }
    }
    file.delete();
  }
}
