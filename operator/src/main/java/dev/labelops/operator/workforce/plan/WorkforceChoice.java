package dev.labelops.operator.workforce.plan;

import dev.labelops.operator.aws.cognito.CognitoApp;
import dev.labelops.operator.aws.sagemaker.Workforce;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Which of the workforces of an account and region counts. There should be one, but one that is
 * being deleted, or one that failed, is listed beside it. Pure.
 */
public final class WorkforceChoice {
  private WorkforceChoice() {}

  /**
   * @param ours whether we own the user pool of that id; asked only where there is a choice
   */
  public static Optional<Workforce> of(List<Workforce> found, Predicate<String> ours) {
    if (found.size() < 2) {
      return found.stream().findFirst();
    }
    return found.stream()
        .min(
            Comparator.comparing((Workforce one) -> one.state() == Workforce.State.DELETING)
                .thenComparing(one -> !on(one, ours))
                .thenComparing(one -> one.state() != Workforce.State.ACTIVE)
                .thenComparing(one -> one.cognito().isEmpty()));
  }

  private static boolean on(Workforce one, Predicate<String> ours) {
    return one.cognito().map(CognitoApp::userPoolId).filter(ours).isPresent();
  }
}
