package dev.labelops.learning.backbone;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * How a text network's output becomes one row, from the files of the Sentence Transformers library.
 *
 * @param firstToken whether the first token's row stands for the text (CLS), else the mean does
 * @param mostTokens that are read of a text
 */
record SentenceConfig(boolean firstToken, int mostTokens) {
  static final String LENGTH = "sentence_bert_config.json";
  static final String POOLING = "1_Pooling/config.json";
  static final String TOKENIZER = "tokenizer.json";

  /** Memory and time grow with the square, and classes are seldom decided later. */
  private static final int MOST_TOKENS = 512;

  private static final int LEAST_TOKENS = 8;
  private static final String MODE = "pooling_mode_";
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * @throws UnfitBackboneException with the file's name, when it is no JSON or wants what is not
   *     supported
   */
  static SentenceConfig read(Path folder) throws IOException {
    int length =
        json(folder, LENGTH)
            .path("max_seq_length")
            .asInt(json(folder, TOKENIZER).at("/truncation/max_length").asInt(MOST_TOKENS));
    if (length < LEAST_TOKENS) {
      throw new UnfitBackboneException(
          LENGTH
              + " or "
              + TOKENIZER
              + " cuts texts at "
              + length
              + " tokens; it must be at least "
              + LEAST_TOKENS
              + ".");
    }
    return new SentenceConfig(firstToken(json(folder, POOLING)), Math.min(length, MOST_TOKENS));
  }

  private static boolean firstToken(JsonNode pooling) throws UnfitBackboneException {
    List<String> modes =
        pooling.properties().stream()
            .filter(mode -> mode.getKey().startsWith(MODE) && mode.getValue().asBoolean())
            .map(Map.Entry::getKey)
            .toList();
    return switch (modes.isEmpty() ? MODE + "mean_tokens" : String.join(", ", modes)) {
      case MODE + "mean_tokens" -> false;
      case MODE + "cls_token" -> true;
      default ->
          throw new UnfitBackboneException(
              POOLING
                  + " wants "
                  + String.join(", ", modes)
                  + "; supported is "
                  + MODE
                  + "mean_tokens or "
                  + MODE
                  + "cls_token.");
    };
  }

  private static JsonNode json(Path folder, String name) throws IOException {
    Path file = folder.resolve(name);
    if (!Files.isRegularFile(file)) {
      return JSON.missingNode();
    }
    try {
      return JSON.readTree(Files.readAllBytes(file));
    } catch (IOException e) {
      throw new UnfitBackboneException(name + " is no JSON: " + e.getMessage(), e);
    }
  }
}
