package dev.labelops.learning.boxes;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.opencv_core.DMatch;
import org.bytedeco.opencv.opencv_core.DMatchVector;
import org.bytedeco.opencv.opencv_core.DMatchVectorVector;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.MatVector;
import org.bytedeco.opencv.opencv_features2d.FlannBasedMatcher;
import org.bytedeco.opencv.opencv_flann.KDTreeIndexParams;
import org.bytedeco.opencv.opencv_flann.SearchParams;

/**
 * The index of {@link HoughHead}: labeled keypoints, and a forest of KD trees that finds the
 * nearest (FLANN: Muja and Lowe, VISAPP 2009). Descriptors are compared as RootSIFT (Arandjelovic
 * and Zisserman, CVPR 2012).
 */
public final class HoughModel implements BoxModel<SiftFeatures> {
  /** An entry: offset x and y, width, height, all in sizes of the keypoint; angle; label. */
  static final int ENTRY = 6;

  static final int BACKGROUND = -1;

  private static final int TREES = 4;
  private static final int CHECKS = 48;
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

  /** Not {@code opencv_flann.Index}, whose search ends the process in version 4.13.0-1.5.13. */
  private final FlannBasedMatcher index;

  private record Vote(
      double x, double y, double width, double height, double weight, int keypoint) {
    boolean supports(Vote peak) {
      double side = Math.sqrt(peak.width * peak.height);
      return Math.hypot(x - peak.x, y - peak.y) < NEAR * side
          && Math.abs(Math.log(width / peak.width)) < SIMILAR_SIZE
          && Math.abs(Math.log(height / peak.height)) < SIMILAR_SIZE;
    }
  }

  HoughModel(List<String> labels, byte[] descriptors, float[] entries, long seed) {
    this.labels = labels;
    this.descriptors = descriptors;
    this.entries = entries;
    this.seed = seed;
    index = new FlannBasedMatcher(new KDTreeIndexParams(TREES), new SearchParams(CHECKS, 0, true));
    try (PointerScope scope = new PointerScope()) {
      index.add(new MatVector(rootSift(descriptors)));
      // FLANN draws the trees' splits from OpenCV's generator, which is one per thread.
      opencv_core.setRNGSeed(Long.hashCode(seed));
      index.train();
    }
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
    int[] neighbours = new int[features.count() * NEIGHBOURS];
    float[] distances = new float[neighbours.length];
    search(features, neighbours, distances);
    List<List<Vote>> votes = new ArrayList<>();
    labels.forEach(label -> votes.add(new ArrayList<>()));
    for (int i = 0; i < features.count(); i++) {
      double background = background(neighbours, distances, i);
      for (int k = i * NEIGHBOURS; k < (i + 1) * NEIGHBOURS; k++) {
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

  private double background(int[] neighbours, float[] distances, int keypoint) {
    int last = (keypoint + 1) * NEIGHBOURS - 1;
    for (int k = keypoint * NEIGHBOURS; k <= last; k++) {
      if (neighbours[k] >= 0 && entries[neighbours[k] * ENTRY + 5] == BACKGROUND) {
        return distances[k];
      }
    }
    return BEYOND * distances[last];
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
      List<Vote> near = votes.stream().filter(other -> other.supports(vote)).toList();
      peaks.add(new Peak(near, near.stream().mapToDouble(Vote::weight).sum()));
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

  /** Fills in indices of entries and distances, nearest first; -1 where there is none. */
  private void search(SiftFeatures features, int[] neighbours, float[] distances) {
    Arrays.fill(neighbours, -1);
    try (PointerScope scope = new PointerScope()) {
      DMatchVectorVector found = new DMatchVectorVector();
      index.knnMatch(rootSift(features.descriptors()), found, NEIGHBOURS);
      for (int i = 0; i < features.count(); i++) {
        DMatchVector of = found.get(i);
        for (int k = 0; k < of.size(); k++) {
          DMatch match = of.get(k);
          neighbours[i * NEIGHBOURS + k] = match.trainIdx();
          distances[i * NEIGHBOURS + k] = match.distance();
        }
      }
    }
  }

  /** Each descriptor's root of its parts of the sum, one row each. */
  private static Mat rootSift(byte[] descriptors) {
    int rows = descriptors.length / SiftFeatures.DIMENSIONS;
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
    Mat mat = new Mat(Math.max(1, rows), SiftFeatures.DIMENSIONS, opencv_core.CV_32FC1);
    new FloatPointer(mat.data()).put(roots, 0, roots.length);
    return mat;
  }

  /** Labels, seed and keypoints; {@link #load} builds the same index from them. */
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
  public static HoughModel load(byte[] saved) throws IOException {
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
    index.close();
  }
}
