package dev.labelops.learning.backbone;

import ai.onnxruntime.OrtException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A pretrained image network. Thread-safe; at most {@link Limits#threads} images are computed at
 * the same time, others wait.
 */
public final class Backbone implements AutoCloseable {
  /** Name of the network in the jar. */
  public static final String BUNDLED = "efficientnet-lite0";

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int DEFAULT_EDGE = 224;

  /** Free sizes are multiples of the coarsest stride, so that maps and pixels agree. */
  private static final int STEP = 32;

  /**
   * The description of a backbone in a job's report.
   *
   * @param name {@link #BUNDLED} or the folder's name
   * @param sha256 of the model, and of its external data if there is some
   * @param input name of the tensor
   * @param embedding how many numbers an image has
   * @param maps name, stride and channels of each feature map, finest first
   * @param preprocessing as read, or as assumed without a {@code preprocessor_config.json}
   */
  public record Description(
      String name,
      String sha256,
      String input,
      int embedding,
      List<String> maps,
      Preprocessing preprocessing) {}

  private final OnnxModel model;
  private final Signature signature;
  private final Preprocessing preprocessing;
  private final Limits limits;
  private final Description description;

  /** Outputs with places, finest first. */
  private final List<String> maps;

  private Backbone(
      String name, String sha256, OnnxModel model, Preprocessing configured, Limits limits)
      throws UnfitBackboneException {
    this.model = model;
    this.signature = model.signature();
    this.preprocessing = fitted(signature, configured);
    this.limits = limits;
    ImageFeatures features = dryRun();
    this.maps = features.maps().stream().map(FeatureMap::name).toList();
    this.description =
        new Description(
            name,
            sha256,
            signature.input(),
            features.embedding().length,
            features.maps().stream()
                .map(m -> m.name() + ", stride " + m.stride() + ", " + m.channels())
                .toList(),
            preprocessing);
  }

  /**
   * A user's network.
   *
   * @param folder with {@code model.onnx}, {@code model.onnx_data} if the model has external data,
   *     and Hugging Face's {@code preprocessor_config.json} if there is one
   * @throws UnfitBackboneException in a sentence that names the file or tensor, when it cannot be
   *     used
   */
  public static Backbone open(Path folder, Limits limits) throws UnfitBackboneException {
    CommandLine.check();
    Path model = folder.resolve("model.onnx");
    if (!Files.isRegularFile(model)) {
      throw new UnfitBackboneException("The backbone " + folder + " has no model.onnx.");
    }
    Path config = folder.resolve("preprocessor_config.json");
    try {
      List<Path> files = new ArrayList<>(List.of(model));
      Optional.of(folder.resolve("model.onnx_data"))
          .filter(Files::isRegularFile)
          .ifPresent(files::add);
      Preprocessing configured =
          Files.isRegularFile(config) ? Preprocessing.read(json(Files.readAllBytes(config))) : null;
      String name = folder.toAbsolutePath().getFileName().toString();
      return opened(
          name, Sha256.of(files), OnnxModel.open(model, limits.threads()), configured, limits);
    } catch (OrtException | IOException e) {
      throw new UnfitBackboneException(
          "The backbone " + folder + " cannot be used: " + e.getMessage(), e);
    }
  }

  /**
   * The network in the jar; empty when this build does not include it.
   *
   * @throws UnfitBackboneException when it does not run here, as on a system without ONNX Runtime's
   *     native library
   */
  public static Optional<Backbone> bundled(Limits limits) throws UnfitBackboneException {
    try (InputStream model = Backbone.class.getResourceAsStream(BUNDLED + "/model.onnx");
        InputStream config =
            Backbone.class.getResourceAsStream(BUNDLED + "/preprocessor_config.json")) {
      if (model == null) {
        return Optional.empty();
      }
      CommandLine.check();
      byte[] bytes = model.readAllBytes();
      Preprocessing configured = Preprocessing.read(json(config.readAllBytes()));
      OnnxModel opened = OnnxModel.open(bytes, limits.threads());
      return Optional.of(opened(BUNDLED, Sha256.of(bytes), opened, configured, limits));
    } catch (OrtException | IOException | UnsatisfiedLinkError e) {
      throw new UnfitBackboneException(
          "The backbone in the jar cannot be used: " + e.getMessage(), e);
    }
  }

  private static Backbone opened(
      String name, String sha256, OnnxModel model, Preprocessing configured, Limits limits)
      throws UnfitBackboneException {
    try {
      return new Backbone(name, sha256, model, configured, limits);
    } catch (UnfitBackboneException e) {
      model.close();
      throw e;
    }
  }

  public Description description() {
    return description;
  }

  /**
   * What features depend on: the SHA-256 of model and preprocessing. Features of another key never
   * fit.
   */
  public String key() {
    return Sha256.of((description.sha256 + preprocessing).getBytes(StandardCharsets.UTF_8));
  }

  /** Everything at the size that the preprocessing sets. */
  ImageFeatures features(RgbImage image) {
    return fitting(image, preprocessing, maps, true);
  }

  /** The embedding alone, at the size that the preprocessing sets. */
  public float[] embedding(RgbImage image) {
    return fitting(
            image, preprocessing, signature.embedding().isEmpty() ? coarsest(1) : List.of(), true)
        .embedding();
  }

  /**
   * Feature maps of the whole image, enlarged or reduced; at the preprocessing's size when the
   * model's is fixed.
   *
   * @param scale pixels of the input per pixel of the image; less is used where the input would
   *     pass the limit
   * @param most maps: those of the coarsest strides
   * @return finest first
   * @throws IllegalStateException without {@link #hasMaps maps}
   */
  public List<FeatureMap> maps(RgbImage image, double scale, int most) {
    if (!hasMaps()) {
      throw new IllegalStateException(description.name + " has an embedding and no feature maps.");
    }
    if (!anySize()) {
      return fitting(image, preprocessing, coarsest(most), false).maps();
    }
    double largest = Math.sqrt(limits.pixels() / (double) image.width() / image.height());
    double used = Math.min(scale, largest);
    Preprocessing scaled =
        preprocessing.at(step(image.height() * used), step(image.width() * used));
    return fitting(image, scaled, coarsest(most), false).maps();
  }

  private List<String> coarsest(int most) {
    return maps.subList(Math.max(0, maps.size() - most), maps.size());
  }

  /** Whether there are {@link #maps}: a network can have an embedding alone. */
  public boolean hasMaps() {
    return !maps.isEmpty();
  }

  /** Whether {@link #maps} can enlarge and reduce. */
  public boolean anySize() {
    return signature.height() < 0 && signature.width() < 0;
  }

  @Override
  public void close() {
    model.close();
  }

  private ImageFeatures fitting(
      RgbImage image, Preprocessing how, List<String> maps, boolean embedding) {
    try {
      return run(image, how, maps, embedding);
    } catch (UnfitBackboneException e) {
      throw new IllegalStateException("After a dry run that fitted: " + e.getMessage(), e);
    }
  }

  private ImageFeatures run(RgbImage image, Preprocessing how, List<String> maps, boolean embedding)
      throws UnfitBackboneException {
    return model.run(how.apply(image), how.inputHeight(), how.inputWidth(), maps, embedding);
  }

  private ImageFeatures dryRun() throws UnfitBackboneException {
    int edge = 64;
    byte[] rgb = new byte[3 * edge * edge];
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] = (byte) (i * 31 % 251);
    }
    ImageFeatures features =
        run(new RgbImage(edge, edge, rgb), preprocessing, signature.maps(), true);
    for (float value : features.embedding()) {
      if (!Float.isFinite(value)) {
        throw new UnfitBackboneException(
            (signature.embedding().isEmpty()
                    ? "the last map"
                    : "output '" + signature.embedding() + "'")
                + " has values that are not finite for a plain picture.");
      }
    }
    return features;
  }

  private static Preprocessing fitted(Signature signature, Preprocessing configured)
      throws UnfitBackboneException {
    int height = signature.height() > 0 ? signature.height() : DEFAULT_EDGE;
    int width = signature.width() > 0 ? signature.width() : DEFAULT_EDGE;
    Preprocessing preprocessing =
        configured == null ? Preprocessing.assumed(height, width) : configured;
    if (signature.height() > 0 && preprocessing.inputHeight() != signature.height()
        || signature.width() > 0 && preprocessing.inputWidth() != signature.width()) {
      throw new UnfitBackboneException(
          "input '"
              + signature.input()
              + "' is "
              + signature.height()
              + " x "
              + signature.width()
              + " pixels, but preprocessor_config.json gives "
              + preprocessing.inputHeight()
              + " x "
              + preprocessing.inputWidth()
              + ".");
    }
    return signature.bytes() ? preprocessing.withoutNormalization() : preprocessing;
  }

  private static int step(double edge) {
    return Math.max(STEP, (int) Math.round(edge / STEP) * STEP);
  }

  private static JsonNode json(byte[] bytes) throws UnfitBackboneException {
    try {
      return JSON.readTree(bytes);
    } catch (IOException e) {
      throw new UnfitBackboneException("preprocessor_config.json is no JSON: " + e.getMessage(), e);
    }
  }
}
