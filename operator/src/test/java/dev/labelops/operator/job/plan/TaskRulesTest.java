package dev.labelops.operator.job.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labelops.operator.api.v1alpha1.LabelingDataset;
import dev.labelops.operator.job.Samples;
import dev.labelops.operator.status.Violation;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rules of task types, each broken once. */
class TaskRulesTest {
  @ParameterizedTest(name = "{1}: {2}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          task: {type: TextMultiClassMultiLabel, labels: [{name: A}]}            | spec.task.labels | takes 2 to 50
          task: {type: VideoMultiClass, labels: [LABELS31]}                      | spec.task.labels | VideoMultiClass takes 1 to 30
          task: {type: VideoObjectTracking, labels: [{name: seventeen letters}]} | spec.task.labels | at most 16 characters
          task: {labels: [{name: A, shortDisplayName: a}]}                       | spec.task.labels[].shortDisplayName | BoundingBox has nothing of this kind
          task: {labels: [{name: A, editsAllowed: none}]}                        | spec.task.labels[].editsAllowed | has nothing of this kind
          task: {labels: [{name: A, attributes: [{name: x, type: string}]}]}     | spec.task.labels[].attributes | has nothing of this kind
          task: {categoryGlobalAttributes: [{name: x, type: string}]}            | spec.task.categoryGlobalAttributes | has nothing of this kind
          task: {frameAttributes: [{name: x, description: X, type: string}]}     | spec.task.frameAttributes | has nothing of this kind
          task: {annotationType: Polygon}                                        | spec.task.annotationType | has nothing of this kind
          task: {type: 3DPointCloudSemanticSegmentation, labels: [{name: A, attributes: [{name: x, type: string}]}]} | spec.task.labels[].attributes | has nothing of this kind
          task: {type: 3DPointCloudObjectDetection, annotationType: Polygon}     | spec.task.annotationType | has nothing of this kind
          task: {type: VideoObjectDetection, frameAttributes: [{name: x, type: string}]} | spec.task.frameAttributes | needs a description
          task: {type: VideoObjectDetection, frameAttributes: [FREE6]}           | spec.task | of which 5 are free text; these are 6 with 6
          task: {type: VideoObjectDetection, labels: [{name: A, attributes: [{name: x, type: string}]}], categoryGlobalAttributes: [{name: x, type: string}]} | spec.task | names of attributes must be unique
          task: {labelAttributeName: a-ref}                                      | spec.task.labelAttributeName | '-ref' is for types whose labels are files
          task: {type: SemanticSegmentation, labelAttributeName: a}              | spec.task.labelAttributeName | '-ref' is missing
          task: {taskTimeLimit: 9h}                                              | spec.task.taskTimeLimit | may take 8 h
          task: {type: VideoObjectTracking, taskTimeLimit: 721h}                 | spec.task.taskTimeLimit | may take 720 h
          task: {type: NamedEntityRecognition, template: {inline: x}}            | spec.task.template | takes no template
          task: {type: VideoObjectTracking, instructions: {short: LONG}}         | spec.task.instructions.short | at most 254
          task: {type: VideoObjectTracking, instructions: {full: LONG}}          | spec.task.instructions.full | at most 2047
          {task: {type: VideoMultiClass}, autoLabeling: {enabled: true}}         | spec.autoLabeling.enabled | cannot label VideoMultiClass automatically
          {task: {type: SemanticSegmentation, labels: [LABELS31]}, autoLabeling: {enabled: true}} | spec.task.labels | takes 1 to 20 with automated labeling
          """)
  void refusesWhatTheTypeDoesNotTake(String change, String field, String rule) {
    String labels = repeated(31, "{name: L%d}");
    String free = repeated(6, "{name: a%d, description: A, type: string}");
    String filled =
        change.replace("LABELS31", labels).replace("FREE6", free).replace("LONG", "x".repeat(2048));
    assertThat(TaskRules.violations("logos", Samples.spec("---\n" + filled), Referents.NONE))
        .extracting(Violation::sentence)
        .anySatisfy(sentence -> assertThat(sentence).contains(field, rule));
  }

  private static String repeated(int times, String form) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < times; i++) {
      text.append(i == 0 ? "" : ", ").append(form.formatted(i));
    }
    return text.toString();
  }

  @ParameterizedTest
  @CsvSource({"VideoObjectDetection,10,11", "SemanticSegmentation,20000,20001"})
  void aDataSetHasNoMoreObjectsThanTheTypeTakes(String type, long most, long tooMany) {
    assertThat(sizes(type, most)).isEmpty();
    assertThat(sizes(type, tooMany))
        .singleElement()
        .satisfies(
            violation ->
                assertThat(violation.sentence()).contains("spec.datasetRef.name", type, "split"));
  }

  private static java.util.List<Violation> sizes(String type, long objects) {
    LabelingDataset dataset =
        Serialization.unmarshal(
            """
            apiVersion: labelops.dev/v1alpha1
            kind: LabelingDataset
            metadata: {name: frames}
            status: {objectCount: %d}
            """
                .formatted(objects),
            LabelingDataset.class);
    return TaskRules.violations(
        "logos",
        Samples.spec(
            "task: {type: " + type + "}", "---\n{manifestUri: absent, datasetRef: {name: frames}}"),
        new Referents(
            Optional.empty(),
            Optional.of(dataset),
            Optional.empty(),
            Optional.empty(),
            Optional.empty()));
  }

  @Test
  void aPlainTaskBreaksNone() {
    assertThat(TaskRules.violations("logos", Samples.spec(), Referents.NONE)).isEmpty();
  }
}
