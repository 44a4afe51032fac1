package dev.labelops.learning.backbone;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.TensorInfo;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Input and outputs of a model, recognised by their shapes.
 *
 * @param input name of the image's tensor
 * @param channelsFirst (N, 3, H, W), else (N, H, W, 3)
 * @param bytes whether the input is uint8, else float32
 * @param height of the input; -1 when free
 * @param width of the input; -1 when free
 * @param embedding name of the output with one row per image; empty when the mean of a map serves
 * @param maps names of outputs with places: maps (4-D) or tokens (3-D)
 */
record Signature(
    String input,
    boolean channelsFirst,
    boolean bytes,
    int height,
    int width,
    String embedding,
    List<String> maps) {

  /** Names that the exporters of transformers, timm and the project's converter use. */
  private static final Set<String> EMBEDDINGS =
      Set.of("image_embeds", "pooler_output", "embedding", "embeddings");

  /**
   * @throws UnfitBackboneException with the tensor's name, when the shapes are ambiguous
   */
  static Signature of(Collection<NodeInfo> inputs, Collection<NodeInfo> outputs)
      throws UnfitBackboneException {
    NodeInfo picture = null;
    for (NodeInfo input : inputs) {
      if (!(input.getInfo() instanceof TensorInfo tensor)
          || tensor.getShape().length != 4
          || picture != null) {
        throw new UnfitBackboneException(
            "input "
                + describe(input)
                + " is not the one image: the model must have a single input, of four dimensions. Export the image"
                + " tower alone.");
      }
      picture = input;
    }
    if (picture == null) {
      throw new UnfitBackboneException("the model has no input.");
    }
    TensorInfo tensor = (TensorInfo) picture.getInfo();
    if (tensor.type != OnnxJavaType.FLOAT && tensor.type != OnnxJavaType.UINT8
        || tensor.onnxType != TensorInfo.OnnxTensorType.ONNX_TENSOR_ELEMENT_DATA_TYPE_FLOAT
            && tensor.onnxType != TensorInfo.OnnxTensorType.ONNX_TENSOR_ELEMENT_DATA_TYPE_UINT8) {
      throw new UnfitBackboneException(
          "input " + describe(picture) + " must be of float32 or uint8.");
    }
    long[] shape = tensor.getShape();
    boolean first = channelsFirst(picture, shape);
    if (shape[0] > 1) {
      throw new UnfitBackboneException(
          "input "
              + describe(picture)
              + " takes "
              + shape[0]
              + " images at once; export it with a free batch or 1.");
    }
    return withOutputs(
        new Signature(
            picture.getName(),
            first,
            tensor.type == OnnxJavaType.UINT8,
            (int) shape[first ? 2 : 1],
            (int) shape[first ? 3 : 2],
            "",
            List.of()),
        outputs);
  }

  private static boolean channelsFirst(NodeInfo picture, long[] shape)
      throws UnfitBackboneException {
    // Exporters that free all dimensions write channels first; the dry run shows whether that is
    // true.
    boolean allFree = shape[1] < 0 && shape[2] < 0 && shape[3] < 0;
    if (shape[1] == 3 && shape[3] == 3 || shape[1] != 3 && shape[3] != 3 && !allFree) {
      throw new UnfitBackboneException(
          "input " + describe(picture) + " must have 3 channels, as second or as last dimension.");
    }
    return shape[3] != 3;
  }

  private static Signature withOutputs(Signature input, Collection<NodeInfo> outputs)
      throws UnfitBackboneException {
    List<String> rows = new ArrayList<>();
    List<String> maps = new ArrayList<>();
    for (NodeInfo output : outputs) {
      int rank = output.getInfo() instanceof TensorInfo tensor ? tensor.getShape().length : 0;
      if (rank == 2) {
        rows.add(output.getName());
      } else if (rank == 3 || rank == 4) {
        maps.add(output.getName());
      }
    }
    if (rows.isEmpty() && maps.isEmpty()) {
      throw new UnfitBackboneException(
          "outputs "
              + String.join(", ", outputs.stream().map(Signature::describe).toList())
              + ": none is an embedding (2-D), tokens (3-D) or a feature map (4-D).");
    }
    List<String> known = rows.stream().filter(EMBEDDINGS::contains).toList();
    if (rows.size() > 1 && known.size() != 1) {
      throw new UnfitBackboneException(
          "outputs "
              + String.join(", ", rows)
              + " are all 2-D: leave one, or name the embedding image_embeds.");
    }
    String embedding = rows.size() > 1 ? known.getFirst() : rows.isEmpty() ? "" : rows.getFirst();
    return new Signature(
        input.input,
        input.channelsFirst,
        input.bytes,
        input.height,
        input.width,
        embedding,
        List.copyOf(maps));
  }

  static String describe(NodeInfo node) {
    if (!(node.getInfo() instanceof TensorInfo tensor)) {
      return "'" + node.getName() + "' (no tensor)";
    }
    String element =
        tensor
            .onnxType
            .name()
            .replace("ONNX_TENSOR_ELEMENT_DATA_TYPE_", "")
            .toLowerCase(Locale.ROOT);
    return "'" + node.getName() + "' (" + element + " " + Arrays.toString(tensor.getShape()) + ")";
  }
}
