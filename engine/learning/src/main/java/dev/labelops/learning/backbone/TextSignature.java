package dev.labelops.learning.backbone;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.TensorInfo;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Inputs and output of a text network.
 *
 * @param types whether it reads {@code token_type_ids}
 * @param output name of the tensor that is used
 * @param perToken whether that has a row per token, else one per text
 */
record TextSignature(boolean types, String output, boolean perToken) {
  static final String IDS = "input_ids";
  static final String MASK = "attention_mask";
  static final String TYPES = "token_type_ids";

  /** Names that exporters give the embedding of a text, besides others of two dimensions. */
  private static final Set<String> SENTENCES = Set.of("sentence_embedding", "text_embeds");

  private static final Set<String> TOKENS = Set.of("last_hidden_state", "token_embeddings");

  /**
   * @throws UnfitBackboneException with the tensor's name
   */
  static TextSignature of(Collection<NodeInfo> inputs, Collection<NodeInfo> outputs)
      throws UnfitBackboneException {
    Set<String> names = new TreeSet<>();
    for (NodeInfo input : inputs) {
      check(input);
      names.add(input.getName());
    }
    for (String needed : List.of(IDS, MASK)) {
      if (!names.contains(needed)) {
        throw new UnfitBackboneException(
            "the model has no input '" + needed + "', but " + names + ": it is no text encoder.");
      }
    }
    NodeInfo output = output(outputs);
    return new TextSignature(names.contains(TYPES), output.getName(), rank(output) == 3);
  }

  private static void check(NodeInfo input) throws UnfitBackboneException {
    if (!Set.of(IDS, MASK, TYPES).contains(input.getName())) {
      throw new UnfitBackboneException(
          "input "
              + Signature.describe(input)
              + " is none of input_ids, attention_mask and token_type_ids. Export the text encoder"
              + " alone.");
    }
    boolean integers =
        input.getInfo() instanceof TensorInfo tensor
            && tensor.onnxType == TensorInfo.OnnxTensorType.ONNX_TENSOR_ELEMENT_DATA_TYPE_INT64;
    if (!integers || rank(input) != 2) {
      throw new UnfitBackboneException(
          "input " + Signature.describe(input) + " must be of int64, with texts and tokens.");
    }
    long[] shape = ((TensorInfo) input.getInfo()).getShape();
    if (shape[0] > 1 || shape[1] >= 0) {
      throw new UnfitBackboneException(
          "input "
              + Signature.describe(input)
              + " has a fixed size; export it with a free batch and a free number of tokens.");
    }
  }

  private static NodeInfo output(Collection<NodeInfo> outputs) throws UnfitBackboneException {
    List<NodeInfo> sentences = new ArrayList<>();
    List<NodeInfo> tokens = new ArrayList<>();
    for (NodeInfo output : outputs) {
      switch (rank(output)) {
        case 2 -> sentences.add(output);
        case 3 -> tokens.add(output);
        default -> {}
      }
    }
    List<NodeInfo> known = named(sentences, SENTENCES);
    List<NodeInfo> candidates =
        !known.isEmpty()
            ? known
            : tokens.size() > 1 ? named(tokens, TOKENS) : tokens.isEmpty() ? sentences : tokens;
    if (candidates.size() != 1) {
      throw new UnfitBackboneException(
          "outputs "
              + String.join(", ", outputs.stream().map(Signature::describe).toList())
              + ": none, or more than one, is an embedding of the text (2-D) or of its tokens (3-D)."
              + " Name the one sentence_embedding or last_hidden_state.");
    }
    return candidates.getFirst();
  }

  private static List<NodeInfo> named(List<NodeInfo> outputs, Set<String> names) {
    return outputs.stream().filter(output -> names.contains(output.getName())).toList();
  }

  private static int rank(NodeInfo node) {
    return node.getInfo() instanceof TensorInfo tensor ? tensor.getShape().length : 0;
  }
}
