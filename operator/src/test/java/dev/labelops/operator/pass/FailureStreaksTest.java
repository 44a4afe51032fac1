package dev.labelops.operator.pass;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labelops.operator.api.v1alpha1.LabelingDataset;
import dev.labelops.operator.aws.CloudFailure;
import dev.labelops.operator.aws.ErrorClass;
import dev.labelops.operator.pass.FailureStreaks.Streak;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How failures in a row are counted, and how they pace the next look. */
class FailureStreaksTest {
  private static final Instant NOW = Instant.parse("2026-11-29T10:00:00Z");
  private final FailureStreaks streaks = new FailureStreaks();
  private final LabelingDataset dataset = new LabelingDataset();

  FailureStreaksTest() {
    dataset.getMetadata().setUid("uid-1");
  }

  private static Optional<CloudFailure> failure(ErrorClass errorClass, String action) {
    return Optional.of(new CloudFailure(errorClass, action, "Code", "no", null));
  }

  @Test
  void countsFromTheFirstAndTellsWhichCallLasts() {
    streaks.count(dataset, failure(ErrorClass.TRANSIENT, "s3:ListBucket"), NOW);
    Streak second =
        streaks
            .count(dataset, failure(ErrorClass.DENIED, "s3:GetObject"), NOW.plusSeconds(60))
            .orElseThrow();
    assertThat(second.failures()).isEqualTo(2);
    assertThat(second.since()).isEqualTo(NOW);
    assertThat(second.lasting()).as("another call").isEqualTo(Duration.ZERO);

    assertThat(streaks.count(dataset, Optional.empty(), NOW)).isEmpty();
    assertThat(
            streaks
                .count(dataset, failure(ErrorClass.TRANSIENT, "s3:ListBucket"), NOW)
                .get()
                .failures())
        .isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({
    "TRANSIENT, 1, 500, 1000",
    "THROTTLED, 4, 4000, 8000",
    "TRANSIENT, 90, 30000, 60000",
    "DENIED, 1, 10000, 10001",
    "INVALID, 1, 60000, 60001",
    "QUOTA, 1, 300000, 300001"
  })
  void pacesTheNextLook(ErrorClass errorClass, int failures, long atLeast, long below) {
    Streak streak = null;
    for (int i = 0; i < failures; i++) {
      streak = streaks.count(dataset, failure(errorClass, "s3:ListBucket"), NOW).orElseThrow();
    }
    assertThat(streak.delay().toMillis()).isBetween(atLeast, below);
  }

  @Test
  void aDeniedCallIsTriedSoonerWhileTheGrantMayBeSpreading() {
    Optional<CloudFailure> denied = failure(ErrorClass.DENIED, "s3:ListBucket");
    streaks.count(dataset, denied, NOW);
    assertThat(streaks.count(dataset, denied, NOW.plusSeconds(119)).get().delay())
        .isEqualTo(Duration.ofSeconds(10));
    assertThat(streaks.count(dataset, denied, NOW.plusSeconds(120)).get().delay())
        .isEqualTo(Duration.ofMinutes(1));
  }
}
