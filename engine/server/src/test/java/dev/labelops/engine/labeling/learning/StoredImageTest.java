package dev.labelops.engine.labeling.learning;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labelops.learning.backbone.RgbImage;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class StoredImageTest {
  /** APP1 with an EXIF orientation of 6: turn by 90 degrees to show it. */
  private static final byte[] TURNED =
      HexFormat.of()
          .parseHex(
              "ffe1002245786966000049492a00080000000100120103000100000006000000" + "00000000");

  /** Boxes are in stored pixels, which the portal shows, so an orientation changes nothing. */
  @Test
  void anOrientationInExifLeavesTheStoredPixelsAsTheyAre() throws IOException {
    byte[] plain = jpeg(60, 40);
    ByteArrayOutputStream turned = new ByteArrayOutputStream();
    turned.write(plain, 0, 2);
    turned.write(TURNED);
    turned.write(plain, 2, plain.length - 2);

    RgbImage image = StoredImage.decode(turned.toByteArray(), 10_000).orElseThrow();

    assertThat(image.width()).isEqualTo(60);
    assertThat(image.height()).isEqualTo(40);
    assertThat(image.rgb()).isEqualTo(StoredImage.decode(plain, 10_000).orElseThrow().rgb());
    // The left half is red.
    assertThat(image.rgb()[0] & 255).isGreaterThan(200);
    assertThat(image.rgb()[3 * 59] & 255).isLessThan(60);
  }

  @Test
  void whatCannotBeDecodedOrIsTooLargeIsNoImage() throws IOException {
    byte[] whole = jpeg(60, 40);

    assertThat(StoredImage.decode(whole, 60 * 40)).isPresent();
    assertThat(StoredImage.decode(whole, 60 * 40 - 1)).isEmpty();
    assertThat(StoredImage.decode("no image".getBytes(StandardCharsets.US_ASCII), 10_000))
        .isEmpty();
    assertThat(StoredImage.decode(new byte[0], 10_000)).isEmpty();
    assertThat(StoredImage.decode(Arrays.copyOf(whole, 40), 10_000)).isEmpty();
  }

  private static byte[] jpeg(int width, int height) throws IOException {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    graphics.setColor(Color.BLUE);
    graphics.fillRect(0, 0, width, height);
    graphics.setColor(Color.RED);
    graphics.fillRect(0, 0, width / 2, height);
    graphics.dispose();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ImageIO.write(image, "jpeg", out);
    return out.toByteArray();
  }
}
