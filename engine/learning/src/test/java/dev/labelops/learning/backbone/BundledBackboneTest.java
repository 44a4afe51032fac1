package dev.labelops.learning.backbone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * EfficientNet-Lite0 as converted by this build, with what an independent conversion (by the onnx
 * package and numpy) gave for the same picture.
 */
class BundledBackboneTest {

  @Test
  void theConvertedModelComputesWhatTheOtherConversionDoes() throws Exception {
    Optional<Backbone> bundled = Backbone.bundled(Limits.DEFAULT);
    assumeTrue(
        bundled.isPresent(),
        "this build is without EfficientNet-Lite0 (no Python, or neither network nor cache)");
    try (Backbone backbone = bundled.get()) {
      // 96 x 64 pixels: enlarging by 1 changes nothing.
      List<FeatureMap> maps = backbone.maps(pattern(), 1, 5);
      assertThat(maps).extracting(FeatureMap::name).containsExactly("c2", "c3", "c4", "c5");
      assertThat(maps).extracting(FeatureMap::stride).containsExactly(4, 8, 16, 32);
      assertThat(maps).extracting(FeatureMap::channels).containsExactly(24, 40, 112, 320);
      double[] means = {.5410217, .4094260, -.0526379, .0401977};
      for (int i = 0; i < 4; i++) {
        assertThat(mean(maps.get(i).values()))
            .as(maps.get(i).name())
            .isCloseTo(means[i], within(1e-4));
      }
    }
  }

  @Test
  void anEmbeddingHas1280NumbersAndTheDescriptionSaysWhatItIs() throws Exception {
    Optional<Backbone> bundled = Backbone.bundled(Limits.DEFAULT);
    assumeTrue(
        bundled.isPresent(),
        "this build is without EfficientNet-Lite0 (no Python, or neither network nor cache)");
    try (Backbone backbone = bundled.get()) {
      assertThat(backbone.features(pattern()).embedding()).hasSize(1280);
      assertThat(backbone.features(pattern()).embedding())
          .isEqualTo(backbone.features(pattern()).embedding());
      assertThat(backbone.description().name()).isEqualTo("efficientnet-lite0");
      assertThat(backbone.description().embedding()).isEqualTo(1280);
      assertThat(Backbone.class.getResource("efficientnet-lite0/LICENSE")).isNotNull();
    }
  }

  /** Row y, column x, channel c: (y (3 + c) + x (5 - c)) modulo 256. */
  private static RgbImage pattern() {
    byte[] rgb = new byte[3 * 96 * 64];
    for (int y = 0; y < 64; y++) {
      for (int x = 0; x < 96; x++) {
        for (int c = 0; c < 3; c++) {
          rgb[3 * (y * 96 + x) + c] = (byte) ((y * (3 + c) + x * (5 - c)) % 256);
        }
      }
    }
    return new RgbImage(96, 64, rgb);
  }

  private static double mean(float[] values) {
    double sum = 0;
    for (float value : values) {
      sum += value;
    }
    return sum / values.length;
  }
}
