package dev.labelops.operator.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labelops.engine.labeling.learning.Learner;
import dev.labelops.operator.api.v1alpha1.LabelingJobSpec.TaskType;
import dev.labelops.operator.aws.CloudFailure;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The requests of all task types on the wire: each fits the service's published model, and the
 * engine answers for the types that it has and refuses the others as the service would.
 */
class TaskTypeRequestsIT {
  @TempDir static Path folder;
  private static LabelingLab lab;
  private static EngineTaskTypes.Answers answers;

  @BeforeAll
  static void ask() {
    lab = new LabelingLab(folder, Learner.NONE);
    answers = EngineTaskTypes.ask(lab.site("eu-west-1", 2));
  }

  @AfterAll
  static void stop() {
    lab.close();
  }

  static Stream<TaskType> types() {
    return Stream.of(TaskType.values());
  }

  @Test
  void everyRequestFitsTheServicesModel() {
    assertThat(answers.refusals()).containsOnlyKeys(TaskType.values());
    assertThat(answers.problems()).isEmpty();
  }

  @Test
  void theEngineHasTypesAndLacksTypes() {
    assertThat(answers.refusals().get(TaskType.BoundingBox)).isEmpty();
    assertThat(answers.refusals().get(TaskType.ImageMultiClass)).isEmpty();
    assertThat(answers.refusals().get(TaskType.TextMultiClass)).isEmpty();
    assertThat(answers.refusals().get(TaskType.NamedEntityRecognition)).isEmpty();
    assertThat(answers.refusals().get(TaskType.SemanticSegmentation)).isEmpty();
    assertThat(answers.refusals().values()).anyMatch(Optional::isPresent);
  }

  @ParameterizedTest
  @MethodSource("types")
  void whatTheEngineLacksIsRefusedByNameWithWhatItHas(TaskType type) {
    Optional<CloudFailure> refusal = answers.refusals().get(type);
    if (refusal.isEmpty()) {
      return;
    }
    assertThat(refusal.get().code()).isEqualTo("ValidationException");
    if (type == TaskType.Custom) {
      assertThat(refusal.get().getMessage())
          .contains("PreHumanTaskLambdaArn", "rank-prepare", "PRE-<task type>");
    } else {
      assertThat(refusal.get().getMessage())
          .contains("'" + type.taskType() + "'", "PreHumanTaskLambdaArn", "BoundingBox");
    }
  }
}
