package dev.labelops.operator.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class JobMemoryTest {
  private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
  private static final String UID = "u";

  private final JobMemory memory = new JobMemory();

  @Test
  void whatWasNotFoundAMomentAgoNeedNotBeAskedForAgain() {
    assertThat(memory.freshlyAbsent(UID, NOW)).isEmpty();

    memory.absent(UID, NOW);

    assertThat(memory.freshlyAbsent(UID, NOW.plusSeconds(1))).contains(NOW);
    assertThat(memory.freshlyAbsent(UID, NOW.plus(JobMemory.ABSENCE_IS_FRESH))).isEmpty();
  }

  @Test
  void freshIsTheLastLookSinceIsTheFirst() {
    memory.absent(UID, NOW);
    memory.absent(UID, NOW.plusSeconds(60));

    assertThat(memory.freshlyAbsent(UID, NOW.plusSeconds(61))).contains(NOW);
  }

  @Test
  void absenceBeforeAnAttemptSaysNothingOfTheTimeAfterIt() {
    memory.absent(UID, NOW);
    memory.doubtAbsence(UID);

    assertThat(memory.absent(UID, NOW.plusSeconds(600)))
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
    memory.absent(UID, NOW);
    memory.doubtAbsence(UID);
    assertThat(memory.freshlyAbsent(UID, NOW)).isEmpty();

    memory.absent(UID, NOW);
    memory.present(UID);
    assertThat(memory.freshlyAbsent(UID, NOW)).isEmpty();
  }
}
