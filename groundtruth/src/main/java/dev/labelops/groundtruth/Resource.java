package dev.labelops.groundtruth;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** The data files beside the classes. */
final class Resource {
  private Resource() {}

  static JsonNode json(String name) {
    try (InputStream file = Resource.class.getResourceAsStream(name)) {
      return new JsonMapper().readTree(file);
    } catch (IOException e) {
      throw new UncheckedIOException("the resource " + name + " is not readable", e);
    }
  }
}
