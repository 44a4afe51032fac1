package dev.labelops.testcluster;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The end of a log file, for error messages. */
public final class LogTail {

  private static final int CHARACTERS = 4_000;

  private LogTail() {}

  public static String of(Path log) {
    try {
      String text = new String(Files.readAllBytes(log), StandardCharsets.UTF_8);
      return text.substring(Math.max(0, text.length() - CHARACTERS));
    } catch (IOException e) {
      return "(no log: " + e.getMessage() + ")";
    }
  }
}
