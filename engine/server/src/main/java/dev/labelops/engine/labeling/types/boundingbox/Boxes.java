package dev.labelops.engine.labeling.types.boundingbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.labelops.engine.labeling.shared.Confidence;
import dev.labelops.engine.labeling.shared.KnownLabel;
import dev.labelops.engine.labeling.shared.MarkCluster;
import dev.labelops.engine.labeling.shared.image.DrawnSize;
import dev.labelops.engine.labeling.shared.image.ImageSize;
import dev.labelops.engine.labeling.task.Consolidated;
import dev.labelops.engine.labeling.task.InvalidAnswer;
import dev.labelops.engine.labeling.task.WorkerAnswer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Labeled rectangles, {@code {"boundingBoxes":[{height,label,left,top,width}],
 * "inputImageProperties":{height,width}}}.
 *
 * <p>Consolidation clusters the boxes of all workers by label and overlap, drops the clusters that
 * fewer than half of the workers drew, and averages the edges of the others. A box's confidence is
 * the share of workers who drew it times their mean overlap with the average; with one worker it is
 * 0, as in Ground Truth. An image on which nothing is left gets an empty list of annotations: it is
 * labeled, as empty.
 */
final class Boxes {
  private static final List<String> EDGES = List.of("left", "top", "width", "height");

  /** Of an answer. */
  static final String MEMBER = "boundingBoxes";

  /**
   * @param confidence 0 to 1; 0 for a box of one answer
   */
  record Scored(Box box, double confidence) {}

  private Boxes() {}

  /**
   * @param labels the job's label categories
   * @param image size of the stored image
   * @throws InvalidAnswer when the shape or a label is wrong, or the answer is about an image of
   *     another size
   */
  static void check(JsonNode answer, List<String> labels, Optional<ImageSize> image) {
    JsonNode boxes = answer.path(MEMBER);
    if (!boxes.isArray()) {
      throw new InvalidAnswer(
          "boundingBoxes must be a list; use an empty list when there is nothing to mark");
    }
    image.ifPresent(size -> DrawnSize.check(answer.path(DrawnSize.MEMBER), size));
    for (int i = 0; i < boxes.size(); i++) {
      check(boxes.get(i), "boundingBoxes[" + i + "]", labels, image);
    }
  }

  private static void check(
      JsonNode box, String path, List<String> labels, Optional<ImageSize> image) {
    for (String edge : EDGES) {
      if (!box.path(edge).isNumber() || !Double.isFinite(box.path(edge).asDouble())) {
        throw new InvalidAnswer(path + "." + edge + " must be a number of pixels");
      }
    }
    Box.of(box)
        .flaw(image)
        .ifPresent(
            flaw -> {
              throw new InvalidAnswer(path + ": " + flaw);
            });
    KnownLabel.check(box.path("label"), path + ".label", labels);
  }

  /**
   * @param answers at least one
   * @param labels the job's label categories; a class id is an index into them
   * @param image size of the stored image
   */
  static Consolidated consolidate(
      List<WorkerAnswer> answers, List<String> labels, Optional<ImageSize> image) {
    List<Scored> kept = new ArrayList<>();
    for (MarkCluster<Box> cluster : MarkCluster.of(drawn(answers), Boxes::overlap, Box::mean)) {
      if (cluster.isOfHalf(answers.size())) {
        double overlaps = cluster.marks().stream().mapToDouble(cluster.middle()::iou).sum();
        kept.add(new Scored(cluster.middle(), answers.size() == 1 ? 0 : overlaps / answers.size()));
      }
    }
    return write(kept, labels, image);
  }

  private static List<MarkCluster.Member<Box>> drawn(List<WorkerAnswer> answers) {
    return answers.stream()
        .flatMap(
            answer ->
                answer
                    .answer()
                    .path(MEMBER)
                    .valueStream()
                    .map(box -> new MarkCluster.Member<>(answer.workerId(), Box.of(box))))
        .toList();
  }

  private static double overlap(Box one, Box other) {
    double iou = one.iou(other);
    return iou > 0 && one.label().equals(other.label()) ? iou : 0;
  }

  /**
   * @param boxes consolidated
   * @param labels the job's label categories; a class id is an index into them
   * @param image size of the stored image
   */
  static Consolidated write(List<Scored> boxes, List<String> labels, Optional<ImageSize> image) {
    JsonNodeFactory json = JsonNodeFactory.instance;
    ObjectNode label = json.objectNode();
    var sizes = label.putArray("image_size");
    image.ifPresent(size -> sizes.add(size.toJson()));
    var annotations = label.putArray("annotations");
    ObjectNode metadata = json.objectNode();
    var objects = metadata.putArray("objects");
    var classes = new TreeMap<Integer, String>();
    for (Scored scored : boxes) {
      // Answers are checked when they come; what an older engine took without is left out here.
      if (scored.box().flaw(image).isPresent()) {
        continue;
      }
      Box box = scored.box().rounded(image);
      int classId = labels.indexOf(box.label());
      classes.put(classId, box.label());
      ObjectNode annotation = annotations.addObject().put("class_id", classId);
      put(annotation, "left", box.left());
      put(annotation, "top", box.top());
      put(annotation, "width", box.width());
      put(annotation, "height", box.height());
      objects.addObject().set("confidence", Confidence.of(scored.confidence()));
    }
    ObjectNode classMap = metadata.putObject("class-map");
    classes.forEach((id, name) -> classMap.put(Integer.toString(id), name));
    return new Consolidated(label, metadata, Set.of());
  }

  private static void put(ObjectNode annotation, String edge, double value) {
    if (value == Math.rint(value)) {
      annotation.put(edge, (long) value);
    } else {
      annotation.put(edge, value);
    }
  }
}
