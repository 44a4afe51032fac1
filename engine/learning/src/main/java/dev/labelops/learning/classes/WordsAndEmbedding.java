package dev.labelops.learning.classes;

import java.util.Arrays;

/**
 * Hashed words, and behind them the embedding of a text network: words sort out what they give
 * away, the embedding what they do not.
 *
 * @param scale of the embedding's values beside words of unit length. As good as a regularization
 *     of its own: at cost C, values times s are regularized as at cost C s²
 */
public record WordsAndEmbedding(HashedNgrams words, StandardizedEmbedding embedding, double scale)
    implements Features {
  /** Measured with an embedding of 384 numbers; longer ones weigh no more. */
  private static final double SCALE_OF_384 = .03;

  public WordsAndEmbedding {
    if (!(scale > 0 && scale <= 1)) {
      throw new IllegalArgumentException(
          "The scale of an embedding is above 0 and at most 1, not " + scale + ".");
    }
  }

  public static WordsAndEmbedding of(HashedNgrams words, StandardizedEmbedding embedding) {
    return new WordsAndEmbedding(
        words, embedding, Math.min(1, SCALE_OF_384 * Math.sqrt(384. / embedding.dimensions())));
  }

  @Override
  public int dimensions() {
    return words.dimensions() + embedding.dimensions();
  }

  /**
   * @param ofWords {@link HashedNgrams#row} of the text
   * @param ofNetwork the text's embedding
   */
  public Row row(Row ofWords, float[] ofNetwork) {
    Row standardized = embedding.row(ofNetwork);
    int length = ofWords.index().length;
    int[] index = Arrays.copyOf(ofWords.index(), length + standardized.index().length);
    double[] value = Arrays.copyOf(ofWords.value(), index.length);
    for (int i = 0; i < standardized.index().length; i++) {
      index[length + i] = words.dimensions() + standardized.index()[i];
      value[length + i] = scale * standardized.value()[i];
    }
    return new Row(index, value);
  }
}
