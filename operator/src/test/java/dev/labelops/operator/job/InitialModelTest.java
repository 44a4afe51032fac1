package dev.labelops.operator.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labelops.operator.api.v1alpha1.LabelingJob;
import dev.labelops.operator.api.v1alpha1.LabelingJobSpec;
import dev.labelops.operator.job.plan.JobPlan;
import dev.labelops.operator.job.plan.JobPlanner;
import dev.labelops.operator.job.plan.Planning;
import dev.labelops.operator.job.plan.Referents;
import dev.labelops.operator.status.Reason;
import dev.labelops.operator.task.BuiltInLambdas;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** spec.autoLabeling.initialModelFrom, on its way to InitialActiveLearningModelArn. */
class InitialModelTest {
  private static final String MODEL = "arn:aws:sagemaker:eu-west-1:000000000000:model/earlier";

  private static final String BY_JOB =
      "autoLabeling: {enabled: true, initialModelFrom: {jobRef: {name: first}}}";

  private static Planning plan(LabelingJobSpec spec, Optional<LabelingJob> first) {
    Referents referents =
        new Referents(
            Optional.empty(), Optional.empty(), first, Optional.empty(), Optional.empty());
    return new JobPlanner(new BuiltInLambdas())
        .plan(new JobPlanner.Wish(Samples.OWNER, spec, referents, Samples.SCOPE, Samples.ROLE, 1));
  }

  private static LabelingJob first(boolean finished, String model) {
    return Samples.object(
        Samples.spec(),
        Samples.draft(draft -> draft.finalModelArn = model)
            .build(
                1L,
                finished
                    ? List.of(Samples.condition("Finished", "True", Reason.Completed))
                    : List.of()));
  }

  private static String initialModel(Planning planning) {
    return ((Planning.Planned) planning).plan().draft().algorithm().initialModelArn();
  }

  @Test
  void anArnIsTakenAsItIs() {
    LabelingJobSpec spec =
        Samples.spec(
            "autoLabeling: {enabled: true, initialModelFrom: {modelArn: \"" + MODEL + "\"}}");

    assertThat(initialModel(plan(spec, Optional.empty()))).isEqualTo(MODEL);
  }

  @Test
  void aJobsModelIsReadFromItsStatus() {
    Planning planning = plan(Samples.spec(BY_JOB), Optional.of(first(true, MODEL)));

    assertThat(initialModel(planning)).isEqualTo(MODEL);
  }

  @Test
  void anotherModelIsAnotherRequest() {
    JobPlan one =
        ((Planning.Planned) plan(Samples.spec(BY_JOB), Optional.of(first(true, MODEL)))).plan();
    JobPlan other =
        ((Planning.Planned) plan(Samples.spec(BY_JOB), Optional.of(first(true, MODEL + "2"))))
            .plan();

    assertThat(one.requestHash()).isNotEqualTo(other.requestHash());
  }

  static Stream<Arguments> waiting() {
    return Stream.of(
        Arguments.of(Optional.empty(), "does not exist in this namespace: apply it"),
        Arguments.of(Optional.of(first(false, null)), "has not ended yet"),
        Arguments.of(
            Optional.of(first(true, null)),
            "has ended without a model (status.finalModelArn): name another job or a modelArn"));
  }

  @ParameterizedTest(name = "{1}")
  @MethodSource("waiting")
  void whatIsMissingIsSaidWithTheCure(Optional<LabelingJob> first, String message) {
    assertThat(plan(Samples.spec(BY_JOB), first))
        .isInstanceOfSatisfying(
            Planning.Blocked.class,
            blocked -> {
              assertThat(blocked.reason()).isEqualTo(Reason.WaitingForModel);
              assertThat(blocked.message()).contains("LabelingJob 'first'").contains(message);
            });
  }
}
