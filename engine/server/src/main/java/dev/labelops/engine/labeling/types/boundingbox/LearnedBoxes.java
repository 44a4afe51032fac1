package dev.labelops.engine.labeling.types.boundingbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.labelops.engine.labeling.shared.Rounded;
import dev.labelops.engine.labeling.shared.image.ImageSize;
import dev.labelops.engine.labeling.task.Learnable;
import dev.labelops.engine.labeling.task.TaskObject;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** Boxes, learned. Machine boxes are whole pixels of the stored image, as in Ground Truth. */
final class LearnedBoxes implements Learnable.Boxes {

  @Override
  public List<Box> boxesOf(JsonNode label, JsonNode metadata) {
    List<Box> boxes = new ArrayList<>();
    for (JsonNode annotation : label.path("annotations")) {
      boxes.add(
          new Box(
              metadata.path("class-map").path(annotation.path("class_id").asText()).asText(),
              annotation.path("left").asDouble(),
              annotation.path("top").asDouble(),
              annotation.path("width").asDouble(),
              annotation.path("height").asDouble(),
              1));
    }
    return boxes;
  }

  /** An image of no size known has to be probed before: a box could end outside of it. */
  @Override
  public MachineLabel write(List<Box> boxes, TaskObject object) {
    ImageSize image =
        ImageSize.of(object.properties())
            .orElseThrow(() -> new IllegalArgumentException("the object was not probed"));
    List<String> names = object.labels().names();
    JsonNodeFactory json = JsonNodeFactory.instance;
    ObjectNode label = json.objectNode();
    label.putArray("image_size").add(image.toJson());
    ArrayNode annotations = label.putArray("annotations");
    ObjectNode metadata = json.objectNode();
    ArrayNode confidences = metadata.putArray("objects");
    var classes = new TreeMap<Integer, String>();
    for (Box box : boxes) {
      int classId = names.indexOf(box.name());
      if (classId < 0) {
        throw new IllegalArgumentException(
            "'%s' is not one of the job's labels %s".formatted(box.name(), names));
      }
      classes.put(classId, box.name());
      int left = edge(box.left(), 0, image.width() - 1);
      int top = edge(box.top(), 0, image.height() - 1);
      annotations
          .addObject()
          .put("class_id", classId)
          .put("left", left)
          .put("top", top)
          .put("width", edge(box.left() + box.width(), left + 1, image.width()) - left)
          .put("height", edge(box.top() + box.height(), top + 1, image.height()) - top);
      confidences.addObject().put("confidence", Rounded.toHundredths(box.confidence()));
    }
    ObjectNode classMap = metadata.putObject("class-map");
    classes.forEach((id, name) -> classMap.put(Integer.toString(id), name));
    return new MachineLabel(label, metadata);
  }

  private static int edge(double pixels, int least, int most) {
    return Math.clamp(Math.round(pixels), least, most);
  }
}
