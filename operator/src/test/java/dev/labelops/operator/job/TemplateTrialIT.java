package dev.labelops.operator.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labelops.engine.labeling.learning.Learner;
import dev.labelops.operator.api.v1alpha1.LabelingJobStatus;
import dev.labelops.operator.harness.CrashPoints;
import dev.labelops.operator.harness.OperatorUnderTest;
import dev.labelops.operator.status.ConditionType;
import dev.labelops.operator.status.Conditions;
import dev.labelops.testcluster.ClusterNamespace;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Templates that a user supplied, rendered by the service before money is spent. */
class TemplateTrialIT {
  @RegisterExtension static final ClusterNamespace namespace = new ClusterNamespace();
  @TempDir static Path folder;
  private static LabelingLab lab;
  private static LabelingLab.Site site;

  @BeforeAll
  static void start() {
    lab = new LabelingLab(folder, Learner.NONE);
    site = lab.site("eu-west-1", 2);
  }

  @AfterAll
  static void stop() {
    lab.close();
  }

  private static String task(String output) {
    return """
    type: TextMultiClass
    template:
      inline: |
        <script src="https://assets.crowd.aws/crowd-html-elements.js"></script>
        <crowd-form><crowd-classifier name="crowd-classifier" header="h"
          categories="{{ task.input.labels | to_json | escape }}">
          <classification-target>%s</classification-target>
        </crowd-classifier></crowd-form>\
    """
        .formatted(output);
  }

  @Test
  void aTemplateThatCannotBeRenderedCostsNothing() {
    JobObject job = new JobObject(namespace, site, "unknown-filter");
    CrashPoints calls = CrashPoints.none();
    try (OperatorUnderTest operator = JobObject.operator(namespace, site, calls)) {
      job.apply(task("{{ task.input.taskObject | nl2br }}"), "texts");

      LabelingJobStatus status = job.awaitReason("InvalidTemplate");

      assertThat(Conditions.isTrue(status.conditions(), ConditionType.Stalled)).isTrue();
      assertThat(Conditions.find(status.conditions(), ConditionType.Ready).orElseThrow().message())
          .startsWith("spec.task.template.inline cannot be rendered with the first object of s3://")
          .contains("(sagemaker:RenderUiTemplate)", "there is no filter 'nl2br'")
          .endsWith("Correct the template");
      assertThat(calls.mutations()).containsOnly(CrashPoints.STATUS_WRITE);
      assertThat(lab.jobs(site))
          .noneMatch(paid -> paid.labelingJobName().startsWith("unknown-filter-"));

      job.apply(task("{{ task.input.source | newline_to_br | skip_autoescape }}"), "texts");
      job.awaitReason("Labeling");
    }
  }

  @Test
  void withoutAnAnswerTheCheckIsUnknownAndTheJobGoesOn() {
    JobObject job = new JobObject(namespace, site, "denied-trial");
    lab.quirks("{\"faults\":[{\"operation\":\"RenderUiTemplate\",\"kind\":\"DENY\"}]}");
    try (OperatorUnderTest operator = JobObject.operator(namespace, site, CrashPoints.none())) {
      job.apply(task("{{ task.input.taskObject }}"), "texts");

      LabelingJobStatus status = job.awaitReason("Labeling");

      assertThat(
              Conditions.find(status.conditions(), ConditionType.InputsReady)
                  .orElseThrow()
                  .message())
          .contains(
              "whether spec.task.template.inline can be rendered with the first object of",
              "AWS denies sagemaker:RenderUiTemplate");
    } finally {
      lab.quirks("{}");
    }
  }
}
