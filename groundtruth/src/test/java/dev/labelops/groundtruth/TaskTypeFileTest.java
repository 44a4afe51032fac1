package dev.labelops.groundtruth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.labelops.groundtruth.LabelAttributeName.RefSuffix;
import dev.labelops.groundtruth.LabelingTaskType.Kind;
import dev.labelops.groundtruth.LabelingTaskType.LabelCategoryRules;
import dev.labelops.groundtruth.LabelingTaskType.LabelForm;
import dev.labelops.groundtruth.LabelingTaskType.ObjectPlace;
import dev.labelops.groundtruth.LabelingTaskType.Output;
import dev.labelops.groundtruth.LabelingTaskType.Ui;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every row of task-types.json: its form, its references, its sources, and what it says. */
class TaskTypeFileTest {
  private static final JsonNode FILE = Resource.json(TaskTypeFile.NAME);
  private static final Set<String> ROW =
      Set.of(
          "name",
          "kind",
          "of",
          "medium",
          "refSuffix",
          "ui",
          "labelCategories",
          "output",
          "algorithm",
          "defaultWorkers",
          "maxTaskSeconds",
          "publicWorkforce",
          "maxObjects",
          "maxSequences",
          "maxFramesPerSequence",
          "maxPixels",
          "maxPixelsAutomated",
          "unconfirmed",
          "sources");

  static Stream<LabelingTaskType> types() {
    return LabelingTaskType.all().stream();
  }

  static Stream<JsonNode> rows() {
    return FILE.path("taskTypes").valueStream();
  }

