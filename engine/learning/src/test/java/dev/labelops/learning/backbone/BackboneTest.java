package dev.labelops.learning.backbone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** With models of a few hundred bytes that average pixels (src/test/python/tiny_models.py). */
class BackboneTest {
  private static final RgbImage ORANGE = plain(40, 30, 255, 128, 0);
  private static final String AS_IS =
      "{'size':{'height':64,'width':96},'do_rescale':false,'do_normalize':false}";

  @TempDir Path folder;

  @Test
  void channelsFirstWithMapsAndAnEmbedding() throws IOException {
    try (Backbone backbone = open("nchw", AS_IS)) {
      ImageFeatures features = backbone.features(ORANGE);

      assertThat(features.embedding()).containsExactly(new float[] {255, 128, 0}, within(.01f));
      assertThat(features.maps())
          .extracting(FeatureMap::name, FeatureMap::stride, FeatureMap::height, FeatureMap::width)
          .containsExactly(tuple("c3", 8, 8, 12), tuple("c4", 16, 4, 6));
      assertThat(backbone.description().maps())
          .containsExactly("c3, stride 8, 3", "c4, stride 16, 3");
      assertThat(backbone.description().input()).isEqualTo("image");
      assertThat(backbone.description().sha256()).matches("[0-9a-f]{64}");
    }
  }

  @Test
  void namesOfFreeDimensionsAreNotNeededAndAMapsMeanIsTheEmbedding() throws IOException {
    try (Backbone backbone = open("all-free", AS_IS)) {
      assertThat(backbone.features(ORANGE).embedding())
          .containsExactly(new float[] {255, 128, 0}, within(.01f));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"nchw", "all-free"})
  void whatIsReadAloneIsWhatIsReadTogether(String model) throws IOException {
    RgbImage image = plain(96, 64, 200, 100, 50);
    try (Backbone backbone = open(model, AS_IS)) {
      ImageFeatures together = backbone.features(image);

      assertThat(backbone.embedding(image)).isEqualTo(together.embedding());
      assertThat(backbone.maps(image, 1, 1))
          .singleElement()
          .satisfies(
              map -> {
                assertThat(map.name()).isEqualTo(together.maps().getLast().name());
                assertThat(map.values()).isEqualTo(together.maps().getLast().values());
              });
    }
  }

  @Test
  void channelsLastWithAFixedSize() throws IOException {
    try (Backbone backbone = open("nhwc", AS_IS.replace("64", "32").replace("96", "48"))) {
      ImageFeatures features = backbone.features(ORANGE);

      assertThat(features.embedding()).containsExactly(new float[] {255, 128, 0}, within(.01f));
      FeatureMap map = features.maps().getFirst();
      assertThat(List.of(map.channels(), map.height(), map.width(), map.stride()))
          .containsExactly(3, 4, 6, 8);
      assertThat(map.values()[0]).isCloseTo(255, within(.01f));
      assertThat(map.values()[24]).as("first place of green").isCloseTo(128, within(.01f));
      assertThat(backbone.anySize()).isFalse();
      assertThat(backbone.maps(ORANGE, 3, 3)).as("a fixed size stays").hasSize(1);
    }
  }

  @Test
  void bytesAreNotNormalized() throws IOException {
    try (Backbone backbone =
        open("uint8", "{'size':{'height':8,'width':8},'image_mean':[9,9,9],'image_std':[9,9,9]}")) {
      assertThat(backbone.features(ORANGE).embedding())
          .containsExactly(new float[] {255, 128, 0}, within(.01f));
      assertThat(backbone.features(ORANGE).maps()).isEmpty();
      assertThat(backbone.hasMaps()).isFalse();
      assertThatThrownBy(() -> backbone.maps(ORANGE, 1, 3))
          .hasMessageContaining("has an embedding and no feature maps.");
    }
  }

  @Test
  void tokensBecomeAMapWithoutClassAndRegisterTokens() throws IOException {
    try (Backbone backbone = open("tokens", AS_IS.replace("64", "28").replace("96", "28"))) {
      FeatureMap map = backbone.features(ORANGE).maps().getFirst();

      assertThat(List.of(map.height(), map.width(), map.stride(), map.channels()))
          .containsExactly(2, 2, 14, 3);
      assertThat(map.values())
          .containsExactly(
              new float[] {255, 255, 255, 255, 128, 128, 128, 128, 0, 0, 0, 0}, within(.01f));
    }
  }

  @Test
  void normalizationIsAsConfigured() throws IOException {
    String config =
        "{'size':{'height':32,'width':32},'rescale_factor':0.1,'mean':[1,2,3],'std':[2,2,2]}";
    try (Backbone backbone = open("nchw", config)) {
      assertThat(backbone.features(ORANGE).embedding())
          .containsExactly(new float[] {12.25f, 5.4f, -1.5f}, within(.01f));
    }
  }

  @Test
  void withoutAConfigurationImageNetsNormalizationIsAssumedAndReported() throws IOException {
    try (Backbone backbone = open("nchw", null)) {
      assertThat(backbone.features(ORANGE).embedding()[0])
          .isCloseTo((1 - .485f) / .229f, within(.01f));
      assertThat(backbone.description().preprocessing()).isEqualTo(Preprocessing.assumed(224, 224));
    }
  }

  @Test
  void theMiddleIsCroppedAfterTheShortestEdgeIsSet() throws IOException {
    byte[] rgb = new byte[3 * 120 * 40];
    for (int i = 0; i < 120 * 40; i++) {
      // Red in the middle third.
      rgb[3 * i] = (byte) (i % 120 >= 40 && i % 120 < 80 ? 200 : 0);
    }
    String config =
        "{'size':{'shortest_edge':32},'crop_size':{'height':32,'width':32},'do_center_crop':true,"
            + "'do_rescale':false,'do_normalize':false,'resample':0}";
    try (Backbone backbone = open("nchw", config)) {
      assertThat(backbone.features(new RgbImage(120, 40, rgb)).embedding()[0])
          .isCloseTo(200, within(.01f));
    }
  }

