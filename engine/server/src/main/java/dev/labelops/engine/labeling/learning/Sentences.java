package dev.labelops.engine.labeling.learning;

import dev.labelops.engine.labeling.learning.Round.Entry;
import dev.labelops.engine.labeling.task.ObjectSource;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The texts of a round as a text network reads them, from the cache or computed. */
final class Sentences implements Embedded {
  /** Texts that are in memory at the same time. */
  private static final int CHUNK = 256;

  private final Round round;
  private final TextEquipment equipment;
  private final ObjectSource source;
  private final List<Integer> ids;

  /** As many as memory has room for. */
  private final Map<Integer, float[]> held = new TreeMap<>();

  private Sentences(Round round, TextEquipment equipment) {
    this.round = round;
    this.equipment = equipment;
    this.source = ObjectSource.of(round.type().facts());
    this.ids = round.entries().stream().map(Entry::id).toList();
  }

  /** Computes the embedding of each text that is not in the cache. */
  static Sentences of(Round round, TextEquipment equipment) throws IOException {
    Sentences sentences = new Sentences(round, equipment);
    sentences.prepare();
    return sentences;
  }

  private void prepare() throws IOException {
    Progress progress = new Progress(round, "computing embeddings of texts", ids.size());
    long[] bytes = {0};
    for (int start = 0; start < ids.size(); start += CHUNK) {
      Map<Integer, String> texts = texts(ids.subList(start, Math.min(ids.size(), start + CHUNK)));
      equipment
          .workers()
          .each(
              new ArrayList<>(texts.keySet()),
              id -> embedding(texts.get(id)),
              (id, embedding) -> {
                bytes[0] += (long) embedding.length * Float.BYTES;
                if (bytes[0] <= equipment.memoryBytes()) {
                  held.put(id, embedding);
                }
                progress.step();
              });
    }
  }

  private Map<Integer, String> texts(List<Integer> which) throws IOException {
    Map<Integer, String> texts = new TreeMap<>();
    round.each(which, object -> texts.put(object.id(), source.in(object.object().line())));
    return texts;
  }

  @Override
  public List<Integer> usable() {
    return ids;
  }

  @Override
  public float[] embedding(int id) throws IOException {
    float[] embedding = held.get(id);
    return embedding != null ? embedding : embedding(texts(List.of(id)).get(id));
  }

  private float[] embedding(String text) throws IOException {
    String key = equipment.backbone().key();
    var cached = equipment.embeddings().get(text, key);
    if (cached.isPresent()) {
      return cached.get();
    }
    float[] embedding = equipment.backbone().embedding(text);
    equipment.embeddings().put(text, key, embedding);
    return embedding;
  }
}
