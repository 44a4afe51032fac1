package dev.labelops.learning.classes;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Words and pairs of neighbouring words, each at the dimension of its hash (Weinberger et al.,
 * "Feature Hashing for Large Scale Multitask Learning", ICML 2009): no vocabulary, any language
 * with letters.
 *
 * @param bits of the hash; rows have 2 to the power of bits dimensions
 */
public record HashedNgrams(int bits) implements Features {
  public static final HashedNgrams DEFAULT = new HashedNgrams(16);

  private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}_]+|[^\\s\\p{L}\\p{N}_]");

  public HashedNgrams {
    if (bits < 8 || bits > 20) {
      throw new IllegalArgumentException("Hashed n-grams have 8 to 20 bits, not " + bits + ".");
    }
  }

  @Override
  public int dimensions() {
    return 1 << bits;
  }

  /** Values are 1 + ln(count), scaled to unit length. */
  public Row row(String text) {
    Map<Integer, Integer> counts = new TreeMap<>();
    String before = null;
    for (String word : words(text)) {
      counts.merge(hash(word), 1, Integer::sum);
      if (before != null) {
        counts.merge(hash(before + ' ' + word), 1, Integer::sum);
      }
      before = word;
    }
    int[] index = counts.keySet().stream().mapToInt(Integer::intValue).toArray();
    double[] value = counts.values().stream().mapToDouble(count -> 1 + Math.log(count)).toArray();
    double squares = 0;
    for (double v : value) {
      squares += v * v;
    }
    for (int i = 0; i < value.length; i++) {
      value[i] /= Math.sqrt(squares);
    }
    return new Row(index, value);
  }

  private static List<String> words(String text) {
    List<String> words = new ArrayList<>();
    WORD.matcher(text.toLowerCase(Locale.ROOT))
        .results()
        .forEach(match -> words.add(match.group()));
    return words;
  }

  /**
   * Java's hash of strings is specified, but its low bits are similar for similar words, so they
   * are mixed as in MurmurHash3.
   */
  private int hash(String ngram) {
    int h = ngram.hashCode();
    h ^= h >>> 16;
    h *= 0x85EBCA6B;
    h ^= h >>> 13;
    h *= 0xC2B2AE35;
    h ^= h >>> 16;
    return h & dimensions() - 1;
  }
}
