package dev.labelops.engine.sts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labelops.engine.front.SigningKey;
import dev.labelops.engine.store.Vendor;
import java.time.Instant;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** {@code TemporaryKeys} and {@code EngineSecret}. */
@ParameterizedClass
@EnumSource(Vendor.class)
class KeysContractIT {
  @Parameter Vendor vendor;

  private final Instant now = Instant.parse("2026-11-29T10:00:00Z");

  @Test
  void aKeyIsKeptUntilItEnds() {
    TemporaryKeys keys = new TemporaryKeys(vendor.database());
    SigningKey key = keys.issue("000000000000", "arn:aws:sts::0:x/\u00fc", now.plusSeconds(9), now);
    assertThat(keys.find(key.accessKeyId())).contains(key);
    assertThat(keys.find(key.accessKeyId().toLowerCase())).isEmpty();
    keys.issue("000000000000", "arn", now.plusSeconds(99), now.plusSeconds(10));
    assertThat(keys.find(key.accessKeyId())).isEmpty();
  }

  @Test
  void theSecretIsTheSameForAll() {
    assertThat(
            IntStream.range(0, 8)
                .parallel()
                .mapToObj(i -> EngineSecret.of(vendor.database()))
                .distinct())
        .singleElement()
        .asString()
        .matches("[0-9a-f]{64}");
  }
}
