package dev.labelops.engine.labeling.task;

import java.util.Optional;

/**
 * What the API and the files call a task type, and its limits (REF 3.1, 3.3, 3.5).
 *
 * @param name what follows {@code PRE-} and {@code ACS-} in the function names
 * @param source where the manifest's lines hold the object
 * @param element {@code name} of the tool element under which answerContent holds the answer
 * @param labelsAreFiles whether LabelAttributeName must end with {@code -ref}, or must not
 * @param algorithm last part of the labeling algorithm's ARN; empty when the type cannot be labeled
 *     automatically
 * @param longestTask largest TaskTimeLimitInSeconds
 */
public record TaskFacts(
    String name,
    Source source,
    String element,
    boolean labelsAreFiles,
    Optional<String> algorithm,
    int longestTask) {

  /** Where a manifest line holds its object. */
  public enum Source {
    /** {@code source-ref} holds the s3:// address of a file. */
    FILE("source-ref"),
    /** {@code source} holds the text itself. */
    TEXT("source");

    private final String attribute;

    Source(String attribute) {
      this.attribute = attribute;
    }

    /** The manifest attribute that holds the object. */
    public String attribute() {
      return attribute;
    }
  }
}
