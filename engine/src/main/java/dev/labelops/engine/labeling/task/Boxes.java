package dev.labelops.engine.labeling.task;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Labeled rectangles, {@code {"boundingBoxes":[{height,label,left,top,width}],
 * "inputImageProperties":{height,width}}}.
 *
 * <p>Consolidation clusters the boxes of all workers by label and overlap, drops the clusters that
 * fewer than half of the workers drew, and averages the edges of the others, cut to the image. A
 * box's confidence is the share of workers who drew it times their mean overlap with the average;
 * with one worker it is 0, as in Ground Truth. An image on which nothing is left gets an empty list
 * of annotations: it is labeled, as empty.
 */
public record Boxes() implements AnswerKind {
  private static final List<String> EDGES = List.of("left", "top", "width", "height");

  @Override
  public void check(JsonNode answer, List<String> labels) {
    JsonNode boxes = answer.path("boundingBoxes");
    if (!boxes.isArray()) {
      throw new InvalidAnswer("boundingBoxes must be a list; an empty one says: nothing here");
    }
    for (int i = 0; i < boxes.size(); i++) {
      check(boxes.get(i), "boundingBoxes[" + i + "]", labels);
    }
  }

  private static void check(JsonNode box, String path, List<String> labels) {
    for (String edge : EDGES) {
      if (!box.path(edge).isNumber() || !Double.isFinite(box.path(edge).asDouble())) {
        throw new InvalidAnswer(path + "." + edge + " must be a number of pixels");
      }
    }
    if (box.path("width").asDouble() <= 0 || box.path("height").asDouble() <= 0) {
      throw new InvalidAnswer(path + ": width and height must be greater than 0");
    }
    JsonNode label = box.path("label");
    if (!label.isTextual() || !labels.contains(label.textValue())) {
      throw new InvalidAnswer(
          path + ".label '" + label.asText() + "' is not one of the job's labels " + labels);
    }
  }

  @Override
  public Consolidated consolidate(
      List<WorkerAnswer> answers, List<String> labels, Optional<ImageSize> image) {
    JsonNodeFactory json = JsonNodeFactory.instance;
    ObjectNode label = json.objectNode();
    var sizes = label.putArray("image_size");
    image.ifPresent(
        size ->
            sizes
                .addObject()
                .put("width", size.width())
                .put("height", size.height())
                .put("depth", size.depth()));
    var annotations = label.putArray("annotations");
    ObjectNode metadata = json.objectNode();
    var objects = metadata.putArray("objects");
    var classes = new TreeMap<Integer, String>();
    for (BoxCluster cluster : BoxCluster.of(answers)) {
      if (cluster.support() * 2 < answers.size()) {
        continue;
      }
      Box box = image.map(size -> cut(cluster.mean(), size)).orElse(cluster.mean());
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

  private static Box cut(Box box, ImageSize image) {
    double left = Math.clamp(box.left(), 0, image.width());
    double top = Math.clamp(box.top(), 0, image.height());
    double right = Math.clamp(box.left() + box.width(), left, image.width());
    double bottom = Math.clamp(box.top() + box.height(), top, image.height());
    return new Box(box.label(), left, top, right - left, bottom - top);
  }

  private static void put(ObjectNode annotation, String edge, double value) {
    double rounded = Rounded.toHundredths(value);
    if (rounded == Math.rint(rounded)) {
      annotation.put(edge, (long) rounded);
    } else {
      annotation.put(edge, rounded);
    }
  }
}
