package dev.labelops.engine.sts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labelops.engine.EngineSettings;
import dev.labelops.engine.EngineSettings.Key;
import dev.labelops.engine.store.Database;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The engine's own keys, with which it signs links for workers. */
class AccountKeysTest {
  private static final Key A = new Key("a", "secret-a", "000000000000");
  private static final Key B = new Key("b", "secret-b", "111111111111");

  @Test
  void aLinkOutlivesTheEngineThatSignedIt(@TempDir Path folder) {
    String secret = own(folder, List.of(A, B), "000000000000");

    assertThat(own(folder, List.of(B), "000000000000"))
        .as("after a restart, with whatever keys")
        .isEqualTo(secret);
    assertThat(own(folder, List.of(A, B), "111111111111")).isNotEqualTo(secret);
  }

  @Test
  void whoKnowsEveryConfiguredKeyCannotWorkItOut(@TempDir Path one, @TempDir Path other) {
    assertThat(own(one, List.of(A), "000000000000"))
        .isNotEqualTo(own(other, List.of(A), "000000000000"));
  }

  private static String own(Path folder, List<Key> keys, String account) {
    try (Database database = Database.open(EngineSettings.local(folder))) {
      AccountKeys known = new AccountKeys(keys, null, EngineSecret.of(database));
      String secret = known.own(account).secretAccessKey();
      assertThat(known.find("ENGINE" + account).orElseThrow().secretAccessKey()).isEqualTo(secret);
      return secret;
    }
  }
}
