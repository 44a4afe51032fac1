package dev.labelops.learning.boxes;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * SIFT keypoints of an image (Lowe, "Distinctive Image Features from Scale-Invariant Keypoints",
 * IJCV 60(2), 2004). Computed once per image; {@link #write} is the form for a cache.
 *
 * @param width of the image, pixels
 * @param height of the image, pixels
 * @param keypoints 4 numbers each: x, y and size in pixels of the image, angle in radians
 * @param descriptors 128 bytes each, unsigned
 */
public record SiftFeatures(int width, int height, float[] keypoints, byte[] descriptors) {
  static final int NUMBERS = 4;
  static final int DIMENSIONS = 128;

  private static final int FORMAT = 0x53494631;
  private static final int MOST = 1 << 16;

  public SiftFeatures {
    if (width < 1
        || height < 1
        || keypoints.length % NUMBERS != 0
        || keypoints.length / NUMBERS * DIMENSIONS != descriptors.length) {
      throw new IllegalArgumentException(
          "SIFT features have 4 numbers and 128 bytes a keypoint, not "
              + keypoints.length
              + " and "
              + descriptors.length);
    }
  }

  public int count() {
    return keypoints.length / NUMBERS;
  }

  float x(int keypoint) {
    return keypoints[NUMBERS * keypoint];
  }

  float y(int keypoint) {
    return keypoints[NUMBERS * keypoint + 1];
  }

  float size(int keypoint) {
    return keypoints[NUMBERS * keypoint + 2];
  }

  float angle(int keypoint) {
    return keypoints[NUMBERS * keypoint + 3];
  }

  /** 144 bytes a keypoint. */
  public void write(DataOutputStream out) throws IOException {
    out.writeInt(FORMAT);
    out.writeInt(width);
    out.writeInt(height);
    out.writeInt(count());
    ByteBuffer numbers = ByteBuffer.allocate(keypoints.length * Float.BYTES);
    numbers.asFloatBuffer().put(keypoints);
    out.write(numbers.array());
    out.write(descriptors);
  }

  /**
   * What {@link #write} wrote.
   *
   * @throws IOException when it is anything else, or cut off
   */
  public static SiftFeatures read(DataInputStream in) throws IOException {
    if (in.readInt() != FORMAT) {
      throw new IOException("These are not SIFT features of this version.");
    }
    int width = in.readInt();
    int height = in.readInt();
    int count = in.readInt();
    if (width < 1 || height < 1 || count < 0 || count > MOST) {
      throw new IOException(
          "SIFT features of " + count + " keypoints in " + width + " x " + height + " pixels.");
    }
    byte[] numbers = new byte[count * NUMBERS * Float.BYTES];
    in.readFully(numbers);
    float[] keypoints = new float[count * NUMBERS];
    ByteBuffer.wrap(numbers).asFloatBuffer().get(keypoints);
    byte[] descriptors = new byte[count * DIMENSIONS];
    in.readFully(descriptors);
    return new SiftFeatures(width, height, keypoints, descriptors);
  }
}
