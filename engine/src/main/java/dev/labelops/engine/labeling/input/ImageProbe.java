package dev.labelops.engine.labeling.input;

import dev.labelops.engine.labeling.task.ImageSize;
import dev.labelops.engine.s3.ObjectStore;
import dev.labelops.engine.s3.S3Location;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.util.Arrays;
import java.util.Iterator;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.stream.ImageInputStream;

/** Looks whether a worker's browser could show an image, and how large it is. */
public final class ImageProbe {
  /** What came of a look. */
  public sealed interface Look {
    /** Workers can see it. */
    record Fine(ImageSize size) implements Look {}

    /**
     * Workers cannot see it.
     *
     * @param why a sentence
     */
    record Unusable(String why) implements Look {}
  }

  private static final int COLOUR_CHANNELS = 3;
  private static final int HEAD_BYTES = 256 * 1024;

  /** The largest image file that Ground Truth takes: 40 MB. */
  private static final int MAX_BYTES = 40 * 1024 * 1024;

  private final ObjectStore objects;

  static {
    ImageIO.setUseCache(false);
  }

  public ImageProbe(ObjectStore objects) {
    this.objects = objects;
  }

  /**
   * Reads the head of the image file and the CORS rules of its bucket.
   *
   * @throws IOException when the objects cannot be reached just now, which says nothing about the
   *     image
   */
  public Look look(S3Location location) throws IOException {
    try {
      var stream = objects.read(location);
      if (stream.isEmpty()) {
        return new Look.Unusable("There is no object " + location + ".");
      }
      try (InputStream bytes = stream.get()) {
        if (!objects.allowsBrowserGet(location.bucket())) {
          return new Look.Unusable(
              "The bucket "
                  + location.bucket()
                  + " has no CORS rule that lets a browser GET; workers could not load it.");
        }
        return look(location, bytes);
      }
    } catch (AccessDeniedException | RuntimeException e) {
      return unreadable(location, e);
    }
  }

  // The size stands at the beginning, but behind embedded previews and colour profiles.
  private static Look look(S3Location location, InputStream bytes) throws IOException {
    byte[] head = bytes.readNBytes(HEAD_BYTES);
    Look look = size(location, head);
    if (look instanceof Look.Fine || head.length < HEAD_BYTES) {
      return look;
    }
    byte[] rest = bytes.readNBytes(MAX_BYTES - HEAD_BYTES);
    byte[] whole = Arrays.copyOf(head, head.length + rest.length);
    System.arraycopy(rest, 0, whole, head.length, rest.length);
    return size(location, whole);
  }

  private static Look size(S3Location location, byte[] bytes) {
    try (ImageInputStream image = ImageIO.createImageInputStream(new ByteArrayInputStream(bytes))) {
      Iterator<ImageReader> readers = ImageIO.getImageReaders(image);
      if (!readers.hasNext()) {
        return new Look.Unusable(location + " is not an image that can be read.");
      }
      ImageReader reader = readers.next();
      try {
        reader.setInput(image, true, true);
        return new Look.Fine(
            new ImageSize(reader.getWidth(0), reader.getHeight(0), channels(reader)));
      } finally {
        reader.dispose();
      }
    } catch (IOException | RuntimeException e) {
      return unreadable(location, e);
    }
  }

  private static Look unreadable(S3Location location, Exception e) {
    return new Look.Unusable(location + " cannot be read: " + e.getMessage());
  }

  private static int channels(ImageReader reader) throws IOException {
    ImageTypeSpecifier raw = reader.getRawImageType(0);
    return raw == null ? COLOUR_CHANNELS : raw.getColorModel().getNumComponents();
  }
}
