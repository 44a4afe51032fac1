package dev.labelops.operator.workforce;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labelops.operator.api.v1alpha1.LabelingWorkforceStatus;
import dev.labelops.operator.status.ConditionType;
import dev.labelops.operator.status.Conditions;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What the status of a workforce says. */
class WorkforceStatusMapperTest {
  private static LabelingWorkforceStatus after(
      LabelingWorkforceStatus old, long generation, Seen seen) {
    WorkforceObservation now = seen.now();
    return WorkforceStatusMapper.map(
        old, generation, now, WorkforceDecider.decide(now), WorkforceOutcome.done(), Duration.ZERO);
  }

  @Test
  void aPausedWorkforceDoesNotSayThatTheNewSpecificationIsInPlace() {
    LabelingWorkforceStatus ready = after(null, 1, Seen.inPlace());
    Seen paused = Seen.inPlace();
    paused.paused = true;

    LabelingWorkforceStatus frozen = after(ready, 2, paused);

    assertThat(Conditions.isTrue(frozen.conditions(), ConditionType.Ready)).isTrue();
    assertThat(frozen.observedGeneration()).as("it was not looked at").isEqualTo(1);
    assertThat(Conditions.find(frozen.conditions(), ConditionType.Ready))
        .hasValueSatisfying(c -> assertThat(c.observedGeneration()).isEqualTo(1));
    assertThat(Conditions.find(frozen.conditions(), ConditionType.Reconciling))
        .hasValueSatisfying(c -> assertThat(c.reason()).isEqualTo("Paused"));
  }
}
