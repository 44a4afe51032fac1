package dev.labelops.operator.task;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** The members of a label category file for named entity recognition (DG:sms-named-entity-recg). */
final class EntityCategories {
  private EntityCategories() {}

  static void write(Categories categories, WorkerInstructions instructions, ObjectNode file) {
    ArrayNode labels = file.putArray("labels");
    categories
        .labels()
        .forEach(
            label -> {
              ObjectNode entry = labels.addObject().put("label", label.name());
              if (label.shortDisplayName() != null) {
                entry.put("shortDisplayName", label.shortDisplayName());
              }
            });
    instructions.write(file);
  }
}
