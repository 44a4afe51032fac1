package dev.labelops.engine.labeling.learning;

import dev.labelops.groundtruth.RoundReport;
import dev.labelops.learning.backbone.Backbone;
import dev.labelops.learning.classes.Row;
import dev.labelops.learning.classes.StandardizedEmbedding;
import dev.labelops.learning.selection.Projection;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.AbstractCollection;
import java.util.Iterator;

/** Rows of a job's objects, computed from embeddings that need not all be in memory. */
final class Embeddings {
  private static final long PROJECTION = 1;

  private Embeddings() {}

  static StandardizedEmbedding standardized(Embedded objects, String key) throws IOException {
    try {
      return StandardizedEmbedding.over(key, new All(objects));
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  /** A short row per object, by its id; null for objects without features. */
  static float[][] projected(Embedded objects, StandardizedEmbedding features) throws IOException {
    float[][] projected = new float[Ids.end(objects.usable())][];
    for (int id : objects.usable()) {
      Row row = features.row(objects.embedding(id));
      projected[id] = Projection.of(row.index(), row.value(), PROJECTION);
    }
    return projected;
  }

  static RoundReport.Backbone reported(Backbone backbone) {
    Backbone.Description description = backbone.description();
    return new RoundReport.Backbone(description.name(), description.sha256());
  }

  private static final class All extends AbstractCollection<float[]> {
    private final Embedded objects;

    All(Embedded objects) {
      this.objects = objects;
    }

    @Override
    public int size() {
      return objects.usable().size();
    }

    @Override
    public Iterator<float[]> iterator() {
      Iterator<Integer> ids = objects.usable().iterator();
      return new Iterator<>() {
        @Override
        public boolean hasNext() {
          return ids.hasNext();
        }

        @Override
        public float[] next() {
          try {
            return objects.embedding(ids.next());
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        }
      };
    }
  }
}
