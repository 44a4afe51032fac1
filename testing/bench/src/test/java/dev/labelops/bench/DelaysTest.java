package dev.labelops.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DelaysTest {
  @Test
  void percentilesAreMeasuredValues() {
    Delays hundred =
        Delays.of(IntStream.rangeClosed(1, 100).mapToObj(Duration::ofSeconds).toList());

    assertThat(hundred.percentile(50)).isEqualTo(Duration.ofSeconds(50));
    assertThat(hundred.percentile(99)).isEqualTo(Duration.ofSeconds(99));
  }

  @Test
  void fewValuesAreNotInterpolated() {
    Delays three =
        Delays.of(List.of(Duration.ofSeconds(9), Duration.ofSeconds(1), Duration.ofSeconds(2)));

    assertThat(three.percentile(50)).isEqualTo(Duration.ofSeconds(2));
    assertThat(three.percentile(99)).isEqualTo(Duration.ofSeconds(9));
  }

  @Test
  void nothingMeasuredIsAnError() {
    assertThatThrownBy(() -> Delays.of(List.of())).isInstanceOf(IllegalArgumentException.class);
  }
}
