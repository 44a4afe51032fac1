package dev.labelops.engine.portal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labelops.engine.store.Vendor;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** {@code Sessions}. */
@ParameterizedClass
@EnumSource(Vendor.class)
class SessionsContractIT {
  @Parameter Vendor vendor;

  private final Instant now = Instant.parse("2026-11-29T10:00:00.123456Z");

  @Test
  void aSessionIsFoundByItsTokenUntilItEnds() {
    Session session = new Session("eu-west-1_p", "\u00e4nn", "sub", now.plusSeconds(10));
    String token = at(now).open(session);
    assertThat(at(now).find(token)).contains(session);
    assertThat(at(now).find(token + "x")).isEmpty();
    assertThat(at(now.plusSeconds(10)).find(token)).isEmpty();
    at(now).close(token);
    assertThat(at(now).find(token)).isEmpty();
  }

  private Sessions at(Instant time) {
    return new Sessions(vendor.database().jdbi(), Clock.fixed(time, ZoneOffset.UTC));
  }
}
