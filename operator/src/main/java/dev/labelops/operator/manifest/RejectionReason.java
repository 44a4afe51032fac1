package dev.labelops.operator.manifest;

/**
 * Why a line of an input manifest or an object of a listing cannot be labeled
 * (ground-truth-reference 6.1); names as they appear in {@code status.rejected}.
 */
public enum RejectionReason {
  // lines
  BlankLine("an empty line is not an object to label: remove it"),
  LineTooLong("a line has at most 100,000 characters"),
  NotUtf8("the manifest must be UTF-8"),
  ByteOrderMark("the manifest must begin without a byte order mark"),
  NotJson("each line must be one complete JSON value, each attribute named once"),
  NotAnObject("each line must be a JSON object"),
  NoSource("a line needs source-ref (an S3 address) or source (text)"),
  TwoSources("a line must not have both source-ref and source"),
  NotText("source-ref and source must be non-empty strings"),
  NotAnS3Address("source-ref must be s3://bucket/key"),
  MediaTypeMismatch("images need source-ref, and texts need source"),
  NotASequenceFile("source-ref must name a sequence file, which ends with .json"),
  NoTimestamp("a point cloud frame needs source-ref-metadata with unix-timestamp, a number"),
  AttributeName("an attribute's name must not be empty or start with $"),
  AttributeTooLong("an attribute has at most 20,000 characters"),
  NotAllowed("the namespace may not use this location"),
  TooManyBuckets("the objects of one manifest may be in at most 20 buckets"),
  // objects of a listing
  Folder("the key ends with '/', as folders do"),
  ControlCharacter(
      "the key has a control character, which XML responses of S3 cannot contain: rename the"
          + " object"),
  EmptyObject("the object has no content"),
  TooLarge("an image has at most 40 MB");

  private final String rule;

  RejectionReason(String rule) {
    this.rule = rule;
  }

  /** The rule that is broken, for people. */
  public String rule() {
    return rule;
  }
}
