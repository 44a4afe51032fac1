package dev.labelops.engine.labeling.shared.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Our rows against the JDK's reader and writer. */
class PngRowsTest {
  private final Random random = new Random(11);

  @ParameterizedTest
  @ValueSource(
      ints = {
        BufferedImage.TYPE_INT_RGB,
        BufferedImage.TYPE_INT_ARGB,
        BufferedImage.TYPE_BYTE_GRAY,
        BufferedImage.TYPE_BYTE_INDEXED
      })
  void decodesWhatTheJdkWrites(int type) throws IOException {
    BufferedImage image = new BufferedImage(37, 23, type);
    paint(image);

    check(image, png(image));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4, 8})
  void decodesPalettesOfFewColours(int bits) throws IOException {
    byte[] values = new byte[1 << bits];
    random.nextBytes(values);
    byte[] others = values.clone();
    // A palette of greys would be written as grey.
    others[0] ^= 1;
    IndexColorModel colours = new IndexColorModel(bits, values.length, values, values, others);
    int type = bits == 8 ? BufferedImage.TYPE_BYTE_INDEXED : BufferedImage.TYPE_BYTE_BINARY;
    BufferedImage image = new BufferedImage(19, 5, type, colours);
    for (int y = 0; y < 5; y++) {
      for (int x = 0; x < 19; x++) {
        image.getRaster().setSample(x, y, 0, random.nextInt(values.length));
      }
    }

    check(image, png(image));
  }

  @Test
  void undoesEveryFilter() throws IOException {
    BufferedImage image = new BufferedImage(64, 64, BufferedImage.TYPE_INT_RGB);
    paint(image);
    byte[] file = FilteredPng.of(image);

    check(image, file);
    check(ImageIO.read(new ByteArrayInputStream(file)), file);
  }

  @Test
  void whatIsTransparentHasNoColour() throws IOException {
    BufferedImage image = new BufferedImage(2, 1, BufferedImage.TYPE_INT_ARGB);
    image.setRGB(0, 0, 0x00123456);
    image.setRGB(1, 0, 0x01123456);

    assertThat(read(png(image), 2, 1)[0]).containsExactly(PngRows.TRANSPARENT, 0x123456);
  }

  @Test
  void theJdkReadsWhatWeWrite() throws IOException {
    int[] palette = {0xffffff, 0x1f77b4, 0xff7f0e};
    byte[][] rows = new byte[300][500];
    var bytes = new ByteArrayOutputStream();
    PalettePng png = new PalettePng(bytes, 500, 300, palette);
    for (byte[] row : rows) {
      for (int x = 0; x < row.length; x++) {
        row[x] = (byte) random.nextInt(3);
      }
      png.row(row);
    }
    png.finish();

    BufferedImage image = ImageIO.read(new ByteArrayInputStream(bytes.toByteArray()));

    assertThat(bytes.size()).as("more than one chunk").isGreaterThan(32 * 1024);
    for (int y = 0; y < 300; y++) {
      for (int x = 0; x < 500; x++) {
        assertThat(image.getRGB(x, y) & 0xffffff).isEqualTo(palette[rows[y][x]]);
      }
    }
    check(image, bytes.toByteArray());
  }

  @ParameterizedTest
  @CsvSource({
    "0, 7, it is no PNG image",
    "12, 1, its header is damaged",
    "16, -1, its header is damaged",
    "24, 16, 16 bits in each channel",
    "24, 3, its kind of pixels is not known",
    "25, 5, its kind of pixels is not known",
    "25, 3, it has no palette",
    "26, 1, its header is damaged",
    "28, 1, it is interlaced",
    "33, -1, it has no image data",
    "41, 1, its compressed data are damaged",
  })
  void refusesWhatItCannotDecode(int at, byte value, String message) throws IOException {
    byte[] file = png(new BufferedImage(9, 9, BufferedImage.TYPE_INT_RGB));
    file[at] = value;

    assertThatThrownBy(() -> read(file, 9, 9))
        .isInstanceOf(PngRows.Undecodable.class)
        .hasMessageContaining(message);
  }

  @Test
  void aFileMayEndAnywhere() throws IOException {
    BufferedImage image = new BufferedImage(9, 9, BufferedImage.TYPE_INT_RGB);
    paint(image);
    byte[] file = png(image);
    // Before the checksums of data and chunk, and the last chunk.
    for (int length = 0; length < file.length - 4 - 4 - 12; length++) {
      byte[] part = Arrays.copyOf(file, length);
      assertThatThrownBy(() -> read(part, 9, 9))
          .as("of %d bytes", length)
          .isInstanceOf(PngRows.Undecodable.class)
          .hasMessageContaining("cut off");
    }
  }

  @Test
  void interlacedImagesAreRefused() throws IOException {
    ImageWriter writer = ImageIO.getImageWritersByFormatName("png").next();
    ImageWriteParam param = writer.getDefaultWriteParam();
    param.setProgressiveMode(ImageWriteParam.MODE_DEFAULT);
    var bytes = new ByteArrayOutputStream();
    try (ImageOutputStream out = ImageIO.createImageOutputStream(bytes)) {
      writer.setOutput(out);
      BufferedImage image = new BufferedImage(9, 9, BufferedImage.TYPE_INT_RGB);
      writer.write(null, new IIOImage(image, null, null), param);
    }

    assertThatThrownBy(() -> read(bytes.toByteArray(), 9, 9)).hasMessageContaining("interlace");
  }

  private void paint(BufferedImage image) {
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        image.setRGB(x, y, 0xff000000 | random.nextInt(0x1000000));
      }
    }
  }

  private static void check(BufferedImage image, byte[] file) throws IOException {
    boolean grey = image.getType() == BufferedImage.TYPE_BYTE_GRAY;
    int[][] rows = read(file, image.getWidth(), image.getHeight());
    for (int y = 0; y < rows.length; y++) {
      for (int x = 0; x < rows[y].length; x++) {
        // getRGB converts grey from another colour space.
        int expected =
            grey ? 0x10101 * image.getRaster().getSample(x, y, 0) : image.getRGB(x, y) & 0xffffff;
        assertThat(rows[y][x]).as("%d, %d", x, y).isEqualTo(expected);
      }
    }
  }

  private static int[][] read(byte[] file, int width, int height) throws IOException {
    int[][] rows = new int[height][width];
    try (PngRows png = PngRows.open(new ByteArrayInputStream(file))) {
      for (int[] row : rows) {
        png.next(row);
      }
    }
    return rows;
  }

  private static byte[] png(BufferedImage image) throws IOException {
    var bytes = new ByteArrayOutputStream();
    ImageIO.write(image, "png", bytes);
    return bytes.toByteArray();
  }
}
