package dev.labelops.engine.labeling.learning;

import dev.labelops.groundtruth.RoundReport;
import dev.labelops.learning.backbone.TextBackbone;
import dev.labelops.learning.classes.Features;
import dev.labelops.learning.classes.HashedNgrams;
import dev.labelops.learning.classes.StandardizedEmbedding;
import dev.labelops.learning.classes.WordsAndEmbedding;
import java.io.IOException;
import java.util.Collection;
import java.util.Optional;

/** Words of texts, and behind them the embedding of a text network. */
final class SentenceRows implements ClassRows {
  private final TextRows words;
  private final Sentences sentences;
  private final TextBackbone backbone;
  private final WordsAndEmbedding features;
  private final float[][] projected;

  /**
   * @param sentences of the same round
   */
  SentenceRows(TextRows words, Sentences sentences, TextBackbone backbone) throws IOException {
    this.words = words;
    this.sentences = sentences;
    this.backbone = backbone;
    StandardizedEmbedding embedding = Embeddings.standardized(sentences, backbone.key());
    this.features = WordsAndEmbedding.of((HashedNgrams) words.features(), embedding);
    this.projected = Embeddings.projected(sentences, embedding);
  }

  @Override
  public String head() {
    return BOTH;
  }

  @Override
  public Features features() {
    return features;
  }

  @Override
  public boolean fit(Features others) {
    return others instanceof WordsAndEmbedding both
        && words.fit(both.words())
        && both.embedding().backbone().equals(backbone.key())
        && both.embedding().dimensions() == features.embedding().dimensions();
  }

  @Override
  public boolean usable(int id) {
    return words.usable(id);
  }

  /** What the network says of texts is nearer to their classes than their words. */
  @Override
  public float[][] projected() {
    return projected;
  }

  @Override
  public void each(Collection<Integer> ids, Features of, Taker taker) throws IOException {
    WordsAndEmbedding both = (WordsAndEmbedding) of;
    words.each(
        ids, both.words(), (id, row) -> taker.take(id, both.row(row, sentences.embedding(id))));
  }

  @Override
  public Optional<RoundReport.Backbone> backbone() {
    TextBackbone.Description description = backbone.description();
    return Optional.of(new RoundReport.Backbone(description.name(), description.sha256()));
  }
}
