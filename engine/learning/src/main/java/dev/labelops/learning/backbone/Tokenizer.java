package dev.labelops.learning.backbone;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Text as the numbers that a network reads, by its {@code tokenizer.json}. Thread-safe. */
final class Tokenizer implements AutoCloseable {
  static {
    // DJL looks for a GPU's library in the network, and reports its use to its authors on Amazon
    // EC2, unless these are set.
    System.setProperty("RUST_FLAVOR", "cpu");
    System.setProperty("ai.djl.offline", "true");
    System.setProperty("OPT_OUT_TRACKING", "true");
  }

  /**
   * @param ids of the tokens
   * @param mask 1 for tokens that count
   * @param types of the tokens, 0 for a single text
   */
  record Tokens(long[] ids, long[] mask, long[] types) {}

  private final HuggingFaceTokenizer tokenizer;

  private Tokenizer(HuggingFaceTokenizer tokenizer) {
    this.tokenizer = tokenizer;
  }

  /**
   * @param file {@code tokenizer.json}
   * @param mostTokens of a text; what follows is not read
   * @throws UnfitBackboneException when the file is no tokenizer, or the native library does not
   *     load here
   */
  static Tokenizer open(Path file, int mostTokens) throws UnfitBackboneException {
    try {
      return new Tokenizer(
          HuggingFaceTokenizer.builder()
              .optTokenizerPath(file)
              .optAddSpecialTokens(true)
              .optTruncation(true)
              .optMaxLength(mostTokens)
              .optPadding(false)
              .build());
    } catch (IOException | RuntimeException e) {
      throw new UnfitBackboneException("tokenizer.json cannot be used: " + e.getMessage() + ".", e);
    } catch (LinkageError e) {
      throw new UnfitBackboneException(
          "the tokenizer's native library cannot be loaded here: " + e.getMessage() + ".", e);
    }
  }

  Tokens tokens(String text) {
    // Half a surrogate pair is no character, and the native library ends with an error.
    String whole = new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    Encoding encoding = tokenizer.encode(whole);
    return new Tokens(encoding.getIds(), encoding.getAttentionMask(), encoding.getTypeIds());
  }

  @Override
  public void close() {
    tokenizer.close();
  }
}
