package dev.labelops.engine.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.labelops.engine.EngineSettings;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The way of a learning process into the embedded database. */
class DatabaseAccessTest {
  @TempDir Path folder;

  @Test
  void anotherProcessReadsAndWritesWhatTheEngineHas() {
    try (Database engine = Database.open(EngineSettings.local(folder));
        DatabaseAccess access = engine.access();
        Database guest = join(access)) {
      String mode =
          "SELECT setting_value FROM information_schema.settings WHERE setting_name = 'MODE'";
      String found = guest.jdbi().withHandle(h -> h.createQuery(mode).mapTo(String.class).one());
      assertThat(found).isEqualTo("PostgreSQL");
      int applied = count(engine);
      assertThat(applied).isPositive();
      assertThat(count(guest)).isEqualTo(applied);
    }
  }

  private static int count(Database database) {
    String sql = "SELECT COUNT(*) FROM \"flyway_schema_history\"";
    return database.jdbi().withHandle(h -> h.createQuery(sql).mapTo(Integer.class).one());
  }

  @Test
  void nobodyEntersWithoutTheKey() throws SQLException {
    try (Database engine = Database.open(EngineSettings.local(folder));
        DatabaseAccess access = engine.access()) {
      String address = "jdbc:h2:tcp://127.0.0.1:" + port(access) + "/";
      for (String name :
          List.of(
              "0".repeat(64),
              folder.resolve("engine").toString(),
              "mem:other",
              "management_db_" + port(access))) {
        assertThatThrownBy(() -> DriverManager.getConnection(address + name))
            .as(name)
            .isInstanceOf(SQLException.class);
      }
      DriverManager.getConnection(access.url()).close();
      assertThat(access.toString()).doesNotContain(key(access));
    }
  }

  @Test
  void itListensOnLoopbackAloneAndOnlyWhileItIsOpen() throws IOException {
    try (Database engine = Database.open(EngineSettings.local(folder))) {
      int port;
      try (DatabaseAccess access = engine.access()) {
        port = port(access);
        assertThat(listens(InetAddress.getByName("127.0.0.1"), port)).isTrue();
        for (InetAddress other : otherAddresses()) {
          assertThat(listens(other, port)).as(other.toString()).isFalse();
        }
      }
      assertThat(listens(InetAddress.getByName("127.0.0.1"), port)).isFalse();
      assertThat(count(engine)).as("the engine goes on").isPositive();
    }
  }

  @Test
  void everyAccessHasAKeyOfItsOwn() {
    try (Database engine = Database.open(EngineSettings.local(folder));
        DatabaseAccess one = engine.access();
        DatabaseAccess other = engine.access()) {
      assertThat(key(one)).hasSize(64).isNotEqualTo(key(other));
    }
  }

  @Test
  void aSchemaOfAnotherVersionIsRefused() {
    try (Database engine = Database.open(EngineSettings.local(folder));
        DatabaseAccess access = engine.access()) {
      engine
          .jdbi()
          .useHandle(
              h ->
                  h.execute(
                      "UPDATE \"flyway_schema_history\" SET \"version\" = '9999' WHERE \"installed_rank\" = (SELECT MAX(\"installed_rank\") FROM \"flyway_schema_history\")"));
      assertThatThrownBy(() -> join(access))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("a newer engine. Use the same version");
    }
  }

  private Database join(DatabaseAccess access) {
    return Database.join(
        EngineSettings.local(folder).with(s -> s.databaseUrl = Optional.of(access.url())));
  }

  private static List<InetAddress> otherAddresses() throws IOException {
    // On Linux every 127.x.y.z reaches who listens on all addresses.
    return Stream.concat(
            Stream.of(InetAddress.getByName("127.0.0.2")),
            NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(address -> !address.isLoopbackAddress()))
        .toList();
  }

  private static boolean listens(InetAddress address, int port) throws IOException {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(address, port), 2000);
      return true;
    } catch (ConnectException | SocketTimeoutException e) {
      return false;
    }
  }

  private static URI address(DatabaseAccess access) {
    return URI.create(access.url().substring("jdbc:h2:".length()).replaceFirst(";.*", ""));
  }

  private static int port(DatabaseAccess access) {
    return address(access).getPort();
  }

  private static String key(DatabaseAccess access) {
    return address(access).getPath().substring(1);
  }
}
