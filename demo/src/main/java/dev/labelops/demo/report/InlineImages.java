package dev.labelops.demo.report;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import javax.imageio.ImageIO;

/** Image files as data URIs, so that the report is one file. */
final class InlineImages {
  private static final int LARGEST_SIDE = 640;
  private static final int SMALLEST_SIDE = 240;

  /** Pixels of all images together; about 25 MB of HTML. */
  private static final double MOST_PIXELS = 60e6;

  private static final Map<String, String> TYPES =
      Map.of("jpg", "image/jpeg", "jpeg", "image/jpeg", "png", "image/png");

  private InlineImages() {}

  /**
   * Null when the file is not there or no image.
   *
   * @param of how many images there are
   */
  static String dataUri(Path file, int of) {
    int largest =
        (int) Math.clamp(Math.sqrt(MOST_PIXELS / Math.max(1, of)), SMALLEST_SIDE, LARGEST_SIDE);
    String name = file.getFileName().toString();
    String type = TYPES.get(name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT));
    if (type == null || !Files.exists(file)) {
      return null;
    }
    try {
      BufferedImage image = ImageIO.read(file.toFile());
      int side = image == null ? 0 : Math.max(image.getWidth(), image.getHeight());
      if (side <= largest) {
        return uri(type, Files.readAllBytes(file));
      }
      return uri("image/jpeg", shrunk(image, (double) largest / side));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }

  private static byte[] shrunk(BufferedImage image, double factor) throws IOException {
    int width = (int) (image.getWidth() * factor);
    int height = (int) (image.getHeight() * factor);
    BufferedImage small = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D g = small.createGraphics();
    g.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
    g.drawImage(image, 0, 0, width, height, null);
    g.dispose();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ImageIO.write(small, "jpeg", bytes);
    return bytes.toByteArray();
  }

  private static String uri(String type, byte[] bytes) {
    return "data:" + type + ";base64," + Base64.getEncoder().encodeToString(bytes);
  }
}
