package dev.labelops.operator.api.v1alpha1;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.labelops.groundtruth.LabelAttributeName.RefSuffix;
import dev.labelops.groundtruth.LabelingTaskType;
import dev.labelops.groundtruth.Medium;
import dev.labelops.groundtruth.ServiceLimits;
import dev.labelops.operator.api.v1alpha1.LabelingDatasetSpec.MediaType;
import dev.labelops.operator.api.v1alpha1.LabelingJobSpec.AnnotationType;
import dev.labelops.operator.api.v1alpha1.LabelingJobSpec.TaskType;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What annotations of the CRDs have to repeat is what the data say. */
class TaskTypeListsTest {
  private static final JsonMapper JSON = new JsonMapper();
  private static final int HOURS_8 = 28_800;

  @Test
  void theCrdNamesEveryTaskTypeAndNoOther() throws JsonProcessingException {
    assertThat(Arrays.stream(TaskType.values()).map(TaskType::taskType))
        .containsExactlyInAnyOrderElementsOf(names(type -> true));
    for (TaskType type : TaskType.values()) {
      assertThat(JSON.writeValueAsString(type)).isEqualTo('"' + type.taskType() + '"');
      assertThat(JSON.readValue('"' + type.taskType() + '"', TaskType.class)).isEqualTo(type);
      assertThat(type.facts().name()).isEqualTo(type.taskType());
    }
  }

  @Test
  void listsInRulesAreWhatTheDataSay() {
    assertThat(list(TaskTypeLists.AT_LEAST_TWO_LABELS))
        .containsExactlyInAnyOrderElementsOf(names(type -> type.labelCategories().min() == 2));
    assertThat(list(TaskTypeLists.REF_REQUIRED))
        .containsExactlyInAnyOrderElementsOf(names(type -> type.refSuffix() == RefSuffix.Required));
    assertThat(list(TaskTypeLists.DAYS_PER_TASK))
        .containsExactlyInAnyOrderElementsOf(names(type -> type.maxTaskSeconds() > HOURS_8));
    assertThat(names(type -> type.maxTaskSeconds() > HOURS_8))
        .allMatch(
            name ->
                LabelingTaskType.get(name).maxTaskSeconds()
                    == ServiceLimits.MAX_AVAILABILITY_SECONDS);
    assertThat(names(type -> type.kind() != LabelingTaskType.Kind.Labeling))
        .as("rules tell them by how their names begin")
        .containsExactlyInAnyOrderElementsOf(
            names(type -> type.name().matches("(Adjustment|Verification).*")));
    assertThat(names(type -> type.refSuffix() == RefSuffix.Any)).containsExactly("Custom");
  }

  @Test
  void mediaAndAnnotationTypesAreThoseOfTheData() {
    assertThat(Stream.of(MediaType.values()).map(MediaType::medium))
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(Medium.values()).filter(medium -> medium != Medium.Any).toList());
    assertThat(
            LabelingTaskType.all().stream()
                .flatMap(type -> type.labelCategories().annotationTypes().stream())
                .distinct())
        .containsExactlyElementsOf(Arrays.stream(AnnotationType.values()).map(Enum::name).toList());
  }

  private static List<String> names(Predicate<LabelingTaskType> which) {
    return LabelingTaskType.all().stream().filter(which).map(LabelingTaskType::name).toList();
  }

  private static List<String> list(String cel) {
    return Pattern.compile("'([^']*)'").matcher(cel).results().map(m -> m.group(1)).toList();
  }
}
