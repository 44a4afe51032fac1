package dev.labelops.operator.job.look;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class JobMemoryTest {
  private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
  private static final String UID = "u";
  private static final String NAME = "n";

  private final JobMemory memory = new JobMemory(Optional.of(NOW));

  @Test
  void whatWasNotFoundAMomentAgoNeedNotBeAskedForAgain() {
    assertThat(memory.freshlyAbsent(UID, NAME, NOW)).isEmpty();

    memory.absent(UID, NAME, NOW);

    assertThat(memory.freshlyAbsent(UID, NAME, NOW.plusSeconds(1))).contains(NOW);
    assertThat(memory.freshlyAbsent(UID, NAME, NOW.plus(JobMemory.ABSENCE_IS_FRESH))).isEmpty();
  }

  @Test
  void freshIsTheLastLookSinceIsTheFirst() {
    memory.absent(UID, NAME, NOW);
    memory.absent(UID, NAME, NOW.plusSeconds(60));

    assertThat(memory.freshlyAbsent(UID, NAME, NOW.plusSeconds(61))).contains(NOW);
  }

  @Test
  void absenceBeforeAnAttemptSaysNothingOfTheTimeAfterIt() {
    memory.absent(UID, NAME, NOW);
    memory.doubtAbsence(UID);

    assertThat(memory.absent(UID, NAME, NOW.plusSeconds(600)))
        .as("the job may have been created a moment ago")
        .isEqualTo(NOW.plusSeconds(600));
  }

  @Test
  void aMissingOutputIsMissingSinceItWasFirstMissed() {
    memory.outputMissing(UID, false, NOW);
    assertThat(memory.outputMissing(UID, false, NOW.plusSeconds(60))).contains(NOW);
    assertThat(memory.outputMissing(UID, true, NOW.plusSeconds(61))).isEmpty();
    assertThat(memory.outputMissing(UID, false, NOW.plusSeconds(62))).contains(NOW.plusSeconds(62));
  }

  @Test
  void afterAnAttemptOrASightItIsAskedForAgain() {
    memory.absent(UID, NAME, NOW);
    memory.doubtAbsence(UID);
    assertThat(memory.freshlyAbsent(UID, NAME, NOW)).isEmpty();

    memory.absent(UID, NAME, NOW);
    memory.present(UID);
    assertThat(memory.freshlyAbsent(UID, NAME, NOW)).isEmpty();
  }

  @Test
  void absenceOfOneNameSaysNothingOfAnother() {
    memory.absent(UID, NAME, NOW);

    assertThat(memory.freshlyAbsent(UID, "other", NOW)).isEmpty();
    assertThat(memory.absent(UID, "other", NOW.plusSeconds(600))).isEqualTo(NOW.plusSeconds(600));
  }

  @Test
  void whatAnEarlierProcessSentMayArriveForHalfAMinute() {
    Instant later = NOW.plusSeconds(600);
    assertThat(memory.settled(UID, NOW.minusSeconds(5), later))
        .as("the object is older than this process")
        .isEqualTo(NOW.plusSeconds(30));
    assertThat(memory.settled(UID, NOW.plusSeconds(5), later))
        .as("nobody else can have sent anything for it")
        .isBefore(NOW);

    memory.createSent(UID, later);

    assertThat(memory.settled(UID, NOW.plusSeconds(5), later)).isEqualTo(later.plusSeconds(30));
    assertThat(new JobMemory(Optional.empty()).settled(UID, NOW, later))
        .as("a replica that stood by leads from its first pass on")
        .isEqualTo(later.plusSeconds(30));
  }

  @Test
  void aLookFromBeforeARequestTookEffectIsNotEnoughAfterwards() {
    memory.absent(UID, NAME, NOW);
    memory.absent(UID, NAME, NOW.plusSeconds(10));

    assertThat(memory.freshlyAbsent(UID, NAME, NOW.plusSeconds(29))).contains(NOW);
    assertThat(memory.freshlyAbsent(UID, NAME, NOW.plusSeconds(30)))
        .as("20 seconds old, and absence would be believed now")
        .isEmpty();
    memory.absent(UID, NAME, NOW.plusSeconds(30));
    assertThat(memory.freshlyAbsent(UID, NAME, NOW.plusSeconds(31))).contains(NOW);
  }

  @Test
  void whatWasSentIsRememberedForTheNextObjectOfTheName() {
    memory.createSent("team/job", NOW);
    memory.forget(UID);
    assertThat(memory.settled("team/job", NOW.plusSeconds(5), NOW.plusSeconds(6)))
        .isEqualTo(NOW.plusSeconds(30));

    memory.createSent("team/other", NOW.plusSeconds(100));
    assertThat(memory.settled("team/job", NOW.plusSeconds(5), NOW.plusSeconds(101)))
        .as("not kept for ever")
        .isBefore(NOW);
  }
}
