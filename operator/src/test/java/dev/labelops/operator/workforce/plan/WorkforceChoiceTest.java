package dev.labelops.operator.workforce.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labelops.operator.aws.cognito.CognitoApp;
import dev.labelops.operator.aws.sagemaker.Workforce;
import dev.labelops.operator.aws.sagemaker.Workforce.State;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** All workforces of the list are checked, whatever their order. */
class WorkforceChoiceTest {
  private static Workforce workforce(String name, State state, String pool) {
    return new Workforce(
        name,
        "arn:" + name,
        state,
        Optional.ofNullable(pool).map(id -> new CognitoApp(id, "client")),
        Optional.empty(),
        Set.of(),
        Optional.empty(),
        null);
  }

  private static String chosen(Workforce... found) {
    String forwards = name(List.of(found));
    assertThat(name(List.of(found).reversed())).as("in any order").isEqualTo(forwards);
    return forwards;
  }

  private static String name(List<Workforce> found) {
    return WorkforceChoice.of(found, "ours"::equals).map(Workforce::name).orElse("none");
  }

  @Test
  void oursComesFirstThenWhatWorks() {
    Workforce going = workforce("going", State.DELETING, "ours");
    Workforce failed = workforce("failed", State.FAILED, "theirs");
    Workforce oidc = workforce("oidc", State.ACTIVE, null);
    Workforce theirs = workforce("theirs", State.ACTIVE, "theirs");
    Workforce ours = workforce("ours", State.INITIALIZING, "ours");
    assertThat(chosen()).isEqualTo("none");
    assertThat(chosen(going)).isEqualTo("going");
    assertThat(chosen(failed, going)).isEqualTo("failed");
    assertThat(chosen(failed, theirs, going)).isEqualTo("theirs");
    assertThat(chosen(oidc, theirs)).isEqualTo("theirs");
    assertThat(chosen(theirs, failed, ours, going, oidc)).isEqualTo("ours");
  }
}
