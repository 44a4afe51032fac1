package dev.labelops.operator.task;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.labelops.operator.api.v1alpha1.LabelingJobSpec.Attribute;
import dev.labelops.operator.api.v1alpha1.LabelingJobSpec.Label;
import java.util.List;

/**
 * The members of a label category file for video frames and point clouds
 * (DG:sms-label-cat-config-attributes).
 */
final class AttributeCategories {
  private AttributeCategories() {}

  static void write(Categories categories, WorkerInstructions instructions, ObjectNode file) {
    ArrayNode labels = file.putArray("labels");
    categories.labels().forEach(label -> write(label, labels.addObject()));
    write("categoryGlobalAttributes", categories.globalAttributes(), file);
    write("frameAttributes", categories.frameAttributes(), file);
    categories.annotationType().ifPresent(type -> file.put("annotationType", type.name()));
    instructions.write(file);
    categories.earlierAttribute().ifPresent(name -> file.put("auditLabelAttributeName", name));
  }

  private static void write(Label label, ObjectNode into) {
    into.put("label", label.name());
    write("categoryAttributes", label.attributes(), into);
    if (label.editsAllowed() != null) {
      into.put("editsAllowed", label.editsAllowed().name());
    }
  }

  private static void write(String member, List<Attribute> attributes, ObjectNode into) {
    if (attributes != null && !attributes.isEmpty()) {
      ArrayNode list = into.putArray(member);
      attributes.forEach(attribute -> write(attribute, list.addObject()));
    }
  }

  private static void write(Attribute attribute, ObjectNode into) {
    into.put("name", attribute.name());
    if (attribute.description() != null) {
      into.put("description", attribute.description());
    }
    into.put("type", attribute.type().name());
    if (attribute.values() != null) {
      ArrayNode values = into.putArray("enum");
      attribute.values().forEach(values::add);
    }
    if (attribute.minimum() != null) {
      into.put("minimum", attribute.minimum());
    }
    if (attribute.maximum() != null) {
      into.put("maximum", attribute.maximum());
    }
    if (attribute.editsAllowed() != null) {
      into.put("editsAllowed", attribute.editsAllowed().name());
    }
    if (attribute.isRequired() != null) {
      into.put("isRequired", attribute.isRequired());
    }
  }
}
