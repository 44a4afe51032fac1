package dev.labelops.operator.workforce.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labelops.operator.api.v1alpha1.LabelingWorkforceStatus;
import dev.labelops.operator.status.ConditionType;
import dev.labelops.operator.status.Conditions;
import dev.labelops.operator.workforce.Seen;
import dev.labelops.operator.workforce.decide.WorkforceDecider;
import dev.labelops.operator.workforce.decide.WorkforceOutcome;
import dev.labelops.operator.workforce.look.WorkforceObservation;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What the status of a workforce says. */
class WorkforceStatusMapperTest {
  private static LabelingWorkforceStatus after(
      LabelingWorkforceStatus old, long generation, Seen seen) {
    WorkforceObservation now = seen.now();
    return WorkforceStatusMapper.map(
        old, generation, now, WorkforceDecider.decide(now), WorkforceOutcome.done(), Duration.ZERO);
  }

  private static Seen withSomebody() {
    Seen seen = Seen.inPlace();
    seen.teams.set(
        0, Seen.team("logos", Seen.OWNER.tags(), List.of(Seen.user("ann@x", Seen.NAMES.mark()))));
    return seen;
  }

  @Test
  void aTeamInWhichNobodyCanWorkIsNotReady() {
    assertThat(after(null, 1, withSomebody()).conditions())
        .anyMatch(c -> c.type().equals("Ready") && c.status().equals("True"));

    LabelingWorkforceStatus empty = after(null, 1, Seen.inPlace());
    assertThat(Conditions.find(empty.conditions(), ConditionType.Stalled))
        .hasValueSatisfying(
            c -> {
              assertThat(c.reason()).isEqualTo("NoMembers");
              assertThat(c.message()).contains("team 'logos'");
            });
    assertThat(Conditions.isTrue(empty.conditions(), ConditionType.Ready)).isFalse();

    Seen refused = Seen.inPlace();
    refused.teams.set(
        0,
        Seen.team(Seen.wish("logos", "ann@x"), Seen.listed("ann@x"), Seen.OWNER.tags(), List.of()));
    LabelingWorkforceStatus none =
        WorkforceStatusMapper.map(
            null,
            1,
            refused.now(),
            WorkforceDecider.decide(refused.now()),
            new WorkforceOutcome(Optional.empty(), 0, 1, "team 'logos', line 0, said no"),
            Duration.ZERO);
    assertThat(Conditions.isTrue(none.conditions(), ConditionType.Ready)).isFalse();
    assertThat(Conditions.find(none.conditions(), ConditionType.MembersInvited))
        .hasValueSatisfying(c -> assertThat(c.message()).contains("team 'logos', line 0"));
  }

  @Test
  void aPausedWorkforceDoesNotSayThatTheNewSpecificationIsInPlace() {
    LabelingWorkforceStatus ready = after(null, 1, withSomebody());

    LabelingWorkforceStatus frozen = WorkforceStatusMapper.frozen(ready, 2, Seen.NOW);

    assertThat(Conditions.isTrue(frozen.conditions(), ConditionType.Ready)).isTrue();
    assertThat(frozen.observedGeneration()).as("it was not looked at").isEqualTo(1);
    assertThat(Conditions.find(frozen.conditions(), ConditionType.Ready))
        .hasValueSatisfying(c -> assertThat(c.observedGeneration()).isEqualTo(1));
    assertThat(Conditions.find(frozen.conditions(), ConditionType.Reconciling))
        .hasValueSatisfying(c -> assertThat(c.reason()).isEqualTo("Paused"));
  }
}
