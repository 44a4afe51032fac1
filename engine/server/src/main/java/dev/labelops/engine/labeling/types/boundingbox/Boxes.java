package dev.labelops.engine.labeling.types.boundingbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.labelops.engine.labeling.shared.Rounded;
import dev.labelops.engine.labeling.shared.image.DrawnSize;
import dev.labelops.engine.labeling.shared.image.ImageSize;
import dev.labelops.engine.labeling.task.Consolidated;
import dev.labelops.engine.labeling.task.InvalidAnswer;
import dev.labelops.engine.labeling.task.WorkerAnswer;
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

  private Boxes() {}

  /**
   * @param labels the job's label categories
   * @param image size of the stored image
   * @throws InvalidAnswer when the shape or a label is wrong, or the answer is about an image of
   *     another size
   */
  static void check(JsonNode answer, List<String> labels, Optional<ImageSize> image) {
    JsonNode boxes = answer.path("boundingBoxes");
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
    JsonNode label = box.path("label");
    if (!label.isTextual() || !labels.contains(label.textValue())) {
      throw new InvalidAnswer(
          path + ".label '" + label.asText() + "' is not one of the job's labels " + labels);
    }
  }

  /**
   * @param answers at least one
   * @param labels the job's label categories; a class id is an index into them
   * @param image size of the stored image
   */
  static Consolidated consolidate(
      List<WorkerAnswer> answers, List<String> labels, Optional<ImageSize> image) {
    JsonNodeFactory json = JsonNodeFactory.instance;
    ObjectNode label = json.objectNode();
    var sizes = label.putArray("image_size");
    image.ifPresent(size -> sizes.add(size.toJson()));
    var annotations = label.putArray("annotations");
    ObjectNode metadata = json.objectNode();
    var objects = metadata.putArray("objects");
    var classes = new TreeMap<Integer, String>();
    for (BoxCluster cluster : BoxCluster.of(answers)) {
      // Answers are checked when they come; what an older engine took without is left out here.
      if (cluster.support() * 2 < answers.size() || cluster.mean().flaw(image).isPresent()) {
        continue;
      }
      Box box = cluster.mean().rounded(image);
      int classId = labels.indexOf(box.label());
      classes.put(classId, box.label());
      ObjectNode annotation = annotations.addObject().put("class_id", classId);
      put(annotation, "left", box.left());
      put(annotation, "top", box.top());
      put(annotation, "width", box.width());
      put(annotation, "height", box.height());
      if (answers.size() == 1) {
        objects.addObject().put("confidence", 0);
      } else {
        double share = (double) cluster.support() / answers.size();
        objects.addObject().put("confidence", Rounded.toHundredths(share * cluster.agreement()));
      }
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
