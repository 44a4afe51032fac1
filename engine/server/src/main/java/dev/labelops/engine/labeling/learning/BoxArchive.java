package dev.labelops.engine.labeling.learning;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.labelops.learning.boxes.AnswerRule;
import dev.labelops.learning.classes.ModelArchive;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * A {@code model.tar.gz} of a head for boxes: {@code model.json} and the head's own bytes.
 *
 * @param description what {@code model.json} says
 * @param model {@code model.bin}
 */
record BoxArchive(Description description, byte[] model) {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
  private static final int FORMAT = 2;
  private static final String DESCRIPTION = "model.json";
  private static final String MODEL = "model.bin";

  /**
   * @param format version of the archive's form
   * @param head that reads {@code model.bin}
   * @param labels of the training labels
   * @param images with human labels in training
   * @param backbone SHA-256 of network and preprocessing; null for a head that reads none
   * @param rule which boxes are the answer
   */
  record Description(
      int format, String head, List<String> labels, int images, String backbone, AnswerRule rule) {

    Description(String head, List<String> labels, int images, String backbone, AnswerRule rule) {
      this(FORMAT, head, labels, images, backbone, rule);
    }
  }

  byte[] write() {
    try {
      return ModelArchive.write(
          Map.of(DESCRIPTION, JSON.writeValueAsBytes(description), MODEL, model));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a description in memory could not be written", e);
    }
  }

  /**
   * @throws IOException in a sentence, when the archive is another
   */
  static BoxArchive read(byte[] archive) throws IOException {
    SortedMap<String, byte[]> files = ModelArchive.read(archive);
    for (String name : List.of(DESCRIPTION, MODEL)) {
      if (!files.containsKey(name)) {
        throw new IOException("it has no " + name);
      }
    }
    Description description = JSON.readValue(files.get(DESCRIPTION), Description.class);
    if (description.format != FORMAT
        || description.head == null
        || description.labels == null
        || description.rule == null) {
      throw new IOException(
          "its %s is of format %d, and this version reads format %d"
              .formatted(DESCRIPTION, description.format, FORMAT));
    }
    return new BoxArchive(description, files.get(MODEL));
  }
}
