package dev.labelops.learning.backbone;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxTensorLike;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.labelops.learning.backbone.Tokenizer.Tokens;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;

/**
 * A user's pretrained text network, which gives a text one row of numbers (docs/adr/0042).
 * Thread-safe; at most {@link Limits#threads} texts are computed at the same time, others wait.
 */
public final class TextBackbone implements AutoCloseable {
  private static final String DRY_RUN = "The quick brown fox jumps over the lazy dog.";

  /**
   * The description of a text network.
   *
   * @param name of the folder
   * @param sha256 of model, its external data if there is some, and tokenizer
   * @param output name of the tensor that is used
   * @param pooling {@code mean} or {@code first token} of a row per token; {@code none} for a row
   *     per text
   * @param tokens most that are read of a text
   * @param embedding how many numbers a text has
   */
  public record Description(
      String name, String sha256, String output, String pooling, int tokens, int embedding) {}

  private final OrtSession session;
  private final Tokenizer tokenizer;
  private final TextSignature signature;
  private final SentenceConfig config;
  private final Semaphore running;
  private final Description description;

  private TextBackbone(
      String name,
      String sha256,
      OrtSession session,
      Tokenizer tokenizer,
      SentenceConfig config,
      Limits limits)
      throws OrtException, UnfitBackboneException {
    this.session = session;
    this.tokenizer = tokenizer;
    this.signature =
        TextSignature.of(session.getInputInfo().values(), session.getOutputInfo().values());
    this.config = config;
    this.running = new Semaphore(limits.threads());
    String pooling = config.firstToken() ? "first token" : "mean";
    this.description =
        new Description(
            name,
            sha256,
            signature.output(),
            signature.perToken() ? pooling : "none",
            config.mostTokens(),
            run(DRY_RUN).length);
  }

  /**
   * @param folder with {@code model.onnx} or {@code onnx/model.onnx}, {@code tokenizer.json}, and
   *     optionally {@code sentence_bert_config.json} and {@code 1_Pooling/config.json}
   * @throws UnfitBackboneException in a sentence that names the file or tensor, when it cannot be
   *     used
   */
  public static TextBackbone open(Path folder, Limits limits) throws UnfitBackboneException {
    CommandLine.check();
    try {
      return opened(folder, limits);
    } catch (OrtException | IOException e) {
      throw new UnfitBackboneException(
          "The text backbone " + folder + " cannot be used: " + e.getMessage(), e);
    }
  }

  /** The model's file in such a folder. */
  public static Optional<Path> model(Path folder) {
    return List.of(folder.resolve("model.onnx"), folder.resolve("onnx").resolve("model.onnx"))
        .stream()
        .filter(Files::isRegularFile)
        .findFirst();
  }

  private static TextBackbone opened(Path folder, Limits limits) throws IOException, OrtException {
    Path model =
        model(folder)
            .orElseThrow(
                () -> new UnfitBackboneException("it has no model.onnx and no onnx/model.onnx."));
    Path vocabulary = folder.resolve(SentenceConfig.TOKENIZER);
    if (!Files.isRegularFile(vocabulary)) {
      throw new UnfitBackboneException("it has no " + SentenceConfig.TOKENIZER + ".");
    }
    List<Path> files = new ArrayList<>(List.of(model));
    Optional.of(model.resolveSibling("model.onnx_data"))
        .filter(Files::isRegularFile)
        .ifPresent(files::add);
    files.add(vocabulary);
    SentenceConfig config = SentenceConfig.read(folder);
    Tokenizer tokenizer = Tokenizer.open(vocabulary, config.mostTokens());
    try {
      OrtSession session = OnnxModel.session(model);
      try {
        String name = folder.toAbsolutePath().getFileName().toString();
        return new TextBackbone(name, Sha256.of(files), session, tokenizer, config, limits);
      } catch (IOException | OrtException e) {
        session.close();
        throw e;
      }
    } catch (IOException | OrtException e) {
      tokenizer.close();
      throw e;
    }
  }

  public Description description() {
    return description;
  }

  /** What embeddings depend on: the SHA-256 of all files. Embeddings of another key never fit. */
  public String key() {
    return Sha256.of((description.sha256 + config).getBytes(StandardCharsets.UTF_8));
  }

  /** The embedding, of length 1; of what is behind {@link Description#tokens} nothing is read. */
  public float[] embedding(String text) {
    try {
      return run(text);
    } catch (UnfitBackboneException e) {
      throw new IllegalStateException("After a dry run that fitted: " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    tokenizer.close();
    try {
      session.close();
    } catch (OrtException e) {
      throw new IllegalStateException("ONNX Runtime could not release the model.", e);
    }
  }

  private float[] run(String text) throws UnfitBackboneException {
    Tokens tokens = tokenizer.tokens(text);
    if (tokens.ids().length == 0) {
      return new float[description.embedding];
    }
    Map<String, OnnxTensorLike> inputs = new LinkedHashMap<>();
    running.acquireUninterruptibly();
    try {
      inputs.put(TextSignature.IDS, tensor(tokens.ids()));
      inputs.put(TextSignature.MASK, tensor(tokens.mask()));
      if (signature.types()) {
        inputs.put(TextSignature.TYPES, tensor(tokens.types()));
      }
      try (OrtSession.Result result = session.run(inputs, Set.of(signature.output()))) {
        return unit(pooled((OnnxTensor) result.get(0), tokens.mask()));
      }
    } catch (OrtException e) {
      throw new UnfitBackboneException(
          "input '"
              + TextSignature.IDS
              + "' of "
              + tokens.ids().length
              + " tokens: "
              + e.getMessage(),
          e);
    } finally {
      inputs.values().forEach(OnnxTensorLike::close);
      running.release();
    }
  }

  private static OnnxTensor tensor(long[] values) throws OrtException {
    return OnnxTensor.createTensor(
        OnnxModel.environment(), LongBuffer.wrap(values), new long[] {1, values.length});
  }

  private double[] pooled(OnnxTensor output, long[] mask) throws UnfitBackboneException {
    long[] shape = output.getInfo().getShape();
    FloatBuffer values = output.getFloatBuffer();
    if (values == null) {
      throw unfit("is of type " + output.getInfo().type + ", not float32.");
    }
    int rows = signature.perToken() ? mask.length : 1;
    if (signature.perToken() && shape[1] != rows) {
      throw unfit("has " + shape[1] + " rows for " + rows + " tokens.");
    }
    int dimensions = values.remaining() / rows;
    double[] pooled = new double[dimensions];
    for (int row = 0; row < rows; row++) {
      boolean counts = rows == 1 || (config.firstToken() ? row == 0 : mask[row] == 1);
      for (int i = 0; counts && i < dimensions; i++) {
        pooled[i] += values.get(row * dimensions + i);
      }
    }
    return pooled;
  }

  /** The mean and the sum of rows have the same direction. */
  private float[] unit(double[] row) throws UnfitBackboneException {
    double squares = 0;
    for (double value : row) {
      squares += value * value;
    }
    if (!Double.isFinite(squares)) {
      throw unfit("has values that are not finite for a plain text.");
    }
    float[] unit = new float[row.length];
    for (int i = 0; i < row.length; i++) {
      unit[i] = squares == 0 ? 0 : (float) (row[i] / Math.sqrt(squares));
    }
    return unit;
  }

  private UnfitBackboneException unfit(String what) {
    return new UnfitBackboneException("output '" + signature.output() + "' " + what);
  }
}
