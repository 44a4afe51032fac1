package dev.labelops.operator.workforce.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labelops.operator.api.v1alpha1.LabelingWorkforceSpec;
import dev.labelops.operator.api.v1alpha1.LabelingWorkforceSpec.DeletionPolicy;
import dev.labelops.operator.status.Reason;
import dev.labelops.operator.status.Violation;
import dev.labelops.operator.workforce.Seen;
import dev.labelops.operator.workforce.look.ObservedWorkforce;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is decided about a workforce before AWS matters. */
class StepDeciderTest {
  private static final Violation VIOLATION =
      new Violation("spec.identity", "{}", "it may not be named", "ask for a grant");

  private boolean deleting;
  private boolean forceOrphan;
  private DeletionPolicy deletionPolicy = DeletionPolicy.Delete;
  private List<Violation> forbidden = List.of();
  private List<Violation> violations = List.of();

  private WorkforceStep decided() {
    LabelingWorkforceSpec plain = Seen.inPlace().now().spec();
    LabelingWorkforceSpec spec =
        new LabelingWorkforceSpec(
            plain.aws(),
            plain.identity(),
            plain.sourceCidrs(),
            plain.adoption(),
            deletionPolicy,
            plain.memberPolicy(),
            plain.memberRemoval(),
            plain.teams());
    return StepDecider.decide(
        new ObservedWorkforce(
            Seen.NOW,
            1,
            deleting,
            forceOrphan,
            spec,
            null,
            forbidden,
            violations,
            Optional.empty(),
            Optional.empty()));
  }

  @Test
  void whatIsNotAllowedGoesBeforeWhatIsWrong() {
    violations = List.of(VIOLATION);
    assertThat(decided())
        .isInstanceOfSatisfying(
            WorkforceAction.Reject.class,
            reject -> {
              assertThat(reject.reason()).isEqualTo(Reason.InvalidSpec);
              assertThat(reject.message()).isEqualTo(VIOLATION.sentence());
            });
    forbidden = List.of(VIOLATION);
    assertThat(decided())
        .isInstanceOfSatisfying(
            WorkforceAction.Reject.class,
            reject -> assertThat(reject.reason()).isEqualTo(Reason.NotAllowed));
  }

  @Test
  void anObjectThatIsForcedToGoGoesWhateverIsForbidden() {
    deleting = true;
    forceOrphan = true;
    forbidden = List.of(VIOLATION);
    assertThat(decided())
        .isInstanceOfSatisfying(
            TeardownAction.Release.class,
            release ->
                assertThat(release.left())
                    .hasValueSatisfying(
                        left -> {
                          assertThat(left.warning()).isTrue();
                          assertThat(left.message())
                              .isEqualTo(
                                  "Nothing is known to remain in AWS. LabelOps made no AWS call.");
                        }));
  }

  @Test
  void retainLetsTheObjectGoAndSaysWhatStays() {
    deleting = true;
    deletionPolicy = DeletionPolicy.Retain;
    forbidden = List.of(VIOLATION);
    assertThat(decided())
        .isInstanceOfSatisfying(
            TeardownAction.Release.class,
            release ->
                assertThat(release.left())
                    .hasValueSatisfying(
                        left -> {
                          assertThat(left.warning()).isFalse();
                          assertThat(left.message()).endsWith("deletionPolicy is Retain.");
                        }));
  }

  @Test
  void whatANamespaceMayNotNameIsNotTornDownAndTheWayOutIsNamed() {
    deleting = true;
    forbidden = List.of(VIOLATION);
    violations = List.of(VIOLATION);
    assertThat(decided())
        .isInstanceOfSatisfying(
            TeardownAction.Blocked.class,
            blocked -> {
              assertThat(blocked.reason()).isEqualTo(Reason.NotAllowed);
              assertThat(blocked.message()).contains("deletionPolicy: Retain", "force-orphan");
            });
  }
}
