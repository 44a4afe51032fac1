package dev.labelops.learning.backbone;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Text networks of a few hundred bytes with a row of four numbers per word: {@code parcel}, {@code
 * invoice}, {@code praise} have one each (src/test/python/tiny_text_models.py).
 */
public final class TinyTextModel {
  private TinyTextModel() {}

  /**
   * @param model name of the folder among the resources
   * @return the folder, with model and tokenizer
   */
  public static Path write(Path folder, String model) {
    try {
      Files.createDirectories(folder);
      copy(model + "/model.onnx", folder.resolve("model.onnx"));
      copy("tokenizer.json", folder.resolve("tokenizer.json"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return folder;
  }

  private static void copy(String resource, Path file) throws IOException {
    try (InputStream content = TinyTextModel.class.getResourceAsStream("text/" + resource)) {
      Files.write(file, content.readAllBytes());
    }
  }
}
