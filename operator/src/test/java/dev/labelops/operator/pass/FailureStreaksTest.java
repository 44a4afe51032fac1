package dev.labelops.operator.pass;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labelops.operator.api.v1alpha1.Condition;
import dev.labelops.operator.api.v1alpha1.LabelingDataset;
import dev.labelops.operator.aws.CloudFailure;
import dev.labelops.operator.aws.ErrorClass;
import dev.labelops.operator.status.FailurePolicy;
import dev.labelops.operator.status.FailureStreak;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How failures in a row are counted, and how they pace the next look. */
class FailureStreaksTest {
  private static final Instant NOW = Instant.parse("2026-11-29T10:00:00Z");
  private double jitter;
  private final FailureStreaks streaks = new FailureStreaks(() -> jitter);
  private final LabelingDataset dataset = new LabelingDataset();

  FailureStreaksTest() {
    dataset.getMetadata().setUid("uid-1");
  }

  private static Optional<CloudFailure> failure(ErrorClass errorClass, String action) {
    return Optional.of(new CloudFailure(errorClass, action, "Code", "no", null));
  }

  private static Duration delay(FailurePolicy policy, FailureStreak streak) {
    return policy.delay(streak, streak.lasting());
  }

  @Test
  void countsFromTheFirstAndTellsWhichCallLasts() {
    streaks.count(dataset, failure(ErrorClass.TRANSIENT, "s3:ListBucket"), NOW);
    FailureStreak second =
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
    FailureStreak streak = null;
    for (int i = 0; i < failures; i++) {
      jitter = i % 2 == 0 ? 0 : 0.999;
      streak = streaks.count(dataset, failure(errorClass, "s3:ListBucket"), NOW).orElseThrow();
    }
    assertThat(delay(FailurePolicy.COMMON, streak).toMillis()).isBetween(atLeast, below);
  }

  @ParameterizedTest
  @CsvSource({
    "TRANSIENT, 3, 2000",
    "CONFLICT, 1, 500",
    "DENIED, 1, 10000",
    "INVALID, 1, 10000",
    "EXISTS, 1, 500",
    "NOT_FOUND, 1, 15000",
    "QUOTA, 1, 300000"
  })
  void pacesTheNextLookAtAJob(ErrorClass errorClass, int failures, long millis) {
    FailureStreak streak = null;
    for (int i = 0; i < failures; i++) {
      streak = streaks.count(dataset, failure(errorClass, "s3:ListBucket"), NOW).orElseThrow();
    }
    assertThat(delay(FailurePolicy.JOB, streak).toMillis()).isEqualTo(millis);
  }

  @Test
  void jitterSpreadsTheSameFailure() {
    FailureStreak early =
        streaks.count(dataset, failure(ErrorClass.TRANSIENT, "s3:ListBucket"), NOW).orElseThrow();
    jitter = 0.5;
    FailureStreak late = FailureStreak.first(early.failure(), NOW, jitter);
    assertThat(delay(FailurePolicy.COMMON, late)).isGreaterThan(delay(FailurePolicy.COMMON, early));
  }

  @Test
  void aDeniedCallIsTriedSoonerWhileTheGrantMayBeSpreading() {
    Optional<CloudFailure> denied = failure(ErrorClass.DENIED, "s3:ListBucket");
    streaks.count(dataset, denied, NOW);
    assertThat(
            delay(
                FailurePolicy.COMMON,
                streaks.count(dataset, denied, NOW.plusSeconds(119)).orElseThrow()))
        .isEqualTo(Duration.ofSeconds(10));
    assertThat(
            delay(
                FailurePolicy.COMMON,
                streaks.count(dataset, denied, NOW.plusSeconds(120)).orElseThrow()))
        .isEqualTo(Duration.ofMinutes(1));
  }

  @Test
  void aRestartGivesNoNewPatienceToWhatAPersonWasToldToFix() {
    FailureStreak first =
        streaks.count(dataset, failure(ErrorClass.DENIED, "s3:ListBucket"), NOW).orElseThrow();
    Condition stalled =
        new Condition("Stalled", "True", 1L, NOW.toString(), "AccessDenied", "AWS denies");

    Duration told = FailurePolicy.COMMON.failingFor(List.of(stalled), first);

    assertThat(told).isEqualTo(FailurePolicy.DENIED_PATIENCE);
    assertThat(FailurePolicy.COMMON.delay(first, told)).isEqualTo(Duration.ofMinutes(1));
    assertThat(FailurePolicy.COMMON.failingFor(null, first)).isEqualTo(Duration.ZERO);
  }
}
