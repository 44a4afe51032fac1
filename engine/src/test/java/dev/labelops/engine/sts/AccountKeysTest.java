package dev.labelops.engine.sts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labelops.engine.EngineSettings.Key;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The engine's own keys, with which it signs links for workers. */
class AccountKeysTest {
  private static final Key A = new Key("a", "secret-a", "000000000000");
  private static final Key B = new Key("b", "secret-b", "111111111111");

  @Test
  void aLinkOutlivesTheEngineThatSignedIt() {
    String secret = new AccountKeys(List.of(A, B), null).own("000000000000").secretAccessKey();
    AccountKeys another = new AccountKeys(List.of(B, A), null);

    assertThat(another.find("ENGINE000000000000").orElseThrow().secretAccessKey())
        .isEqualTo(secret);
    assertThat(another.own("111111111111").secretAccessKey()).isNotEqualTo(secret);
  }

  @Test
  void nobodyKnowsItWithoutEverySecret() {
    String secret = new AccountKeys(List.of(A, B), null).own("000000000000").secretAccessKey();
    assertThat(new AccountKeys(List.of(A), null).own("000000000000").secretAccessKey())
        .isNotEqualTo(secret);
  }
}
