package dev.labelops.groundtruth;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/**
 * {@code <LabelAttributeName>-metadata} in an output manifest (DG:sms-data-output,
 * ground-truth-reference 4.5, 6.2).
 *
 * @param json a JSON object, or a missing node
 */
public record LabelMetadata(JsonNode json) {
  public static final String TYPE = "type";
  public static final String JOB_NAME = "job-name";
  public static final String CREATION_DATE = "creation-date";
  public static final String CLASS_NAME = "class-name";
  public static final String CLASS_MAP = "class-map";

  /** As {@link #CLASS_MAP}, spelled so for boxes in point clouds only. */
  public static final String CLASS_MAP_OF_CUBOIDS = "class_map";

  /** Classes of a mask and their colours: {@code {"1":{"class-name","hex-color"}}}. */
  public static final String INTERNAL_COLOR_MAP = "internal-color-map";

  /** Name of what is not labeled in {@link #INTERNAL_COLOR_MAP}. */
  public static final String BACKGROUND = "BACKGROUND";

  public static final String CONFIDENCE = "confidence";
  public static final String CONFIDENCE_MAP = "confidence-map";

  /** One entry per box, with its {@link #CONFIDENCE}. */
  public static final String OBJECTS = "objects";

  /** One entry per span of a text, with its {@link #CONFIDENCE}. */
  public static final String ENTITIES = "entities";

  /** {@link #YES}: people gave the label; {@link #NO}: a model did. The only reliable sign. */
  public static final String HUMAN_ANNOTATED = "human-annotated";

  public static final String YES = "yes";
  public static final String NO = "no";

  /** Why an object has no label. */
  public static final String FAILURE_REASON = "failure-reason";

  /** Before the job's name in {@link #JOB_NAME}, for human labels only, and not always. */
  public static final String JOB_NAME_PREFIX = "labeling-job/";

  /** Whether people gave the label; empty when it is not said. */
  public Optional<Boolean> humanAnnotated() {
    return switch (json.path(HUMAN_ANNOTATED).asText()) {
      case YES -> Optional.of(true);
      case NO -> Optional.of(false);
      default -> Optional.empty();
    };
  }

  /** Value of a member that is a text, number or boolean, as text. */
  public Optional<String> text(String member) {
    JsonNode value = json.path(member);
    return value.isValueNode() && !value.isNull() ? Optional.of(value.asText()) : Optional.empty();
  }

  /** The name of a class by the class map; empty when it is not there. */
  public Optional<String> className(String classId) {
    return new LabelMetadata(json.path(CLASS_MAP))
        .text(classId)
        .or(() -> new LabelMetadata(json.path(CLASS_MAP_OF_CUBOIDS)).text(classId));
  }
}
