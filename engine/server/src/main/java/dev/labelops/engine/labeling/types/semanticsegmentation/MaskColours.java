package dev.labelops.engine.labeling.types.semanticsegmentation;

import com.fasterxml.jackson.databind.JsonNode;
import dev.labelops.engine.labeling.task.InvalidAnswer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Which colour each class has in a worker's mask, {@code {"road":{"color":"#1f77b4"}}}. The class
 * of a label is its place in the label category file, from 1; 0 is what is not labeled.
 *
 * @param ofClasses {@code 0xRRGGBB} by class
 */
record MaskColours(SortedMap<Integer, Integer> ofClasses) {
  static final String MEMBER = "labelMappings";

  /** What is not labeled, as the service's {@code BACKGROUND} (REF 6.2). */
  static final int BACKGROUND = 0xffffff;

  private static final Pattern HEX = Pattern.compile("#[0-9a-fA-F]{6}");

  /**
   * @param labels the job's label categories
   * @throws InvalidAnswer when the shape or a label is wrong, or two labels cannot be told apart
   */
  static MaskColours check(JsonNode mappings, List<String> labels) {
    if (!mappings.isObject()) {
      throw new InvalidAnswer(MEMBER + " must be an object with the color of each label");
    }
    for (Map.Entry<String, JsonNode> mapping : mappings.properties()) {
      String path = MEMBER + "." + mapping.getKey();
      if (!labels.contains(mapping.getKey())) {
        throw new InvalidAnswer(path + " is not one of the job's labels " + labels);
      }
      JsonNode colour = mapping.getValue().path("color");
      if (!colour.isTextual() || !HEX.matcher(colour.textValue()).matches()) {
        throw new InvalidAnswer(path + ".color must be a colour such as #1f77b4");
      }
    }
    MaskColours colours = of(mappings, labels);
    if (colours.ofClasses.containsValue(BACKGROUND)) {
      throw new InvalidAnswer(MEMBER + " must not have the color #ffffff, which is no label's");
    }
    if (colours.ofClasses.values().stream().distinct().count() < colours.ofClasses.size()) {
      throw new InvalidAnswer(MEMBER + " has the same color for two labels");
    }
    return colours;
  }

  /** Of an answer that was checked. */
  static MaskColours of(JsonNode mappings, List<String> labels) {
    SortedMap<Integer, Integer> colours = new TreeMap<>();
    for (Map.Entry<String, JsonNode> mapping : mappings.properties()) {
      String hex = mapping.getValue().path("color").asText();
      colours.put(1 + labels.indexOf(mapping.getKey()), Integer.parseInt(hex.substring(1), 16));
    }
    return new MaskColours(colours);
  }

  /**
   * One colour for each class that somebody had a colour for: that of the first answer, unless
   * another class has it.
   */
  static MaskColours common(List<MaskColours> answers) {
    SortedMap<Integer, Integer> common = new TreeMap<>();
    for (MaskColours answer : answers) {
      answer.ofClasses.forEach(
          (id, colour) -> {
            if (!common.containsValue(colour)) {
              common.putIfAbsent(id, colour);
            }
          });
    }
    // Answers whose colours contradict each other, which no element gives.
    for (MaskColours answer : answers) {
      for (int id : answer.ofClasses.keySet()) {
        for (int free = id; !common.containsKey(id); free++) {
          if (!common.containsValue(free)) {
            common.put(id, free);
          }
        }
      }
    }
    return new MaskColours(common);
  }

  /** {@code #rrggbb}. */
  static String hex(int colour) {
    return "#%06x".formatted(colour);
  }

  /** Colours by class, as a palette; black for classes without one. */
  int[] palette() {
    int[] palette = new int[ofClasses.isEmpty() ? 1 : ofClasses.lastKey() + 1];
    palette[0] = BACKGROUND;
    ofClasses.forEach((id, colour) -> palette[id] = colour);
    return palette;
  }

  /** Finds the class of a colour quickly. */
  Lookup lookup() {
    int[] sorted = ofClasses.values().stream().mapToInt(Integer::intValue).sorted().toArray();
    byte[] classes = new byte[sorted.length];
    ofClasses.forEach(
        (id, colour) -> classes[Arrays.binarySearch(sorted, colour)] = (byte) (int) id);
    return new Lookup(sorted, classes);
  }

  /** Colours in their order, and the class of each. */
  @SuppressWarnings("ArrayRecordComponent")
  record Lookup(int[] colours, byte[] classes) {
    /**
     * @return the class as an unsigned byte, -1 for a colour that is no label's
     */
    int classOf(int colour) {
      int at = Arrays.binarySearch(colours, colour);
      return at < 0 ? -1 : classes[at] & 0xff;
    }
  }
}
