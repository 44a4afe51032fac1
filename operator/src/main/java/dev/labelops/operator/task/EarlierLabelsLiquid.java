package dev.labelops.operator.task;

import dev.labelops.groundtruth.LabelAttributeName;
import dev.labelops.groundtruth.LabelMetadata;
import dev.labelops.groundtruth.LabelingTaskType;

/**
 * Liquid that passes labels of an earlier job to the element in which workers adjust or verify them
 * (DG:sms-verification-data; forms of {@code initial-value} and {@code overlay}:
 * DG:sms-ui-template-crowd-bounding-box, -crowd-semantic-segmentation, -crowd-image-classifier).
 */
final class EarlierLabelsLiquid {
  private static final String BOXES =
      """
      [{%% for box in task.input.manifestLine['%1$s'].annotations %%}\
      {%% capture class_id %%}{{ box.class_id }}{%% endcapture %%}\
      {&quot;label&quot;: {{ task.input.manifestLine['%2$s']['class-map'][class_id] | to_json | escape }}, \
      &quot;left&quot;: {{ box.left }}, &quot;top&quot;: {{ box.top }}, \
      &quot;width&quot;: {{ box.width }}, &quot;height&quot;: {{ box.height }} }\
      {%% unless forloop.last %%}, {%% endunless %%}{%% endfor %%}]""";

  private static final String CLASSES =
      """
      [{%% for entry in task.input.manifestLine['%1$s']['%2$s'] %%}\
      {{ entry[1]%3$s | to_json | escape }}\
      {%% unless forloop.last %%}, {%% endunless %%}{%% endfor %%}]""";

  private static final String MASK =
      """
      &quot;src&quot;: &quot;{{ task.input.manifestLine['%1$s'] | grant_read_access }}&quot;, \
      &quot;labelMappings&quot;: { {%% for entry in task.input.manifestLine['%2$s']['%3$s'] %%}\
      {{ entry[1]['class-name'] | to_json | escape }}: \
      {&quot;color&quot;: {{ entry[1]['hex-color'] | to_json | escape }} }\
      {%% unless forloop.last %%}, {%% endunless %%}{%% endfor %%} }""";

  private EarlierLabelsLiquid() {}

  /**
   * The element's attribute and its value.
   *
   * @param type that adjusts or verifies
   * @param name the attribute of the manifest line; letters, digits and dashes
   */
  static String attribute(LabelingTaskType type, String name) {
    LabelingTaskType of = LabelingTaskType.get(type.of().orElseThrow());
    String element = type.ui().earlierLabelAttribute().orElseThrow();
    boolean overlay = type.kind() == LabelingTaskType.Kind.Verification;
    String value =
        switch (of.output().label()) {
          case Boxes -> overlay ? boxesOverlay(name) : boxes(name);
          case Mask ->
              overlay
                  ? maskOverlay(name, of.output().classNames().orElseThrow())
                  : "{" + mask(name, of.output().classNames().orElseThrow()) + "}";
          default ->
              throw new IllegalArgumentException(
                  "no template shows earlier labels of " + of.name());
        };
    return element + "=\"" + value + "\"";
  }

  private static String boxes(String name) {
    return BOXES.formatted(name, LabelAttributeName.metadataOf(name));
  }

  private static String boxesOverlay(String name) {
    return "{&quot;boundingBox&quot;: {&quot;labels&quot;: "
        + CLASSES.formatted(LabelAttributeName.metadataOf(name), LabelMetadata.CLASS_MAP, "")
        + ", &quot;value&quot;: "
        + boxes(name)
        + "} }";
  }

  private static String mask(String name, String colors) {
    return MASK.formatted(name, LabelAttributeName.metadataOf(name), colors);
  }

  private static String maskOverlay(String name, String colors) {
    return "{&quot;semanticSegmentation&quot;: {&quot;labels&quot;: "
        + CLASSES.formatted(LabelAttributeName.metadataOf(name), colors, "['class-name']")
        + ", "
        + mask(name, colors)
        + "} }";
  }
}
