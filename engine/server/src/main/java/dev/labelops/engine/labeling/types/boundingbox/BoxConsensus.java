package dev.labelops.engine.labeling.types.boundingbox;

import com.fasterxml.jackson.databind.JsonNode;
import dev.labelops.engine.labeling.shared.image.ImageSize;
import dev.labelops.engine.labeling.task.Consensus;
import dev.labelops.engine.labeling.task.Consolidated;
import dev.labelops.engine.labeling.task.Learnable;
import dev.labelops.engine.labeling.task.TaskObject;
import java.util.ArrayList;
import java.util.List;

/** The consensus about labeled rectangles, in the form of {@link Boxes}. */
final class BoxConsensus implements Consensus.OfBoxes {
  @Override
  public List<Learnable.Boxes.Box> boxesOf(JsonNode answer) {
    List<Learnable.Boxes.Box> boxes = new ArrayList<>();
    for (JsonNode node : answer.path(Boxes.MEMBER)) {
      Box box = Box.of(node);
      boxes.add(
          new Learnable.Boxes.Box(
              box.label(), box.left(), box.top(), box.width(), box.height(), 1));
    }
    return boxes;
  }

  @Override
  public Consolidated write(List<Learnable.Boxes.Box> boxes, TaskObject object) {
    return Boxes.write(
        boxes.stream()
            .map(
                box ->
                    new Boxes.Scored(
                        new Box(box.name(), box.left(), box.top(), box.width(), box.height()),
                        box.confidence()))
            .toList(),
        object.labels().names(),
        ImageSize.of(object.properties()));
  }
}
