package dev.labelops.install;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** YAML as plain maps, lists, strings, booleans and numbers. */
public final class YamlFile {
  private static final ObjectMapper YAML = new YAMLMapper();
  private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {};

  private YamlFile() {}

  /** Every document of the file. */
  public static List<Map<String, Object>> documents(Path file) {
    try {
      return documents(Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }

  /** Every document of the text. */
  public static List<Map<String, Object>> documents(String yaml) {
    try (MappingIterator<Map<String, Object>> all = YAML.readerFor(OBJECT).readValues(yaml)) {
      return all.readAll().stream().filter(Objects::nonNull).toList();
    } catch (IOException e) {
      throw new UncheckedIOException("not YAML: " + yaml, e);
    }
  }
}
