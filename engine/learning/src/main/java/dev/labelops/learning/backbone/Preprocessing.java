package dev.labelops.learning.backbone;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/**
 * How an image becomes a network's input, as Hugging Face's {@code preprocessor_config.json} says.
 *
 * @param resize what sets the size; {@code NONE} only crops
 * @param height pixels after resizing, or the shortest edge
 * @param width pixels after resizing, or the shortest edge
 * @param cropHeight pixels of the middle that are kept; 0 keeps all
 * @param cropWidth pixels of the middle that are kept; 0 keeps all
 * @param filter of resizing
 * @param factor that 0 to 255 is multiplied with
 * @param mean of red, green, blue, subtracted after the factor
 * @param deviation of red, green, blue, divided by after the mean
 */
public record Preprocessing(
    Resize resize,
    int height,
    int width,
    int cropHeight,
    int cropWidth,
    Resample filter,
    double factor,
    List<Double> mean,
    List<Double> deviation) {

  /** What sets the size of the resized image. */
  public enum Resize {
    NONE,
    /** Height and width as said, whatever the image's aspect. */
    EXACT,
    /** The shorter edge as said, the other by the image's aspect. */
    SHORTEST_EDGE
  }

  private static final List<Double> IMAGENET_MEAN = List.of(.485, .456, .406);
  private static final List<Double> IMAGENET_DEVIATION = List.of(.229, .224, .225);
  private static final int LARGEST_EDGE = 4096;

  /** Without a file: the usual normalization of ImageNet's networks. */
  static Preprocessing assumed(int height, int width) {
    return new Preprocessing(
        Resize.EXACT,
        height,
        width,
        0,
        0,
        Resample.BICUBIC,
        1 / 255.0,
        IMAGENET_MEAN,
        IMAGENET_DEVIATION);
  }

  /** Bytes as they are, for an input of type uint8. */
  Preprocessing withoutNormalization() {
    return new Preprocessing(
        resize,
        height,
        width,
        cropHeight,
        cropWidth,
        filter,
        1,
        List.of(0.0, 0.0, 0.0),
        List.of(1.0, 1.0, 1.0));
  }

  /** The whole image at exactly this size, with the same normalization. */
  Preprocessing at(int exactHeight, int exactWidth) {
    return new Preprocessing(
        Resize.EXACT, exactHeight, exactWidth, 0, 0, filter, factor, mean, deviation);
  }

  /**
   * @param config content of {@code preprocessor_config.json}; older files say {@code mean} and
   *     {@code std}
   * @throws UnfitBackboneException when a member is missing or of a form that is not known
   */
  static Preprocessing read(JsonNode config) throws UnfitBackboneException {
    boolean crop = config.path("do_center_crop").asBoolean(config.has("crop_size"));
    int[] cropped = crop ? edges(config, "crop_size", Resize.EXACT) : new int[2];
    Resize resize = Resize.NONE;
    int[] size = {0, 0};
    if (config.path("do_resize").asBoolean(config.has("size"))) {
      // A plain number is the shortest edge where a crop follows, else both edges, as in the
      // classes that wrote it.
      boolean shortest =
          config.path("size").has("shortest_edge") || config.path("size").isNumber() && crop;
      resize = shortest ? Resize.SHORTEST_EDGE : Resize.EXACT;
      size = edges(config, "size", resize);
    }
    if (resize != Resize.EXACT && !crop) {
      throw new UnfitBackboneException(
          "preprocessor_config.json: size and crop_size leave the input's size open; give size.height and size.width.");
    }
    boolean normalize = config.path("do_normalize").asBoolean(true);
    double factor =
        config.path("do_rescale").asBoolean(true)
            ? config.path("rescale_factor").asDouble(1 / 255.0)
            : 1;
    return new Preprocessing(
        resize,
        size[0],
        size[1],
        cropped[0],
        cropped[1],
        filter(config.path("resample").asInt(Resample.BILINEAR.ordinal())),
        factor,
        normalize ? channels(config, "image_mean", "mean") : List.of(0.0, 0.0, 0.0),
        normalize ? channels(config, "image_std", "std") : List.of(1.0, 1.0, 1.0));
  }

  /** Height of the input. */
  public int inputHeight() {
    return cropHeight > 0 ? cropHeight : height;
  }

  /** Width of the input. */
  public int inputWidth() {
    return cropWidth > 0 ? cropWidth : width;
  }

  /**
   * @return 3 planes of inputHeight x inputWidth values, normalized
   */
  float[][] apply(RgbImage image) {
    double zoom =
        switch (resize) {
          case NONE ->
              Math.max(
                  1,
                  Math.max(
                      cropHeight / (double) image.height(), cropWidth / (double) image.width()));
          case SHORTEST_EDGE -> height / (double) Math.min(image.height(), image.width());
          case EXACT -> 0;
        };
    int resizedHeight =
        resize == Resize.EXACT ? height : atLeast(zoom * image.height(), inputHeight());
    int resizedWidth = resize == Resize.EXACT ? width : atLeast(zoom * image.width(), inputWidth());
    float[][] planes = filter.resize(image, resizedWidth, resizedHeight);
    int top = (resizedHeight - inputHeight()) / 2;
    int left = (resizedWidth - inputWidth()) / 2;
    float[][] input = new float[3][inputHeight() * inputWidth()];
    for (int c = 0; c < 3; c++) {
      double subtracted = mean.get(c);
      double divisor = deviation.get(c);
      for (int y = 0; y < inputHeight(); y++) {
        for (int x = 0; x < inputWidth(); x++) {
          double value = planes[c][(top + y) * resizedWidth + left + x] * factor;
          input[c][y * inputWidth() + x] = (float) ((value - subtracted) / divisor);
        }
      }
    }
    return input;
  }

  private static int atLeast(double edge, int least) {
    return Math.max(least, (int) Math.round(edge));
  }

  private static int[] edges(JsonNode config, String member, Resize resize)
      throws UnfitBackboneException {
    JsonNode size = config.path(member);
    int height =
        size.isNumber()
            ? size.asInt()
            : size.path("height").asInt(size.path("shortest_edge").asInt());
    int width =
        size.isNumber()
            ? size.asInt()
            : size.path("width").asInt(size.path("shortest_edge").asInt());
    if (height < 1 || width < 1 || height > LARGEST_EDGE || width > LARGEST_EDGE) {
      throw new UnfitBackboneException(
          "preprocessor_config.json: "
              + member
              + " is "
              + (size.isMissingNode() ? "missing" : size)
              + "; needed is a number, height and width"
              + (resize == Resize.SHORTEST_EDGE ? " or shortest_edge" : "")
              + ", from 1 to "
              + LARGEST_EDGE
              + " pixels.");
    }
    return new int[] {height, width};
  }

  private static Resample filter(int code) throws UnfitBackboneException {
    if (code < 0 || code >= Resample.values().length) {
      throw new UnfitBackboneException(
          "preprocessor_config.json: resample is " + code + "; Pillow's filters are 0 to 5.");
    }
    return Resample.values()[code];
  }

  private static List<Double> channels(JsonNode config, String member, String older)
      throws UnfitBackboneException {
    JsonNode values = config.has(member) ? config.path(member) : config.path(older);
    List<Double> channels = new ArrayList<>();
    values.forEach(value -> channels.add(value.asDouble()));
    if (channels.size() != 3 || member.equals("image_std") && channels.contains(0.0)) {
      throw new UnfitBackboneException(
          "preprocessor_config.json: "
              + member
              + " is "
              + (values.isMissingNode() ? "missing" : values)
              + "; needed are three numbers, or do_normalize false.");
    }
    return List.copyOf(channels);
  }
}
