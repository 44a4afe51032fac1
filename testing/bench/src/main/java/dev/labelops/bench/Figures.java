package dev.labelops.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/** Where figures go: a JSON line each, to standard output and to a file. */
public final class Figures {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path file;
  private final PrintStream out;
  private final List<Figure> all = new ArrayList<>();

  /**
   * @param file replaced if it exists
   */
  public Figures(Path file, PrintStream out) throws IOException {
    this.file = file;
    this.out = out;
    Files.createDirectories(file.toAbsolutePath().getParent());
    Files.writeString(file, "");
  }

  void add(Figure figure) {
    all.add(figure);
    try {
      String line = JSON.writeValueAsString(figure);
      out.println(line);
      Files.writeString(file, line + "\n", StandardOpenOption.APPEND);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file, e);
    }
  }

  /** Everything so far, in order. */
  public List<Figure> all() {
    return List.copyOf(all);
  }
}
