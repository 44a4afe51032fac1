package dev.labelops.engine.labeling.learning;

import dev.labelops.learning.backbone.RgbImage;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Iterator;
import java.util.Optional;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;

/**
 * Decodes images as workers see them: the stored pixels. An orientation in EXIF is left as it is,
 * because the portal shows images so (CSS {@code image-orientation: none}) and boxes are in stored
 * pixels.
 */
final class StoredImage {
  static {
    ImageIO.setUseCache(false);
  }

  private StoredImage() {}

  /**
   * @param maxPixels larger images are not decoded: they are not labeled, and would take too much
   *     memory
   * @return empty when it is not an image that Java can decode
   */
  static Optional<RgbImage> decode(byte[] file, int maxPixels) {
    try (ImageInputStream in = ImageIO.createImageInputStream(new ByteArrayInputStream(file))) {
      Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
      if (!readers.hasNext()) {
        return Optional.empty();
      }
      ImageReader reader = readers.next();
      try {
        reader.setInput(in, true, true);
        if ((long) reader.getWidth(0) * reader.getHeight(0) > maxPixels) {
          return Optional.empty();
        }
        BufferedImage image = reader.read(0);
        return Optional.of(RgbImage.of(image));
      } finally {
        reader.dispose();
      }
    } catch (IOException | RuntimeException e) {
      // Decoders answer broken files with exceptions of any kind; the bytes are in memory already.
      return Optional.empty();
    }
  }
}
