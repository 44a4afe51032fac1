package dev.labelops.learning.boxes;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The index of {@link HoughHead}: labeled keypoints by their descriptors. Descriptors are compared
 * as RootSIFT (Arandjelovic and Zisserman, CVPR 2012). Immutable and thread-safe.
 */
final class HoughModel implements BoxModel<SiftFeatures> {
  /** An entry: offset x and y, width, height, all in sizes of the keypoint; angle; label. */
  static final int ENTRY = 6;

  static final int BACKGROUND = -1;

  private static final int NEIGHBOURS = 6;
  private static final double LEAST_WEIGHT = .02;
  private static final double MOST_TURN = .7;
  private static final double NEAR = .22;
  private static final double SIMILAR_SIZE = .3;
  private static final int MOST_VOTES = 600;
  private static final int PEAKS = 12;
  private static final int MOST_BOXES = 8;

  /** Without a background neighbour, the background is somewhat beyond the last neighbour. */
  private static final double BEYOND = 1.05;

  private static final int FORMAT = 0x48474831;
  private static final int MOST_ENTRIES = 1 << 21;

  private final List<String> labels;
  private final byte[] descriptors;
  private final float[] entries;
  private final long seed;

  private final KdForest index;

  private record Vote(
      double x, double y, double width, double height, double weight, int keypoint) {
    private static final double RATIO = Math.exp(SIMILAR_SIZE);

    /** Compared a few hundred thousand times an image: squares and ratios, no roots or logs. */
    boolean supports(Vote peak) {
      double dx = x - peak.x;
      double dy = y - peak.y;
      return dx * dx + dy * dy < NEAR * NEAR * peak.width * peak.height
          && width < peak.width * RATIO
          && peak.width < width * RATIO
          && height < peak.height * RATIO
          && peak.height < height * RATIO;
    }
  }

  HoughModel(List<String> labels, byte[] descriptors, float[] entries, long seed) {
    this.labels = labels;
    this.descriptors = descriptors;
    this.entries = entries;
    this.seed = seed;
    index = new KdForest(rootSift(descriptors), SiftFeatures.DIMENSIONS, seed);
  }

  @Override
  public List<ScoredBox> detect(SiftFeatures features) {
    if (features.count() < 2 || entries.length < NEIGHBOURS * ENTRY) {
      return List.of();
    }
    List<List<Vote>> votes = votes(features);
    List<ScoredBox> boxes = new ArrayList<>();
    for (int label = 0; label < labels.size(); label++) {
      boxes.addAll(peaks(labels.get(label), votes.get(label), features));
    }
    return Suppression.of(boxes, MOST_BOXES);
  }

  private List<List<Vote>> votes(SiftFeatures features) {
    float[] query = rootSift(features.descriptors());
    KdForest.Search search = index.new Search();
    int[] neighbours = new int[NEIGHBOURS];
    double[] distances = new double[NEIGHBOURS];
    List<List<Vote>> votes = new ArrayList<>();
    labels.forEach(label -> votes.add(new ArrayList<>()));
    for (int i = 0; i < features.count(); i++) {
      search.nearest(query, i, neighbours, distances);
      double background = background(neighbours, distances);
      for (int k = 0; k < NEIGHBOURS; k++) {
        int entry = neighbours[k] * ENTRY;
        if (entry < 0 || entries[entry + 5] == BACKGROUND) {
          continue;
        }
        double weight = 1 - distances[k] / Math.max(background, 1e-6);
        double turn = Math.IEEEremainder(features.angle(i) - entries[entry + 4], 2 * Math.PI);
        if (weight > LEAST_WEIGHT && Math.abs(turn) <= MOST_TURN) {
          votes.get((int) entries[entry + 5]).add(vote(features, i, entry, weight));
        }
      }
    }
    return votes;
  }

  /** Distance of the nearest background neighbour. */
  private double background(int[] neighbours, double[] distances) {
    for (int k = 0; k < NEIGHBOURS; k++) {
      if (neighbours[k] >= 0 && entries[neighbours[k] * ENTRY + 5] == BACKGROUND) {
        return distances[k];
      }
    }
    return BEYOND * distances[NEIGHBOURS - 1];
  }

  private Vote vote(SiftFeatures features, int keypoint, int entry, double weight) {
    double cos = Math.cos(features.angle(keypoint));
    double sin = Math.sin(features.angle(keypoint));
    double size = features.size(keypoint);
    return new Vote(
        features.x(keypoint) + (entries[entry] * cos - entries[entry + 1] * sin) * size,
        features.y(keypoint) + (entries[entry] * sin + entries[entry + 1] * cos) * size,
        entries[entry + 2] * size,
        entries[entry + 3] * size,
        weight,
        keypoint);
  }

