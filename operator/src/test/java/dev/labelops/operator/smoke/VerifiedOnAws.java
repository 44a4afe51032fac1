package dev.labelops.operator.smoke;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;

/** The dated lines of docs/operate/verified-on-aws.md. */
final class VerifiedOnAws {
  private static final String BEFORE = "<!-- make aws-smoke adds lines above this one -->";

  private VerifiedOnAws() {}

  /**
   * Adds a line about a run that succeeded.
   *
   * @throws IllegalStateException when the page has no place for it
   */
  static void add(Path page, LocalDate day, String region, String version, String recordings)
      throws IOException {
    String text = Files.readString(page);
    if (!text.contains(BEFORE)) {
      throw new IllegalStateException(page + " has no line '" + BEFORE + "'");
    }
    String line =
        "| %s | %s | %s | one text job: files, create, describe, list, tags, stop | [recordings](%s) |\n"
            .formatted(day, region, version, recordings);
    Files.writeString(page, text.replace(BEFORE, line + BEFORE));
  }
}
