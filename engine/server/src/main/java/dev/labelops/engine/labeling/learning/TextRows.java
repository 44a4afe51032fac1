package dev.labelops.engine.labeling.learning;

import dev.labelops.engine.labeling.learning.Round.Entry;
import dev.labelops.engine.labeling.task.ObjectSource;
import dev.labelops.groundtruth.RoundReport;
import dev.labelops.learning.classes.Features;
import dev.labelops.learning.classes.HashedNgrams;
import dev.labelops.learning.classes.Row;
import dev.labelops.learning.selection.Projection;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Words and pairs of words of texts, hashed. They are cheap, so only the short rows are kept. */
final class TextRows implements ClassRows {
  private static final HashedNgrams FEATURES = HashedNgrams.DEFAULT;
  private static final long PROJECTION = 1;

  private final Round round;
  private final ObjectSource source;
  private final float[][] projected;

  private TextRows(Round round, float[][] projected) {
    this.round = round;
    this.source = ObjectSource.of(round.type().facts());
    this.projected = projected;
  }

  static TextRows of(Round round) throws IOException {
    List<Integer> ids = round.entries().stream().map(Entry::id).toList();
    TextRows rows = new TextRows(round, new float[Ids.end(ids)][]);
    Progress progress = new Progress(round, "computing features of texts", ids.size());
    round.each(
        ids,
        object -> {
          Row row = rows.row(FEATURES, object);
          if (row.index().length > 0) {
            rows.projected[object.id()] = Projection.of(row.index(), row.value(), PROJECTION);
          }
          progress.step();
        });
    return rows;
  }

  private Row row(HashedNgrams features, LearningObject object) {
    return features.row(source.in(object.object().line()));
  }

  @Override
  public String head() {
    return LINEAR;
  }

  @Override
  public Features features() {
    return FEATURES;
  }

  @Override
  public boolean fit(Features others) {
    return others instanceof HashedNgrams;
  }

  @Override
  public boolean usable(int id) {
    return projected[id] != null;
  }

  @Override
  public float[][] projected() {
    return projected;
  }

  @Override
  public void each(Collection<Integer> ids, Features features, Taker taker) throws IOException {
    HashedNgrams ngrams = (HashedNgrams) features;
    round.each(ids, object -> taker.take(object.id(), row(ngrams, object)));
  }

  @Override
  public Optional<RoundReport.Backbone> backbone() {
    return Optional.empty();
  }
}
