package dev.labelops.groundtruth;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Rules of LabelAttributeName, the key of the label in the output manifest. Sources: API
 * CreateLabelingJobRequest.LabelAttributeName, DG:sms-reusing-data, DG:sms-streaming-labeling-job.
 */
public final class LabelAttributeName {
  /** Characters; at least 1. */
  public static final int MAX_LENGTH = 127;

  /** The API's pattern, without the repetition's bound, which {@link #MAX_LENGTH} holds. */
  public static final String PATTERN = "[a-zA-Z0-9](-*[a-zA-Z0-9])*";

  /** How the name of a label's metadata ends. */
  public static final String METADATA_SUFFIX = "-metadata";

  /** How the name ends when the label is the address of a file. */
  public static final String REF_SUFFIX = "-ref";

  private static final Pattern FORM = Pattern.compile(PATTERN);

  /** Whether the name ends with {@value #REF_SUFFIX}. */
  public enum RefSuffix {
    Required,
    Forbidden,
    /** No rule is documented. */
    Any
  }

  /** A rule that a name breaks. */
  public enum Violation {
    /** It is {@code source} or {@code source-ref}, which hold the object. */
    Reserved,
    /** It ends with {@value #METADATA_SUFFIX}. */
    MetadataSuffix,
    /** It ends with {@value #REF_SUFFIX}, and the task type forbids that. */
    RefForbidden,
    /** It does not end with {@value #REF_SUFFIX}, and the task type requires that. */
    RefRequired,
    /** It is longer than {@value #MAX_LENGTH} characters. */
    TooLong,
    /** It is not letters and digits with dashes between them; {@code $} is the service's own. */
    Form
  }

  private LabelAttributeName() {}

  /** The first rule that the name breaks; empty when it is a name for such labels. */
  public static Optional<Violation> violation(String name, RefSuffix refSuffix) {
    if (isReserved(name)) {
      return Optional.of(Violation.Reserved);
    }
    if (name.endsWith(METADATA_SUFFIX)) {
      return Optional.of(Violation.MetadataSuffix);
    }
    boolean ref = name.endsWith(REF_SUFFIX);
    if (ref && refSuffix == RefSuffix.Forbidden) {
      return Optional.of(Violation.RefForbidden);
    }
    if (!ref && refSuffix == RefSuffix.Required) {
      return Optional.of(Violation.RefRequired);
    }
    if (name.length() > MAX_LENGTH) {
      return Optional.of(Violation.TooLong);
    }
    return FORM.matcher(name).matches() ? Optional.empty() : Optional.of(Violation.Form);
  }

  /** Whether manifests hold the object under this name. */
  public static boolean isReserved(String name) {
    return name.equals(ManifestLine.SOURCE) || name.equals(ManifestLine.SOURCE_REF);
  }

  /** The attribute that holds the metadata of a label. */
  public static String metadataOf(String labelAttributeName) {
    return labelAttributeName + METADATA_SUFFIX;
  }
}
