package dev.labelops.operator.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labelops.operator.api.v1alpha1.LabelingJob;
import dev.labelops.operator.api.v1alpha1.LabelingJobSpec;
import dev.labelops.operator.api.v1alpha1.LabelingJobStatus;
import dev.labelops.operator.job.plan.JobPlan;
import dev.labelops.operator.job.plan.JobPlanner;
import dev.labelops.operator.job.plan.JobValidator;
import dev.labelops.operator.job.plan.Planning;
import dev.labelops.operator.job.plan.Referents;
import dev.labelops.operator.job.plan.Reservation;
import dev.labelops.operator.status.Reason;
import dev.labelops.operator.status.Violation;
import dev.labelops.operator.task.BuiltInLambdas;
import dev.labelops.operator.tenancy.Grantable;
import dev.labelops.operator.tenancy.Tenancy;
import dev.labelops.operator.tenancy.Tenancy.Grant;
import dev.labelops.operator.tenancy.WorkforceRight;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Jobs that adjust or verify labels of an earlier LabelingJob. */
class EarlierLabelsTest {
  private static final String OUTPUT = "s3://logos/output/first/manifests/output/output.manifest";
  private static final String BY_JOB =
      """
      manifestUri: absent
      task: {type: AdjustmentBoundingBox, labels: null, adjusts: {jobRef: {name: first}}}
      """;
  private static final JobValidator VALIDATOR =
      new JobValidator(new Tenancy(true, "labelops-system", Map.of()), new BuiltInLambdas());

  private static Referents referents(Optional<LabelingJob> first) {
    return new Referents(
        Optional.empty(), Optional.empty(), Optional.empty(), first, Optional.empty());
  }

  private static Planning plan(LabelingJobSpec spec, Optional<LabelingJob> first) {
    return new JobPlanner(new BuiltInLambdas())
        .plan(
            new JobPlanner.Wish(
                Samples.OWNER, spec, referents(first), Samples.SCOPE, Samples.ROLE, 1));
  }

  private static JobPlan planned(LabelingJobSpec spec, LabelingJob first) {
    return ((Planning.Planned) plan(spec, Optional.of(first))).plan();
  }

  /** A job that has ended. */
  private static LabelingJob first(String task) {
    return first(task, true, OUTPUT, 1);
  }

  private static LabelingJob first(String task, boolean finished, String output, int run) {
    LabelingJobStatus status =
        Samples.draft(
                draft -> {
                  draft.reserve(
                      new Reservation(
                          run, 1, "first", Samples.SCOPE, Samples.INPUT, "hash", "category"),
                      null);
                  draft.outputManifestUri = output;
                })
            .build(
                1L,
                finished
                    ? List.of(Samples.condition("Finished", "True", Reason.Completed))
                    : List.of());
    return Samples.object(Samples.spec(task), status);
  }

  @Test
  void attributeAndLabelsAreThoseOfTheEarlierJob() {
    JobPlan plan = planned(Samples.spec(BY_JOB), first("task: {type: BoundingBox}"));

    assertThat(plan.assets().getFirst().content())
        .contains("{\"label\":\"DHL\"},{\"label\":\"RedBull\"}");
    assertThat(plan.assets().getLast().content())
        .contains("task.input.manifestLine['category'].annotations", "category-metadata");
    assertThat(plan.draft().labelAttributeName()).isEqualTo("logos");
    assertThat(referents(Optional.of(first("task: {type: BoundingBox}"))).earlier())
        .get()
        .satisfies(earlier -> assertThat(earlier.output().manifestUri()).isEqualTo(OUTPUT));
  }

  @Test
  void labelsOfItsOwnMayAddToThoseOfTheEarlierJob() {
    LabelingJobSpec more =
        Samples.spec(BY_JOB, "task: {labels: [{name: DHL}, {name: RedBull}, {name: Other}]}");
    assertThat(violations(more, first("task: {type: BoundingBox}"))).isEmpty();
    assertThat(planned(more, first("task: {type: BoundingBox}")).assets().getFirst().content())
        .contains("Other");
  }