  @Test
  void twentyTwoBuiltInTypesAndCustomEachOnce() {
    assertThat(LabelingTaskType.builtIn()).hasSize(22);
    assertThat(LabelingTaskType.all())
        .hasSize(23)
        .extracting(LabelingTaskType::name)
        .doesNotHaveDuplicates();
    assertThat(LabelingTaskType.get(LabelingTaskType.CUSTOM).isBuiltIn()).isFalse();
    assertThat(LabelingTaskType.named("boundingbox")).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("rows")
  void hasTheMembersOfARowAndNoOther(JsonNode row) {
    Set<String> members = new TreeSet<>();
    row.fieldNames().forEachRemaining(members::add);
    assertThat(members).isEqualTo(new TreeSet<>(ROW));
  }

  @ParameterizedTest
  @MethodSource("rows")
  void namesASourceThatTheFileExplains(JsonNode row) {
    Set<String> keys = new HashSet<>();
    FILE.path("sources").fieldNames().forEachRemaining(keys::add);
    assertThat(row.path("sources")).isNotEmpty();
    assertThat(row.path("sources").valueStream().map(JsonNode::asText))
        .allSatisfy(source -> assertThat(keys).contains(source.split("[ :]")[0]))
        .allSatisfy(source -> assertThat(source.split("[ :]", 2)).hasSize(2))
        .doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @MethodSource("rows")
  void saysOnlyOfItsOwnMembersThatTheyAreUnconfirmed(JsonNode row) {
    assertThat(row.path("unconfirmed").properties())
        .allSatisfy(
            entry -> {
              String pointer = "/" + entry.getKey().replace('.', '/');
              assertThat(row.at(pointer).isMissingNode()).as(pointer).isFalse();
              assertThat(entry.getValue().asText()).isNotBlank();
            });
  }

  @ParameterizedTest
  @MethodSource("types")
  void refersToTypesThatAreThere(LabelingTaskType type) {
    assertThat(type.of().isPresent()).isEqualTo(type.kind() != Kind.Labeling);
    type.of()
        .ifPresent(
            name -> {
              LabelingTaskType of = LabelingTaskType.get(name);
              assertThat(of.kind()).isEqualTo(Kind.Labeling);
              assertThat(type.name()).isEqualTo(type.kind() + name);
              assertThat(type.medium()).isEqualTo(of.medium());
              assertThat(type.maxTaskSeconds()).isEqualTo(of.maxTaskSeconds());
              assertThat(type.ui().humanTaskUi()).isEqualTo(of.ui().humanTaskUi());
              assertThat(type.labelCategories().format()).isEqualTo(of.labelCategories().format());
            });
  }

  @ParameterizedTest
  @MethodSource("types")
  void aTemplateHasAnElementThatTakesLabelsAndObject(LabelingTaskType type) {
    Ui ui = type.ui();
    boolean template = ui.takesTemplate() && type.isBuiltIn();
    assertThat(ui.labelsAttribute().isPresent()).isEqualTo(template);
    assertThat(ui.object().isPresent()).isEqualTo(template);
    assertThat(ui.earlierLabelAttribute().isPresent())
        .isEqualTo(template && type.kind() != Kind.Labeling);
    assertThat(ui.element().isPresent()).isEqualTo(template || ui.answerName().isPresent());
    assertThat(template && ui.answerName().isEmpty()).isEqualTo(!type.confirmed("ui.answerName"));
  }

  @ParameterizedTest
  @MethodSource("types")
  void limitsFitTheMedium(LabelingTaskType type) {
    LabelCategoryRules labels = type.labelCategories();
    assertThat(labels.max().orElse(Integer.MAX_VALUE)).isGreaterThanOrEqualTo(labels.min());
    assertThat(labels.maxAutomated().isEmpty() || type.algorithm().isPresent()).isTrue();
    assertThat(labels.required()).isEqualTo(type.isBuiltIn());
    assertThat(labels.annotationTypes().isEmpty()).isEqualTo(type.medium() != Medium.VideoFrames);
    assertThat(labels.format() == LabelCategoryFormat.Attributes)
        .isEqualTo(type.medium().cors() == Medium.Cors.GetHeadPut)
        .isEqualTo(!type.publicWorkforce())
        .isEqualTo(type.maxTaskSeconds() > 28_800)
        .isEqualTo(labels.frameAttributes());
    assertThat(type.maxPixels().isPresent()).isEqualTo(type.medium() == Medium.Image);
    assertThat(type.maxPixelsAutomated().isPresent())
        .isEqualTo(type.medium() == Medium.Image && type.algorithm().isPresent());
    assertThat(type.defaultWorkers().orElse(1)).isBetween(1, ServiceLimits.MAX_WORKERS_PER_OBJECT);
    assertThat(type.maxObjects()).isBetween(1, ServiceLimits.MAX_OBJECTS);
  }

  @ParameterizedTest
  @MethodSource("types")
  void aRefAttributeNamesAFile(LabelingTaskType type) {
    assertThat(type.output().file().isPresent()).isEqualTo(type.refSuffix() == RefSuffix.Required);
    assertThat(type.output().type().isPresent() || !type.confirmed("output.type")).isTrue();
  }

  /** Ground-truth-reference 3.1, row by row; VideoMultiClass has no confirmed output type. */
  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      textBlock =
          """
          ImageMultiClass, Image, crowd-image-classifier, -, no, image-classification, groundtruth/image-classification
          ImageMultiClassMultiLabel, Image, crowd-image-classifier-multi-select, -, no, -, groundtruth/image-classification-multilabel
          BoundingBox, Image, crowd-bounding-box, -, no, object-detection, groundtruth/object-detection
          SemanticSegmentation, Image, crowd-semantic-segmentation, -, yes, semantic-segmentation, groundtruth/semantic-segmentation
          TextMultiClass, Text, crowd-classifier, -, no, text-classification, groundtruth/text-classification
          TextMultiClassMultiLabel, Text, crowd-classifier-multi-select, -, no, -, groundtruth/text-classification-multilabel
          NamedEntityRecognition, Text, crowd-entity-annotation, NamedEntityRecognition, no, -, groundtruth/text-span
          VideoMultiClass, Video, crowd-classifier, -, no, -, -
          VideoObjectDetection, VideoFrames, -, VideoObjectDetection, yes, -, groundtruth/video-object-detection
          VideoObjectTracking, VideoFrames, -, VideoObjectTracking, yes, -, groundtruth/video-object-tracking
          3DPointCloudObjectDetection, PointCloudFrame, -, PointCloudObjectDetection, no, -, groundtruth/point_cloud_object_detection
          3DPointCloudObjectTracking, PointCloudSequence, -, PointCloudObjectTracking, yes, -, groundtruth/point_cloud_object_tracking
          3DPointCloudSemanticSegmentation, PointCloudFrame, -, PointCloudSemanticSegmentation, yes, -, groundtruth/point_cloud_single_frame_semantic_segmentation
          AdjustmentBoundingBox, Image, crowd-bounding-box, -, no, object-detection, groundtruth/object-detection
          VerificationBoundingBox, Image, crowd-image-classifier, -, no, -, groundtruth/label-verification
          AdjustmentSemanticSegmentation, Image, crowd-semantic-segmentation, -, yes, semantic-segmentation, groundtruth/semantic-segmentation
          VerificationSemanticSegmentation, Image, crowd-image-classifier, -, no, -, groundtruth/label-verification
          AdjustmentVideoObjectDetection, VideoFrames, -, VideoObjectDetection, yes, -, groundtruth/video-object-detection
          AdjustmentVideoObjectTracking, VideoFrames, -, VideoObjectTracking, yes, -, groundtruth/video-object-tracking
          Adjustment3DPointCloudObjectDetection, PointCloudFrame, -, PointCloudObjectDetection, no, -, groundtruth/point_cloud_object_detection
          Adjustment3DPointCloudObjectTracking, PointCloudSequence, -, PointCloudObjectTracking, yes, -, groundtruth/point_cloud_object_tracking
          Adjustment3DPointCloudSemanticSegmentation, PointCloudFrame, -, PointCloudSemanticSegmentation, yes, -, groundtruth/point_cloud_single_frame_semantic_segmentation
          """)
  void saysWhatTheReferenceSays(
      String name,
      Medium medium,
      String element,
      String humanTaskUi,
      String ref,
      String algorithm,
      String outputType) {
    LabelingTaskType type = LabelingTaskType.get(name);
    assertThat(type.medium()).isEqualTo(medium);
    assertThat(type.ui().element().orElse(null)).isEqualTo(element);
    assertThat(type.ui().humanTaskUi().orElse(null)).isEqualTo(humanTaskUi);
    assertThat(type.refSuffix())
        .isEqualTo(ref.equals("yes") ? RefSuffix.Required : RefSuffix.Forbidden);
    assertThat(type.algorithm().orElse(null)).isEqualTo(algorithm);
    assertThat(type.output().type().orElse(null)).isEqualTo(outputType);
  }

  /** Ground-truth-reference 3.4 and 1.8: labels at least and at most, objects. */
  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      textBlock =
          """
          ImageMultiClass, 2, -, -, 100000
          ImageMultiClassMultiLabel, 2, 50, -, 100000
          BoundingBox, 1, 50, -, 100000
          SemanticSegmentation, 1, -, 20, 20000
          TextMultiClass, 2, -, -, 100000
          TextMultiClassMultiLabel, 2, 50, -, 100000
          NamedEntityRecognition, 1, -, -, 100000
          VideoMultiClass, 1, 30, -, 100000
          VideoObjectDetection, 1, 30, -, 100000
          3DPointCloudObjectTracking, 1, 30, -, 100000
          VerificationBoundingBox, 1, -, -, 100000
          VerificationSemanticSegmentation, 1, -, -, 20000
          """)
  void hasTheQuotasOfTheGuide(
      String name, int min, Integer max, Integer maxAutomated, int maxObjects) {
    LabelingTaskType type = LabelingTaskType.get(name);
    assertThat(type.labelCategories().min()).isEqualTo(min);
    assertThat(boxed(type.labelCategories().max())).isEqualTo(max);
    assertThat(boxed(type.labelCategories().maxAutomated())).isEqualTo(maxAutomated);
    assertThat(type.maxObjects()).isEqualTo(maxObjects);
  }

