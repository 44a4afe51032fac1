package dev.labelops.engine.labeling.output;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** How the output tree writes times, all in UTC. */
public final class Times {
  private static final DateTimeFormatter CREATION =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS").withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter FILE =
      DateTimeFormatter.ofPattern("yyyy-MM-dd_HH:mm:ss").withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter MILLISECONDS =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  private Times() {}

  /** {@code creation-date}: microseconds, no zone. */
  public static String creationDate(Instant instant) {
    return CREATION.format(instant);
  }

  /** A file's name without ending. */
  public static String fileName(Instant instant) {
    return FILE.format(instant);
  }

  /** acceptanceTime and submissionTime. */
  static String milliseconds(Instant instant) {
    return MILLISECONDS.format(instant);
  }
}
