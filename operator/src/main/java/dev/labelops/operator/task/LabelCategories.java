package dev.labelops.operator.task;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.labelops.groundtruth.LabelCategoryFormat;
import dev.labelops.operator.api.v1alpha1.LabelingJobSpec.Label;
import java.io.UncheckedIOException;
import java.util.List;

/** The label category file (LabelCategoryConfigS3Uri, ground-truth-reference 3.4). */
public final class LabelCategories {
  private static final JsonMapper JSON = new JsonMapper();

  private LabelCategories() {}

  /** The file's content, in the order of the labels: their place is their class id. */
  public static String json(List<Label> labels) {
    LabelCategoryFormat format = LabelCategoryFormat.Plain;
    ObjectNode file = JSON.createObjectNode().put(format.versionMember(), format.version());
    ArrayNode list = file.putArray("labels");
    labels.forEach(label -> list.addObject().put("label", label.name()));
    try {
      return JSON.writeValueAsString(file);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
