package dev.labelops.engine.labeling.learning;

import dev.labelops.engine.labeling.learning.Round.Entry;
import dev.labelops.engine.labeling.task.DataFiles;
import dev.labelops.engine.labeling.task.ObjectSource;
import dev.labelops.engine.labeling.task.UnusableObject;
import dev.labelops.groundtruth.ServiceLimits;
import dev.labelops.learning.backbone.Backbone;
import dev.labelops.learning.backbone.RgbImage;
import dev.labelops.learning.boxes.MapPyramid;
import dev.labelops.learning.boxes.NativeMemory;
import dev.labelops.learning.boxes.Sift;
import dev.labelops.learning.boxes.SiftFeatures;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The images of a round and their features, from the cache or computed. An image that is missing or
 * cannot be decoded has none.
 */
final class Images implements Embedded {
  private static final String SIFT_ROW = "mean SIFT descriptor, 1";
  private static final int SIFT_DIMENSIONS = 128;

  private final Round round;
  private final Equipment equipment;
  private final boolean boxes;
  private final ObjectSource source;
  private final DataFiles files;
  private final int maxPixels;

  private record Image(String address, String etag, float[] held) {}

  private final Map<Integer, Image> images = new TreeMap<>();
  private List<Integer> usable = List.of();

  private Images(Round round, Equipment equipment, boolean boxes) {
    this.round = round;
    this.equipment = equipment;
    this.boxes = boxes;
    this.source = ObjectSource.of(round.type().facts());
    this.files = round.files();
    this.maxPixels = round.type().facts().maxPixelsAutomated().orElse(Integer.MAX_VALUE);
  }

  /**
   * Computes the embedding of each image that is not in the cache.
   *
   * @param boxes whether features for the heads of boxes are computed too, into the cache
   */
  static Images of(Round round, Equipment equipment, boolean boxes) throws IOException {
    Images images = new Images(round, equipment, boxes);
    images.prepare();
    return images;
  }

  private void prepare() throws IOException {
    Map<Integer, String> addresses = new TreeMap<>();
    List<Integer> ids = round.entries().stream().map(Entry::id).toList();
    round.each(ids, object -> addresses.put(object.id(), source.in(object.object().line())));
    Progress progress = new Progress(round, "computing features of images", ids.size());
    long[] heldBytes = {0};
    equipment
        .workers()
        .each(
            new ArrayList<>(addresses.keySet()),
            id -> prepared(addresses.get(id)),
            (id, image) -> {
              image.ifPresent(found -> hold(id, found, heldBytes));
              progress.step();
            });
    usable = List.copyOf(images.keySet());
    if (boxes) {
      // Training is next, which needs the memory that features needed.
      NativeMemory.trim();
    }
  }

  private void hold(int id, Image image, long[] heldBytes) {
    long bytes = (long) image.held.length * Float.BYTES;
    boolean fits = heldBytes[0] + bytes <= equipment.memoryBytes();
    heldBytes[0] += fits ? bytes : 0;
    images.put(id, fits ? image : new Image(image.address, image.etag, null));
  }

  boolean usable(int id) {
    return images.containsKey(id);
  }

  @Override
  public List<Integer> usable() {
    return usable;
  }

  /** Embedding of the backbone; without one, the mean of the SIFT descriptors. */
  @Override
  public float[] embedding(int id) throws IOException {
    Image image = images.get(id);
    return image.held != null
        ? image.held
        : prepared(image.address).orElseThrow(() -> changed(image)).held;
  }

  SiftFeatures sift(int id) throws IOException {
    Image image = images.get(id);
    Optional<SiftFeatures> cached = equipment.files().get(siftKey(image.etag), SiftFeatures::read);
    return cached.isPresent() ? cached.get() : sift(image.etag, decoded(image));
  }

  MapPyramid maps(int id) throws IOException {
    Image image = images.get(id);
    Optional<MapPyramid> cached = equipment.files().get(mapsKey(image.etag), MapPyramid::read);
    return cached.isPresent() ? cached.get() : maps(image.etag, decoded(image));
  }

  private Optional<Image> prepared(String address) throws IOException {
    try {
      String etag = files.etag(source.attribute(), address);
      Optional<float[]> embedding = equipment.embeddings().get(etag, embeddingKey());
      boolean ahead = boxes && round.number() == 0;
      if (embedding.isPresent() && !(ahead && headsMiss(etag))) {
        return Optional.of(new Image(address, etag, embedding.get()));
      }
      Optional<RgbImage> image = read(address);
      if (image.isEmpty()) {
        return Optional.empty();
      }
      if (!etag.equals(files.etag(source.attribute(), address))) {
        throw new IOException(address + " changed while it was read");
      }
      float[] row = embedding.isPresent() ? embedding.get() : embedding(etag, image.get());
      if (ahead) {
        ahead(etag, image.get());
      }
      return Optional.of(new Image(address, etag, row));
    } catch (UnusableObject e) {
      return Optional.empty();
    }
  }

  private boolean headsMiss(String etag) {
    return !equipment.files().settled(siftKey(etag))
        || equipment.withMaps().isPresent() && !equipment.files().settled(mapsKey(etag));
  }

  private void ahead(String etag, RgbImage image) throws IOException {
    if (!equipment.files().settled(siftKey(etag))) {
      sift(etag, image);
    }
    if (equipment.withMaps().isPresent() && !equipment.files().settled(mapsKey(etag))) {
      maps(etag, image);
    }
  }

  private float[] embedding(String etag, RgbImage image) throws IOException {
    float[] row =
        equipment.backbone().isPresent()
            ? equipment.backbone().get().embedding(image)
            : mean(sift(etag, image));
    equipment.embeddings().put(etag, embeddingKey(), row);
    return row;
  }

  private SiftFeatures sift(String etag, RgbImage image) throws IOException {
    SiftFeatures sift = Sift.of(image);
    equipment.files().put(siftKey(etag), sift::write);
    return sift;
  }

  private MapPyramid maps(String etag, RgbImage image) throws IOException {
    MapPyramid maps = MapPyramid.of(equipment.withMaps().orElseThrow(), image);
    equipment.files().put(mapsKey(etag), maps::write);
    return maps;
  }

  private RgbImage decoded(Image image) throws IOException {
    try {
      if (!image.etag.equals(files.etag(source.attribute(), image.address))) {
        throw changed(image);
      }
      return read(image.address).orElseThrow(() -> changed(image));
    } catch (UnusableObject e) {
      throw changed(image);
    }
  }

  /** The round is begun again, and then reads what is there. */
  private static IOException changed(Image image) {
    return new IOException(image.address + " changed during the round");
  }

  private Optional<RgbImage> read(String address) throws IOException {
    byte[] file =
        files.read(
            source.attribute(), address, ServiceLimits.MAX_IMAGE_BYTES, InputStream::readAllBytes);
    return StoredImage.decode(file, maxPixels);
  }

  private String embeddingKey() {
    return equipment.backbone().map(Backbone::key).orElse(SIFT_ROW);
  }

  private static String siftKey(String etag) {
    return etag + "\nsift";
  }

  private String mapsKey(String etag) {
    return etag + "\nmaps\n" + equipment.withMaps().orElseThrow().key();
  }

  private static float[] mean(SiftFeatures sift) {
    float[] mean = new float[SIFT_DIMENSIONS];
    for (int i = 0; i < sift.descriptors().length; i++) {
      mean[i % SIFT_DIMENSIONS] += (sift.descriptors()[i] & 255) / (float) sift.count();
    }
    return mean;
  }
}
