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
  void afterAnAttemptOrASightItIsAskedForAgain() {
    memory.absent(UID, NOW);
    memory.doubtAbsence(UID);
    assertThat(memory.freshlyAbsent(UID, NOW)).isEmpty();

    memory.absent(UID, NOW);
    memory.present(UID);
    assertThat(memory.freshlyAbsent(UID, NOW)).isEmpty();
  }
}
