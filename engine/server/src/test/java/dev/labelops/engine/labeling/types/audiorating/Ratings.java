package dev.labelops.engine.labeling.types.audiorating;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.labelops.engine.labeling.shared.Rounded;
import dev.labelops.engine.labeling.task.Consolidated;
import dev.labelops.engine.labeling.task.InvalidAnswer;
import dev.labelops.engine.labeling.task.LabelFile;
import dev.labelops.engine.labeling.task.Provenance;
import dev.labelops.engine.labeling.task.TaskObject;
import dev.labelops.engine.labeling.task.WorkerAnswer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;

/** {@code {"stars":4,"worstSecond":1.5}}; the label is the mean and a file with each answer. */
final class Ratings {
  private Ratings() {}

  static void check(JsonNode answer, TaskObject object) {
    int scale = Scale.of(object.labels());
    JsonNode stars = answer.path("stars");
    if (!stars.isInt() || stars.intValue() < 1 || stars.intValue() > scale) {
      throw new InvalidAnswer("stars must be a whole number from 1 to " + scale);
    }
    double length = object.properties().path("length").asDouble();
    JsonNode worst = answer.path("worstSecond");
    if (!worst.isNumber() || worst.asDouble() < 0 || worst.asDouble() > length) {
      throw new InvalidAnswer("worstSecond must be within the recording of " + length + " seconds");
    }
  }

  static Consolidated consolidate(
      List<WorkerAnswer> answers, TaskObject object, Provenance provenance) {
    ObjectNode content = JsonNodeFactory.instance.objectNode();
    content.set("recording", object.properties());
    for (WorkerAnswer answer : answers) {
      content.withArray("ratings").add(answer.answer());
    }
    byte[] bytes = content.toString().getBytes(StandardCharsets.UTF_8);
    LabelFile file = new LabelFile("/Ratings.json", "application/json", out -> out.write(bytes));
    double mean =
        answers.stream().mapToInt(a -> a.answer().path("stars").intValue()).average().orElseThrow();
    return new Consolidated(
        TextNode.valueOf(provenance.address(file)),
        JsonNodeFactory.instance.objectNode().put("mean", Rounded.toHundredths(mean)),
        Set.of(),
        List.of(file));
  }
}
