package dev.labelops.engine.labeling.shared.image;

import dev.labelops.engine.s3.ObjectStore;
import dev.labelops.engine.s3.S3Location;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.util.Optional;

/**
 * Looks whether a picture can be labeled, and how large it is. Why it cannot is said without its
 * name, so that equal reasons are equal texts.
 */
public final class ImageProbe {
  /** What came of a look. */
  public sealed interface Look {
    /** Workers can see it. */
    record Fine(ImageSize size) implements Look {}

    /**
     * It cannot be labeled.
     *
     * @param why a sentence
     */
    record Unusable(String why) implements Look {}
  }

  /** The largest image file that Ground Truth takes: 40 MB (input-data-limits). */
  static final int MAX_BYTES = 40 * 1024 * 1024;

  /** Pixels of the largest image without automated labeling (input-data-limits). */
  private static final long MAX_PIXELS = 100_000_000;

  /** Pixels of the largest image with automated labeling: 3840 x 2160 (input-data-limits). */
  private static final long MAX_PIXELS_AUTOMATED = 3840L * 2160;

  private static final int MAX_KEY_BYTES = 1024;

  private final ObjectStore objects;
  private final long maxPixels;

  /**
   * @param automated whether the job has a labeling algorithm, which takes smaller pictures only
   */
  public ImageProbe(ObjectStore objects, boolean automated) {
    this.objects = objects;
    this.maxPixels = automated ? MAX_PIXELS_AUTOMATED : MAX_PIXELS;
  }

  /**
   * Reads the head of the image file and the CORS rules of its bucket.
   *
   * @throws IOException when the objects cannot be reached just now, which says nothing about the
   *     image
   */
  public Look look(S3Location location) throws IOException {
    if (!canBeKey(location.key())) {
      return new Look.Unusable("source-ref has no key that an object can have.");
    }
    try {
      Optional<Long> bytes = objects.size(location);
      if (bytes.isEmpty()) {
        return missing();
      }
      if (!objects.allowsBrowserGet(location.bucket())) {
        return new Look.Unusable(
            "The bucket %s has no CORS rule that lets a browser GET; workers could not load it."
                .formatted(location.bucket()));
      }
      if (bytes.get() > MAX_BYTES) {
        return new Look.Unusable("The file is larger than 40 MB, the most that can be labeled.");
      }
      Optional<InputStream> stream = objects.read(location);
      if (stream.isEmpty()) {
        return missing();
      }
      try (InputStream file = stream.get()) {
        return withinLimit(ImageHead.read(file));
      }
    } catch (AccessDeniedException e) {
      return new Look.Unusable("The account of the execution role may not read the object.");
    }
  }

  private Look withinLimit(Look look) {
    return look instanceof Look.Fine(ImageSize size)
            && (long) size.width() * size.height() > maxPixels
        ? new Look.Unusable(
            "The picture has more than %,d pixels, the most that can be labeled%s."
                .formatted(
                    maxPixels, maxPixels == MAX_PIXELS ? "" : " in a job with automated labeling"))
        : look;
  }

  private static Look missing() {
    return new Look.Unusable("The object does not exist.");
  }

  private static boolean canBeKey(String key) {
    int bytes = key.getBytes(StandardCharsets.UTF_8).length;
    return bytes > 0 && bytes <= MAX_KEY_BYTES && key.indexOf('\0') < 0;
  }
}
