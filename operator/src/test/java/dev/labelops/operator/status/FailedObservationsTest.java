package dev.labelops.operator.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labelops.operator.api.v1alpha1.Condition;
import dev.labelops.operator.aws.CloudFailure;
import dev.labelops.operator.aws.ErrorClass;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What Synced says while looks fail. */
class FailedObservationsTest {
  private static final Instant SINCE = Instant.parse("2026-11-29T10:00:00Z");
  private static final List<Condition> READY =
      new Conditions().ready(Reason.Available, "There.").over(null, 3, SINCE);

  private static CloudFailure failure(ErrorClass errorClass, String action, String message) {
    return new CloudFailure(errorClass, action, "InternalError", message, null);
  }

  private static Optional<FailedObservations> missed(int looks) {
    return missed(looks, failure(ErrorClass.TRANSIENT, "s3:ListBucket", "no luck"));
  }

  private static Optional<FailedObservations> missed(int looks, CloudFailure failure) {
    return Optional.of(new FailedObservations(failure, SINCE, looks));
  }

  private static List<Condition> reported(
      List<Condition> before, Optional<FailedObservations> missed, Duration later) {
    return FailedObservations.reported(before, READY, missed, 3, SINCE.plus(later));
  }

  private static Optional<Condition> synced(List<Condition> conditions) {
    return Conditions.find(conditions, ConditionType.Synced);
  }

  @ParameterizedTest
  @CsvSource({"1, 10, false", "2, 299, false", "3, 5, true", "1, 300, true", "2, 301, true"})
  void threeLooksOrFiveMinutesAreReported(int looks, int seconds, boolean isReported) {
    List<Condition> now = reported(READY, missed(looks), Duration.ofSeconds(seconds));
    assertThat(synced(now).isPresent()).isEqualTo(isReported);
    assertThat(Conditions.isTrue(now, ConditionType.Ready)).as("as it was").isTrue();
  }

  @Test
  void saysSinceWhenWhichCallAndWhy() {
    Condition synced = synced(reported(READY, missed(3), Duration.ofSeconds(9))).orElseThrow();
    assertThat(synced.status()).isEqualTo("Unknown");
    assertThat(synced.reason()).isEqualTo("Unreachable");
    assertThat(synced.lastTransitionTime()).isEqualTo(SINCE.toString());
    assertThat(synced.message())
        .contains(
            "s3:ListBucket has failed since 2026-11-29T10:00:00Z", "no luck", "InternalError");
  }

  @Test
  void isSaidOnceAndOutlivesARestart() {
    List<Condition> reported = reported(READY, missed(3), Duration.ofSeconds(9));
    Optional<FailedObservations> afterRestart =
        Optional.of(
            new FailedObservations(
                failure(ErrorClass.TRANSIENT, "s3:ListBucket", "another request id"),
                SINCE.plusSeconds(600),
                1));
    assertThat(
            FailedObservations.reported(reported, READY, afterRestart, 3, SINCE.plusSeconds(601)))
        .isEqualTo(reported);

    Optional<FailedObservations> otherCall =
        missed(9, failure(ErrorClass.THROTTLED, "s3:GetBucketCORS", "slow down"));
    assertThat(
            synced(
                FailedObservations.reported(reported, READY, otherCall, 3, SINCE.plusSeconds(700))))
        .hasValueSatisfying(
            c -> {
              assertThat(c.reason()).isEqualTo("Throttled");
              assertThat(c.message())
                  .contains("s3:GetBucketCORS has failed since 2026-11-29T10:00:00Z");
              assertThat(c.lastTransitionTime()).isEqualTo(SINCE.toString());
            });
  }

  @Test
  void aGoodLookTakesItBackAndARefusalSpeaksForItself() {
    List<Condition> reported = reported(READY, missed(3), Duration.ofSeconds(9));
    assertThat(FailedObservations.reported(reported, reported, Optional.empty(), 3, SINCE))
        .isEqualTo(READY);
    assertThat(
            FailedObservations.reported(
                reported,
                READY,
                missed(9, failure(ErrorClass.DENIED, "s3:ListBucket", "no")),
                3,
                SINCE))
        .isEqualTo(READY);
  }

  @Test
  void whatTheFeedSaysOfSweepsStands() {
    List<Condition> sweeps =
        new Conditions()
            .ready(Reason.Labeling, "Works.")
            .isUnknown(ConditionType.Synced, Reason.SweepsMissed, "Three sweeps failed.")
            .over(null, 3, SINCE);
    assertThat(FailedObservations.reported(sweeps, sweeps, missed(9), 3, SINCE.plusSeconds(900)))
        .isEqualTo(sweeps);
    List<Condition> good =
        new Conditions().isTrue(ConditionType.Synced, Reason.Synced, "Seen.").over(null, 3, SINCE);
    assertThat(synced(FailedObservations.reported(good, good, missed(3), 3, SINCE.plusSeconds(9))))
        .hasValueSatisfying(c -> assertThat(c.status()).isEqualTo("Unknown"));
  }
}
