package dev.labelops.engine.labeling.types.semanticsegmentation;

import com.fasterxml.jackson.databind.JsonNode;
import dev.labelops.engine.labeling.shared.image.DrawnSize;
import dev.labelops.engine.labeling.shared.image.ImageSize;
import dev.labelops.engine.labeling.shared.image.PngRows;
import dev.labelops.engine.labeling.task.InvalidAnswer;
import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/**
 * What a worker painted, {@code
 * {"labelMappings":{"road":{"color":"#1f77b4"}},"labeledImage":{"pngImageData":"<Base64>"},"inputImageProperties":{"height","width"}}}:
 * a PNG image of the stored size whose pixels have exactly the colours of the labels, or {@code
 * #ffffff} or nothing where there is none.
 *
 * @param colours of the labels
 * @param png in Base64
 */
record Mask(MaskColours colours, String png) {
  private static final String IMAGE = "labeledImage";
  private static final String PNG = "pngImageData";
  private static final String PATH = IMAGE + "." + PNG;

  /**
   * Decodes the whole mask, row by row.
   *
   * @param labels the job's label categories
   * @param image size of the stored image
   * @throws InvalidAnswer when the shape, a label, the size or the colour of a pixel is wrong, or
   *     the image cannot be decoded
   */
  static void check(JsonNode answer, List<String> labels, ImageSize image) {
    MaskColours colours = MaskColours.check(answer.path(MaskColours.MEMBER), labels);
    DrawnSize.check(answer.path(DrawnSize.MEMBER), image);
    JsonNode png = answer.path(IMAGE).path(PNG);
    if (!png.isTextual()) {
      throw new InvalidAnswer(PATH + " must be a PNG image in Base64");
    }
    try (Rows rows = new Mask(colours, png.textValue()).rows(image)) {
      byte[] classes = new byte[image.width()];
      for (int y = 0; y < image.height(); y++) {
        rows.next(classes);
      }
    } catch (PngRows.Undecodable e) {
      throw new InvalidAnswer("%s cannot be decoded: %s".formatted(PATH, e.getMessage()));
    } catch (IOException e) {
      throw new InvalidAnswer(PATH + " is not Base64");
    }
  }

  /**
   * @param answer checked
   * @param labels the job's label categories
   */
  static Mask of(JsonNode answer, List<String> labels) {
    return new Mask(
        MaskColours.of(answer.path(MaskColours.MEMBER), labels),
        answer.path(IMAGE).path(PNG).asText());
  }

  /**
   * @param image size that the mask must have
   * @throws InvalidAnswer when it has another
   * @throws IOException when it is no PNG that can be decoded, or no Base64
   */
  Rows rows(ImageSize image) throws IOException {
    byte[] text = png.getBytes(StandardCharsets.ISO_8859_1);
    PngRows rows = PngRows.open(Base64.getDecoder().wrap(new ByteArrayInputStream(text)));
    // Before a row of it is in memory.
    if (rows.width() != image.width() || rows.height() != image.height()) {
      throw new InvalidAnswer(
          "%s has %d x %d pixels, but the stored image has %d x %d"
              .formatted(PATH, rows.width(), rows.height(), image.width(), image.height()));
    }
    return new Rows(rows, colours.lookup());
  }

  /** The classes of a mask's pixels, row by row. */
  static final class Rows implements Closeable {
    private final PngRows png;
    private final MaskColours.Lookup lookup;
    private final int[] colours;
    private int y = -1;

    private Rows(PngRows png, MaskColours.Lookup lookup) {
      this.png = png;
      this.lookup = lookup;
      this.colours = new int[png.width()];
    }

    /**
     * @param classes receives the class of each pixel as an unsigned byte
     * @throws InvalidAnswer when a pixel has a colour that is no label's
     * @throws IOException when the image is damaged
     */
    void next(byte[] classes) throws IOException {
      png.next(colours);
      y++;
      // Neighbours mostly have the same colour.
      int colour = PngRows.TRANSPARENT;
      int known = 0;
      for (int x = 0; x < colours.length; x++) {
        if (colours[x] != colour) {
          colour = colours[x];
          known = classOf(x);
        }
        classes[x] = (byte) known;
      }
    }

    private int classOf(int x) {
      int colour = colours[x];
      int known = lookup.classOf(colour);
      if (known >= 0) {
        return known;
      }
      if (colour == PngRows.TRANSPARENT || colour == MaskColours.BACKGROUND) {
        return 0;
      }
      throw new InvalidAnswer(
          "%s has the colour %s at %d, %d, which is no label's: use the colours of labelMappings without soft edges, and #ffffff for the rest"
              .formatted(PATH, MaskColours.hex(colour), x, y));
    }

    @Override
    public void close() throws IOException {
      png.close();
    }
  }
}