  @Test
  void mapsAreComputedAtAnyScaleWithinTheLimit() throws IOException {
    Path model = folder("nchw", AS_IS);
    try (Backbone backbone = Backbone.open(model, new Limits(1, 64 * 64))) {
      RgbImage image = plain(64, 32, 9, 9, 9);

      assertThat(backbone.maps(image, 1, 3).getFirst().width()).isEqualTo(8);
      assertThat(backbone.maps(image, .5, 3).getFirst().width()).isEqualTo(4);
      assertThat(backbone.maps(image, 50, 3).getFirst().width())
          .as("96 x 32 or 96 x 64 pixels")
          .isLessThanOrEqualTo(12);
    }
  }

  @Test
  void manyThreadsGetTheSameFeatures() throws Exception {
    try (Backbone backbone = Backbone.open(folder("nchw", AS_IS), new Limits(2, 1 << 20));
        ExecutorService threads = Executors.newFixedThreadPool(8)) {
      List<Future<float[]>> all =
          IntStream.range(0, 200)
              .mapToObj(i -> threads.submit(() -> backbone.features(ORANGE).embedding()))
              .toList();
      for (Future<float[]> each : all) {
        assertThat(each.get()).isEqualTo(backbone.features(ORANGE).embedding());
      }
    }
  }

  @Test
  void theKeyChangesWithThePreprocessing() throws IOException {
    try (Backbone one = open("nchw", AS_IS);
        Backbone same = open("nchw", AS_IS);
        Backbone other = open("nchw", AS_IS.replace("64", "32"))) {
      assertThat(one.key()).isEqualTo(same.key()).isNotEqualTo(other.key());
      assertThat(one.description().sha256()).isEqualTo(other.description().sha256());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "wrong-channels | input 'image' (float [-1, 4, -1, -1]) must have 3 channels",
        "wrong-batch | input 'image' (float [4, 3, 32, 32]) takes 4 images at once",
        "wrong-type | input 'image' (float16 [-1, 3, -1, -1]) must be of float32 or uint8.",
        "wrong-inputs | input 'input_ids' (int64 [-1, -1]) is not the one image",
        "wrong-outputs | outputs 'score' (float [-1]): none is an embedding",
        "wrong-embeddings | outputs a, b are all 2-D",
        "wrong-map | output 'map' is [1, 3, 8, 3] for an input of 64 x 96 pixels: no feature map of one stride.",
        "wrong-tokens | input 'pixel_values' is 28 x 28 pixels, but preprocessor_config.json gives 64 x 96.",
        "not-finite | output 'embedding' has values that are not finite",
      })
  void refusesInASentenceThatNamesTheTensor(String model, String sentence) {
    assertThatThrownBy(() -> open(model, AS_IS))
        .isInstanceOf(UnfitBackboneException.class)
        .hasMessageStartingWith("The backbone " + folder)
        .hasMessageContaining(sentence);
  }

  @Test
  void refusesTokensThatAreNoPatches() {
    assertThatThrownBy(() -> open("wrong-tokens", null))
        .hasMessageContaining(
            "output 'last_hidden_state' is [1, 196, 3] for an input of 28 x 28 pixels: 196 tokens");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'size':{'longest_edge':9}} | size is {\"longest_edge\":9}; needed is a number, height and width",
        "{'size':8,'resample':9} | resample is 9; Pillow's filters are 0 to 5.",
        "{'size':8} | image_mean is missing; needed are three numbers, or do_normalize false.",
        "{'size':8,'image_mean':[1,1,1],'image_std':[0,1,1]} | image_std is [0,1,1]",
        "{'size':{'shortest_edge':8},'do_normalize':false} | leave the input's size open",
        "no | preprocessor_config.json is no JSON",
      })
  void refusesAConfigurationThatLeavesSomethingOpen(String config, String sentence) {
    assertThatThrownBy(() -> open("nchw", config)).hasMessageContaining(sentence);
  }

  @Test
  void refusesAFolderWithoutAModelOrWithAnotherFile() throws IOException {
    assertThatThrownBy(() -> Backbone.open(folder, Limits.DEFAULT))
        .hasMessage("The backbone " + folder + " has no model.onnx.");
    Files.writeString(folder.resolve("model.onnx"), "a picture of a model");
    assertThatThrownBy(() -> Backbone.open(folder, Limits.DEFAULT))
        .isInstanceOf(UnfitBackboneException.class)
        .hasMessageStartingWith("The backbone " + folder + " cannot be used: ");
  }

  private Backbone open(String model, String config) throws IOException {
    return Backbone.open(folder(model, config), Limits.DEFAULT);
  }

  private Path folder(String model, String config) throws IOException {
    Files.write(
        folder.resolve("model.onnx"),
        BackboneTest.class.getResourceAsStream(model + "/model.onnx").readAllBytes());
    Files.deleteIfExists(folder.resolve("preprocessor_config.json"));
    if (config != null) {
      Files.writeString(folder.resolve("preprocessor_config.json"), config.replace('\'', '"'));
    }
    return folder;
  }

  private static RgbImage plain(int width, int height, int red, int green, int blue) {
    byte[] rgb = new byte[3 * width * height];
    for (int i = 0; i < rgb.length; i += 3) {
      rgb[i] = (byte) red;
      rgb[i + 1] = (byte) green;
      rgb[i + 2] = (byte) blue;
    }
    return new RgbImage(width, height, rgb);
  }
}
