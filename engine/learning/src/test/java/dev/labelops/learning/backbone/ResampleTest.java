package dev.labelops.learning.backbone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.awt.image.BufferedImage;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResampleTest {

  /**
   * Pixel (0, 0), pixel (1, 1) and the last, as Pillow 12 gives them for the same image; it rounds
   * after each pass.
   */
  @ParameterizedTest
  @CsvSource({
    "NEAREST, 3, 4, 37 5 180 164 56 147 141 169 128",
    "LANCZOS, 3, 4, 30 3 188 210 60 149 141 186 120",
    "BILINEAR, 3, 4, 45 9 185 180 66 150 133 176 123",
    "BICUBIC, 3, 4, 34 5 187 197 62 150 138 182 121",
    "BOX, 3, 4, 19 3 190 191 65 151 160 197 118",
    "HAMMING, 3, 4, 33 6 186 181 63 149 145 183 122",
    "LANCZOS, 10, 8, 0 0 201 32 5 193 184 228 107",
    "BILINEAR, 10, 8, 0 0 200 43 8 192 178 224 108",
    "BICUBIC, 10, 8, 0 0 200 35 6 193 184 228 108",
  })
  void resizesAsPillowDoes(Resample filter, int width, int height, String pixels) {
    int[] expected = Arrays.stream(pixels.split(" ")).mapToInt(Integer::parseInt).toArray();

    float[][] planes = filter.resize(pattern(), width, height);

    int[] places = {0, width + 1, width * height - 1};
    for (int i = 0; i < expected.length; i++) {
      assertThat(planes[i % 3][places[i / 3]])
          .as("value " + i)
          .isCloseTo(expected[i], within(1.2f));
    }
  }

  @Test
  void readsImagesAndPutsTransparentPixelsOnWhite() {
    BufferedImage image = new BufferedImage(2, 1, BufferedImage.TYPE_INT_ARGB);
    image.setRGB(0, 0, 0xFF102030);
    image.setRGB(1, 0, 0x00102030);

    assertThat(RgbImage.of(image).rgb()).containsExactly(0x10, 0x20, 0x30, 0xFF, 0xFF, 0xFF);
  }

  @Test
  void readsImagesAsTheyAreDecodedFromFiles() {
    BufferedImage image = new BufferedImage(2, 1, BufferedImage.TYPE_3BYTE_BGR);
    image.setRGB(0, 0, 0xFF102030);
    image.setRGB(1, 0, 0xFFA0B0C0);

    assertThat(RgbImage.of(image).rgb())
        .containsExactly(0x10, 0x20, 0x30, (byte) 0xA0, (byte) 0xB0, (byte) 0xC0);
  }

  private static RgbImage pattern() {
    byte[] rgb = new byte[3 * 7 * 5];
    for (int y = 0; y < 5; y++) {
      for (int x = 0; x < 7; x++) {
        int i = 3 * (y * 7 + x);
        rgb[i] = (byte) (x * 37 + y * 53);
        rgb[i + 1] = (byte) (x * x * 5 + y * 11);
        rgb[i + 2] = (byte) (200 - x * 20 + y * 7);
      }
    }
    return new RgbImage(7, 5, rgb);
  }
}