  static Stream<Arguments> waiting() {
    return Stream.of(
        Arguments.of(Optional.empty(), "does not exist in this namespace: apply it"),
        Arguments.of(
            Optional.of(first("task: {type: BoundingBox}", false, OUTPUT, 1)), "has not ended yet"),
        Arguments.of(Optional.of(first("run: 2", true, OUTPUT, 1)), "has not ended yet"),
        Arguments.of(
            Optional.of(first("task: {type: BoundingBox}", true, null, 1)),
            "has ended without an output manifest (status.outputManifestUri)"));
  }

  @ParameterizedTest(name = "{1}")
  @MethodSource("waiting")
  void whatIsMissingIsReportedWithTheFix(Optional<LabelingJob> first, String message) {
    assertThat(plan(Samples.spec(BY_JOB), first))
        .isInstanceOfSatisfying(
            Planning.Blocked.class,
            blocked -> {
              assertThat(blocked.reason()).isEqualTo(Reason.WaitingForJob);
              assertThat(blocked.message())
                  .contains("LabelingJob 'first', whose labels are adjusted,")
                  .contains(message);
            });
  }

  @ParameterizedTest(name = "{2}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          task: {labelAttributeName: category}                        | task: {type: BoundingBox} | spec.task.labelAttributeName is 'category', but it holds the labels that are adjusted
          task: {labels: [{name: DHL}]}                               | task: {type: BoundingBox} | the earlier job has label 'RedBull'
          task: {type: AdjustmentBoundingBox}                         | task: {type: ImageMultiClass} | its type is ImageMultiClass, and AdjustmentBoundingBox takes up labels of BoundingBox
          task: {type: AdjustmentSemanticSegmentation}                | task: {type: BoundingBox} | takes up labels of SemanticSegmentation
          task: {type: AdjustmentBoundingBox, adjusts: null, verifies: {jobRef: {name: first}}} | task: {type: BoundingBox} | it adjusts labels, and spec.task.verifies is set
          """)
  void whatDoesNotFitTheEarlierJobIsRefused(String change, String first, String message) {
    assertThat(violations(Samples.spec(BY_JOB, change), first(first)))
        .extracting(Violation::sentence)
        .anySatisfy(sentence -> assertThat(sentence).contains(message));
  }

  @Test
  void anAdjustmentCanBeAdjustedAgain() {
    LabelingJob adjusted =
        first("task: {type: AdjustmentBoundingBox, adjusts: {labelAttributeName: zero}}");
    assertThat(violations(Samples.spec(BY_JOB), adjusted)).isEmpty();
  }

  @Test
  void theEarlierOutputIsWithinWhatTheNamespaceMayRead() {
    JobValidator restricted =
        new JobValidator(
            new Tenancy(
                false,
                "labelops-system",
                Map.of(
                    "team-a",
                    new Grant(
                        Optional.of(Samples.ROLE),
                        WorkforceRight.JOIN,
                        Map.of(
                            Grantable.LOCATIONS, List.of("s3://logos/output/mine/"),
                            Grantable.WORKTEAMS, List.of(Samples.TEAM))))),
            new BuiltInLambdas());
    LabelingJobSpec spec = Samples.spec(BY_JOB, "output: {uri: 's3://logos/output/mine/results/'}");

    assertThat(
            restricted
                .tenancy()
                .notAllowed(
                    "team-a",
                    spec,
                    referents(Optional.of(first("task: {type: BoundingBox}"))),
                    Optional.empty()))
        .singleElement()
        .satisfies(
            violation ->
                assertThat(violation.sentence())
                    .contains("status.outputManifestUri of spec.task.adjusts.jobRef", OUTPUT));
  }

  private static List<Violation> violations(LabelingJobSpec spec, LabelingJob first) {
    return VALIDATOR.violations(
        "team-a", "logos", spec, referents(Optional.of(first)), Optional.of("eu-west-1"));
  }
}
