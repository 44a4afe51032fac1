package dev.labelops.engine.labeling.task;

import java.io.IOException;
import java.io.OutputStream;
import java.util.regex.Pattern;

/**
 * A file of a label besides its record, such as a mask or the labels of a sequence. It is written
 * to {@code annotations/consolidated-annotation/output/<objectId><suffix>} (REF 5.1).
 *
 * @param suffix {@code /<name>} or {@code _<name>}
 * @param contentType its media type
 * @param content writes the same bytes whenever it is called
 */
public record LabelFile(String suffix, String contentType, Content content) {
  private static final Pattern SUFFIX = Pattern.compile("[/_][A-Za-z0-9][A-Za-z0-9._:-]{0,199}");

  /** Content that is produced while it is written, so that it is never whole in memory. */
  @FunctionalInterface
  public interface Content {
    void writeTo(OutputStream out) throws IOException;
  }

  /**
   * @throws IllegalArgumentException when the suffix has another form
   */
  public LabelFile {
    if (!SUFFIX.matcher(suffix).matches()) {
      throw new IllegalArgumentException(
          "the suffix of a label's file must be /<name> or _<name>, not '" + suffix + "'");
    }
  }
}
