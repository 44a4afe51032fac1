package dev.labelops.learning.boxes;

import dev.labelops.learning.backbone.RgbImage;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.KeyPointVector;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Size;
import org.bytedeco.opencv.opencv_features2d.SIFT;

/** Computes {@link SiftFeatures} with OpenCV. Thread-safe. */
public final class Sift {
  private static final int MOST_KEYPOINTS = 2500;
  private static final int OCTAVE_LAYERS = 3;
  private static final double CONTRAST = .02;
  private static final double EDGE = 10;
  private static final double SIGMA = 1.6;

  /** Larger images are scaled down: the 2,500 keypoints are then the same ones, in less memory. */
  private static final int LONG_SIDE = 1280;

  /** Of OpenCV's KeyPoint, 4 bytes each: x, y, size, angle in degrees, and three more. */
  private static final int FIELDS = 7;

  private Sift() {}

  public static SiftFeatures of(RgbImage image) {
    byte[] rgb = image.rgb();
    byte[] pixels = new byte[image.width() * image.height()];
    for (int i = 0; i < pixels.length; i++) {
      // ITU-R BT.601.
      int luma =
          299 * (rgb[3 * i] & 255) + 587 * (rgb[3 * i + 1] & 255) + 114 * (rgb[3 * i + 2] & 255);
      pixels[i] = (byte) ((luma + 500) / 1000);
    }
    try (Mat gray = new Mat(image.height(), image.width(), opencv_core.CV_8UC1)) {
      gray.data().put(pixels);
      return of(gray);
    }
  }

  /**
   * @param image of 8 bits, gray or BGR; not changed
   */
  public static SiftFeatures of(Mat image) {
    // Frees all that is allocated below, also when a call fails.
    try (PointerScope scope = new PointerScope()) {
      Mat gray = gray(image);
      double scale = Math.min(1, (double) LONG_SIDE / Math.max(gray.rows(), gray.cols()));
      if (scale < 1) {
        Mat small = new Mat();
        opencv_imgproc.resize(gray, small, new Size(), scale, scale, opencv_imgproc.INTER_AREA);
        gray = small;
      }
      SIFT sift =
          SIFT.create(
              MOST_KEYPOINTS, OCTAVE_LAYERS, CONTRAST, EDGE, SIGMA, opencv_core.CV_8U, false);
      KeyPointVector found = new KeyPointVector();
      Mat described = new Mat();
      sift.detectAndCompute(gray, new Mat(), found, described);
      int count = Math.toIntExact(found.size());
      float[] keypoints = new float[count * SiftFeatures.NUMBERS];
      float[] fields = fields(found, count);
      for (int i = 0; i < count; i++) {
        int from = i * FIELDS;
        int at = i * SiftFeatures.NUMBERS;
        keypoints[at] = (float) (fields[from] / scale);
        keypoints[at + 1] = (float) (fields[from + 1] / scale);
        keypoints[at + 2] = (float) (fields[from + 2] / scale);
        keypoints[at + 3] = (float) Math.toRadians(fields[from + 3]);
      }
      byte[] descriptors = new byte[count * SiftFeatures.DIMENSIONS];
      if (count > 0) {
        described.data().get(descriptors);
      }
      return new SiftFeatures(image.cols(), image.rows(), keypoints, descriptors);
    }
  }

  /** All at once: a Java object for each keypoint and place takes a tenth of the whole time. */
  private static float[] fields(KeyPointVector found, int count) {
    float[] fields = new float[count * FIELDS];
    if (count > 0) {
      new FloatPointer(found.get(0)).capacity(fields.length).get(fields);
    }
    return fields;
  }

  private static Mat gray(Mat image) {
    if (image.depth() != opencv_core.CV_8U || image.channels() != 1 && image.channels() != 3) {
      throw new IllegalArgumentException(
          "SIFT reads images of 8 bits, gray or BGR, not of " + image.channels() + " channels.");
    }
    if (image.channels() == 1) {
      return image;
    }
    Mat gray = new Mat();
    opencv_imgproc.cvtColor(image, gray, opencv_imgproc.COLOR_BGR2GRAY);
    return gray;
  }
}