  /**
   * The best places of one label: score is the sum of the weights, times the part of the votes that
   * are from different keypoints.
   */
  private static List<ScoredBox> peaks(String label, List<Vote> all, SiftFeatures image) {
    List<Vote> votes =
        all.stream()
            .sorted(Comparator.comparingDouble(Vote::weight).reversed())
            .limit(MOST_VOTES)
            .toList();
    record Peak(List<Vote> votes, double weight) {}
    List<Peak> peaks = new ArrayList<>();
    for (Vote vote : votes) {
      List<Vote> near = new ArrayList<>();
      double weight = 0;
      for (Vote other : votes) {
        if (other.supports(vote)) {
          near.add(other);
          weight += other.weight;
        }
      }
      peaks.add(new Peak(near, weight));
    }
    peaks.sort(Comparator.comparingDouble(Peak::weight).reversed());
    List<ScoredBox> boxes = new ArrayList<>();
    for (Peak peak : peaks.subList(0, Math.min(PEAKS, peaks.size()))) {
      long keypoints = peak.votes.stream().mapToInt(Vote::keypoint).distinct().count();
      if (keypoints >= 2) {
        double score = peak.weight * keypoints / peak.votes.size();
        Box box =
            Box.centered(
                Medians.of(peak.votes.stream().mapToDouble(Vote::x).toArray()),
                Medians.of(peak.votes.stream().mapToDouble(Vote::y).toArray()),
                Medians.of(peak.votes.stream().mapToDouble(Vote::width).toArray()),
                Medians.of(peak.votes.stream().mapToDouble(Vote::height).toArray()));
        boxes.add(new ScoredBox(label, box.inside(image.width(), image.height()), score));
      }
    }
    return boxes;
  }

  /** Each descriptor's root of its parts of the sum, one row each. */
  private static float[] rootSift(byte[] descriptors) {
    float[] roots = new float[descriptors.length];
    for (int from = 0; from < descriptors.length; from += SiftFeatures.DIMENSIONS) {
      int sum = 0;
      for (int i = from; i < from + SiftFeatures.DIMENSIONS; i++) {
        sum += descriptors[i] & 255;
      }
      for (int i = from; i < from + SiftFeatures.DIMENSIONS; i++) {
        roots[i] = (float) Math.sqrt((descriptors[i] & 255) / (double) Math.max(1, sum));
      }
    }
    return roots;
  }

  /** Labels, seed and keypoints; {@link #load} builds the same index from them. */
  @Override
  public byte[] save() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeInt(FORMAT);
      out.writeLong(seed);
      out.writeInt(labels.size());
      for (String label : labels) {
        out.writeUTF(label);
      }
      out.writeInt(entries.length / ENTRY);
      ByteBuffer numbers = ByteBuffer.allocate(entries.length * Float.BYTES);
      numbers.asFloatBuffer().put(entries);
      out.write(numbers.array());
      out.write(descriptors);
    } catch (IOException e) {
      throw new IllegalStateException("A model in memory could not be written.", e);
    }
    return bytes.toByteArray();
  }

  /**
   * The model that {@link #save} wrote.
   *
   * @throws IOException in a sentence, when it is not such a model
   */
  static HoughModel load(byte[] saved) throws IOException {
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(saved));
    if (in.readInt() != FORMAT) {
      throw new IOException("This is not a SIFT and Hough model of this version.");
    }
    long seed = in.readLong();
    int count = in.readInt();
    List<String> labels = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      labels.add(in.readUTF());
    }
    int size = in.readInt();
    if (size < 0 || size > MOST_ENTRIES || in.available() != size * (ENTRY * 4 + 128)) {
      throw new IOException("The SIFT and Hough model is cut off: it has " + size + " keypoints.");
    }
    byte[] numbers = in.readNBytes(size * ENTRY * Float.BYTES);
    float[] entries = new float[size * ENTRY];
    ByteBuffer.wrap(numbers).asFloatBuffer().get(entries);
    for (int i = 5; i < entries.length; i += ENTRY) {
      if (!(entries[i] >= BACKGROUND && entries[i] < labels.size())) {
        throw new IOException("The SIFT and Hough model has a keypoint of an unknown label.");
      }
    }
    return new HoughModel(List.copyOf(labels), in.readAllBytes(), entries, seed);
  }

  @Override
  public void close() {
    // All of it is on the heap.
  }
}
