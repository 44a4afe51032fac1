package dev.labelops.operator.task;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** The members of a label category file for images, texts, videos and custom tasks. */
final class PlainCategories {
  private PlainCategories() {}

  static void write(Categories categories, ObjectNode file) {
    ArrayNode labels = file.putArray("labels");
    categories.labels().forEach(label -> labels.addObject().put("label", label.name()));
  }
}