  @Test
  void readsWholeRows() {
    LabelingTaskType box = LabelingTaskType.get("BoundingBox");
    assertThat(box.kind()).isEqualTo(Kind.Labeling);
    assertThat(box.ui())
        .isEqualTo(
            new Ui(
                Optional.empty(),
                Optional.of("crowd-bounding-box"),
                Optional.of("boundingBox"),
                Optional.of("labels"),
                Optional.of(ObjectPlace.Src),
                Optional.empty()));
    assertThat(box.defaultWorkers()).hasValue(5);
    assertThat(box.maxTaskSeconds()).isEqualTo(28_800);
    assertThat(box.unconfirmed()).isEmpty();

    LabelingTaskType audit = LabelingTaskType.get("AdjustmentVideoObjectTracking");
    assertThat(audit.of()).contains("VideoObjectTracking");
    assertThat(audit.labelCategories())
        .isEqualTo(
            new LabelCategoryRules(
                LabelCategoryFormat.Attributes,
                true,
                1,
                OptionalInt.of(30),
                OptionalInt.empty(),
                true,
                true,
                List.of("BoundingBox", "Polyline", "Polygon", "Keypoint")));
    assertThat(audit.output())
        .isEqualTo(
            new Output(
                Optional.of("groundtruth/video-object-tracking"),
                LabelForm.Sequence,
                Optional.of("class-map"),
                true,
                Optional.of("SeqLabel.json")));
    assertThat(audit.maxTaskSeconds()).isEqualTo(2_592_000);
    assertThat(audit.maxSequences()).hasValue(10);
    assertThat(audit.maxFramesPerSequence()).hasValue(2000);
    assertThat(audit.confirmed("maxTaskSeconds")).isFalse();

    LabelingTaskType text = LabelingTaskType.get("TextMultiClass");
    assertThat(text.ui().object()).contains(ObjectPlace.ClassificationTarget);
    assertThat(text.ui().labelsAttribute()).contains("categories");
    assertThat(text.defaultWorkers()).hasValue(3);
  }

  @Test
  void refusesARowWithoutAMember() {
    ObjectNode file = FILE.deepCopy();
    ((ObjectNode) file.at("/taskTypes/3/output")).remove("file");
    assertThatThrownBy(() -> TaskTypeFile.read(file))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("file");
  }

  private static Integer boxed(OptionalInt value) {
    return value.isPresent() ? value.getAsInt() : null;
  }
}
