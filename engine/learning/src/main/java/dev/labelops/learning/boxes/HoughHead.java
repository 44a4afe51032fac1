package dev.labelops.learning.boxes;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;

/**
 * SIFT with generalised Hough voting (Ballard, "Generalizing the Hough transform to detect
 * arbitrary shapes", Pattern Recognition 13(2), 1981): each labeled keypoint stores where the box
 * is, in units of its size and turned by its angle; in a new image its nearest neighbours vote. For
 * rigid, textured marks; there is nothing to learn beyond the index.
 */
public final class HoughHead implements BoxHead<SiftFeatures> {
  private static final int BACKGROUND_OF_IMAGE = 150;

  @Override
  public String name() {
    return "sift-hough";
  }

  @Override
  public boolean probabilities() {
    return false;
  }

  @Override
  public BoxModel<SiftFeatures> load(byte[] saved) throws IOException {
    return HoughModel.load(saved);
  }

  @Override
  public BoxModel<SiftFeatures> train(List<LabeledImage<SiftFeatures>> images, long seed) {
    List<String> labels =
        List.copyOf(
            new TreeSet<>(
                images.stream()
                    .flatMap(image -> image.boxes().stream())
                    .map(LabeledBox::label)
                    .toList()));
    if (labels.isEmpty()) {
      throw new IllegalArgumentException(
          "A model needs labeled boxes; the " + images.size() + " images have none.");
    }
    SplittableRandom random = new SplittableRandom(seed);
    List<byte[]> descriptors = new ArrayList<>();
    List<float[]> entries = new ArrayList<>();
    for (LabeledImage<SiftFeatures> image : images) {
      SiftFeatures features = image.features().get();
      List<Integer> background = new ArrayList<>();
      for (int i = 0; i < features.count(); i++) {
        boolean inside = false;
        for (LabeledBox labeled : image.boxes()) {
          if (labeled.box().contains(features.x(i), features.y(i))) {
            inside = true;
            descriptors.add(descriptor(features, i));
            entries.add(entry(features, i, labeled.box(), labels.indexOf(labeled.label())));
          }
        }
        if (!inside) {
          background.add(i);
        }
      }
      for (int i = 0; i < Math.min(BACKGROUND_OF_IMAGE, background.size()); i++) {
        int other = random.nextInt(i, background.size());
        int keypoint = background.set(other, background.get(i));
        descriptors.add(descriptor(features, keypoint));
        entries.add(new float[] {0, 0, 0, 0, 0, HoughModel.BACKGROUND});
      }
    }
    return new HoughModel(labels, concatenate(descriptors), concatenateFloats(entries), seed);
  }

  private static byte[] descriptor(SiftFeatures features, int keypoint) {
    int from = keypoint * SiftFeatures.DIMENSIONS;
    return Arrays.copyOfRange(features.descriptors(), from, from + SiftFeatures.DIMENSIONS);
  }

  private static float[] entry(SiftFeatures features, int i, Box box, int label) {
    double dx = box.centerX() - features.x(i);
    double dy = box.centerY() - features.y(i);
    double size = features.size(i);
    double cos = Math.cos(-features.angle(i));
    double sin = Math.sin(-features.angle(i));
    return new float[] {
      (float) ((dx * cos - dy * sin) / size),
      (float) ((dx * sin + dy * cos) / size),
      (float) (box.width() / size),
      (float) (box.height() / size),
      features.angle(i),
      label
    };
  }

  private static byte[] concatenate(List<byte[]> parts) {
    byte[] all = new byte[parts.size() * SiftFeatures.DIMENSIONS];
    for (int i = 0; i < parts.size(); i++) {
      System.arraycopy(parts.get(i), 0, all, i * SiftFeatures.DIMENSIONS, SiftFeatures.DIMENSIONS);
    }
    return all;
  }

  private static float[] concatenateFloats(List<float[]> parts) {
    float[] all = new float[parts.size() * HoughModel.ENTRY];
    for (int i = 0; i < parts.size(); i++) {
      System.arraycopy(parts.get(i), 0, all, i * HoughModel.ENTRY, HoughModel.ENTRY);
    }
    return all;
  }
}
