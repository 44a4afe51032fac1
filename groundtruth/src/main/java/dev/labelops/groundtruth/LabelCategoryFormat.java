package dev.labelops.groundtruth;

/**
 * Forms of the label category file. Sources: API CreateLabelingJobRequest.LabelCategoryConfigS3Uri,
 * DG:sms-named-entity-recg, DG:sms-label-cat-config-attributes, DG:input-data-limits.
 */
public enum LabelCategoryFormat {
  /** {@code {"document-version","labels":[{"label"}]}}; the version may be absent. */
  Plain("document-version", "2018-11-28", 256),
  /** As {@link #Plain}, with {@code shortDisplayName} per label and {@code instructions}. */
  EntityRecognition("document-version", "2018-11-28", 256),
  /**
   * {@code {"documentVersion","labels":[{"label","categoryAttributes","editsAllowed"}],
   * "categoryGlobalAttributes","frameAttributes","annotationType","instructions",
   * "auditLabelAttributeName"}}.
   */
  Attributes("documentVersion", "2020-03-01", 16);

  /** Largest number of attributes of a label: its own and the global ones. */
  public static final int MAX_CATEGORY_ATTRIBUTES = 10;

  /** Largest number of attributes of frames. */
  public static final int MAX_FRAME_ATTRIBUTES = 10;

  /** Of these attributes, of a label or of frames, those that take free text. */
  public static final int MAX_FREE_TEXT_ATTRIBUTES = 5;

  /** Characters of an attribute's name; at least 1. */
  public static final int MAX_ATTRIBUTE_NAME = 16;

  /** Characters of an attribute's description, which frame attributes need. */
  public static final int MAX_ATTRIBUTE_DESCRIPTION = 128;

  /** Values of an attribute with {@code enum}; at least 1. */
  public static final int MAX_ATTRIBUTE_VALUES = 10;

  /** Characters of such a value; at least 1. */
  public static final int MAX_ATTRIBUTE_VALUE = 16;

  /** Characters of {@code instructions.shortInstruction}. */
  public static final int MAX_SHORT_INSTRUCTION = 254;

  /** Characters of {@code instructions.fullInstruction}. */
  public static final int MAX_FULL_INSTRUCTION = 2047;

  private final String versionMember;
  private final String version;
  private final int maxLabelName;

  LabelCategoryFormat(String versionMember, String version, int maxLabelName) {
    this.versionMember = versionMember;
    this.version = version;
    this.maxLabelName = maxLabelName;
  }

  /** The member that holds {@link #version}; the two formats spell it differently. */
  public String versionMember() {
    return versionMember;
  }

  /** The format's version. */
  public String version() {
    return version;
  }

  /** Characters of a label's name; at least 1. */
  public int maxLabelName() {
    return maxLabelName;
  }

  /** Whether {@code instructions} is required. */
  public boolean requiresInstructions() {
    return this == EntityRecognition;
  }

  /**
   * Whether adjustment and verification name the earlier label attribute in the file ({@code
   * auditLabelAttributeName}); otherwise the template names it.
   */
  public boolean namesEarlierLabel() {
    return this == Attributes;
  }
}
