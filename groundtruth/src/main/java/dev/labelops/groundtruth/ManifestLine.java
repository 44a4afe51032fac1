package dev.labelops.groundtruth;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/**
 * One line of an input or output manifest (DG:sms-input-data-input-manifest, DG:sms-data-output).
 *
 * @param json a JSON object
 */
public record ManifestLine(JsonNode json) {
  /** The attribute that holds an object in the line itself: a text. */
  public static final String SOURCE = "source";

  /** The attribute that holds the S3 address of an object. */
  public static final String SOURCE_REF = "source-ref";

  /** Text of {@link #SOURCE}, or the address of {@link #SOURCE_REF}; empty when it has neither. */
  public Optional<String> object() {
    return Optional.ofNullable(json.path(SOURCE_REF).textValue())
        .or(() -> Optional.ofNullable(json.path(SOURCE).textValue()));
  }

  /** The label; empty when the object is not labeled or could not be. */
  public Optional<JsonNode> label(String labelAttributeName) {
    JsonNode label = json.path(labelAttributeName);
    return label.isMissingNode() || label.isNull() ? Optional.empty() : Optional.of(label);
  }

  /** What is said of the label, or of why there is none; a missing node when nothing is. */
  public LabelMetadata metadata(String labelAttributeName) {
    return new LabelMetadata(json.path(LabelAttributeName.metadataOf(labelAttributeName)));
  }
}
