package dev.labelops.engine.labeling.shared.image;

import dev.labelops.engine.labeling.task.UnusableObject;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * What the head of a file says of it as an image. The documented input formats are JPEG and PNG
 * (developer guide, sms-supported-data-formats); the content decides, not the name. Nothing is
 * decoded: the size in a header costs a few bytes, however many pixels there are.
 */
final class ImageHead {
  private static final int PEEK = 64;

  /** A format that is not labeled, for a reason that helps more than "unknown". */
  private record Other(String name, String start, int offset) {
    boolean matches(String head) {
      return head.startsWith(start, offset);
    }
  }

  private static final List<Other> OTHERS =
      List.of(
          new Other("a TIFF image", "II*\0", 0),
          new Other("a TIFF image", "MM\0*", 0),
          new Other("a GIF image", "GIF8", 0),
          new Other("a BMP image", "BM", 0),
          new Other("a WebP image", "WEBP", 8),
          new Other("a HEIF, AVIF or MP4 file", "ftyp", 4),
          new Other("a JPEG XL image", "\u00ff\n", 0),
          new Other("a PDF document", "%PDF", 0));

  private ImageHead() {}

  /**
   * Reads as far as the first image data.
   *
   * @param file the file from its beginning; not closed
   * @throws UnusableObject when it is not an image that workers can be shown
   * @throws IOException when the stream breaks, which says nothing about the image
   */
  static ImageSize read(InputStream file) throws IOException {
    BufferedInputStream in = new BufferedInputStream(file);
    in.mark(PEEK);
    String head = new String(in.readNBytes(PEEK), StandardCharsets.ISO_8859_1);
    in.reset();
    HeadBytes bytes = new HeadBytes(in);
    if (head.startsWith(JpegHead.MAGIC)) {
      return JpegHead.read(bytes);
    }
    if (head.startsWith(PngHead.MAGIC)) {
      return PngHead.read(bytes);
    }
    throw new UnusableObject(
        head.isEmpty()
            ? "The file is empty."
            : "The file is %s; only JPEG and PNG images can be labeled.".formatted(kind(head)));
  }

  private static String kind(String head) {
    return OTHERS.stream()
        .filter(other -> other.matches(head))
        .findFirst()
        .map(Other::name)
        .orElseGet(
            () -> head.stripLeading().startsWith("<") ? "HTML, SVG or XML text" : "not an image");
  }

  /** Refuses what no decoder takes. */
  static ImageSize size(long width, long height, int depth) {
    if (width <= 0 || height <= 0 || width > Integer.MAX_VALUE || height > Integer.MAX_VALUE) {
      throw new UnusableObject("The image's header has no valid width or height.");
    }
    return new ImageSize((int) width, (int) height, depth);
  }
}
