package dev.labelops.learning.backbone;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxTensorLike;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Semaphore;

/**
 * A model in ONNX Runtime: pixels in, features out. Thread-safe; images above the number of threads
 * wait.
 */
final class OnnxModel implements AutoCloseable {
  private final OrtSession session;
  private final Signature signature;
  private final Semaphore running;

  private OnnxModel(OrtSession session, int threads) throws OrtException, UnfitBackboneException {
    this.session = session;
    this.signature =
        Signature.of(session.getInputInfo().values(), session.getOutputInfo().values());
    this.running = new Semaphore(threads);
  }

  static OnnxModel open(Path file, int threads) throws OrtException, UnfitBackboneException {
    return of(session(file), threads);
  }

  /** A model of any inputs, to be closed. */
  static OrtSession session(Path file) throws OrtException {
    try (OrtSession.SessionOptions options = options()) {
      return environment().createSession(file.toString(), options);
    }
  }

  static OnnxModel open(byte[] content, int threads) throws OrtException, UnfitBackboneException {
    try (OrtSession.SessionOptions options = options()) {
      return of(environment().createSession(content, options), threads);
    }
  }

  /**
   * ONNX Runtime reports its use to its authors unless this is set; processes of LabelOps set
   * {@code ORT_DISABLE_TELEMETRY} besides, which also counts before the first call.
   */
  static OrtEnvironment environment() throws OrtException {
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    environment.setTelemetry(false);
    return environment;
  }

  private static OnnxModel of(OrtSession session, int threads)
      throws OrtException, UnfitBackboneException {
    try {
      return new OnnxModel(session, threads);
    } catch (OrtException | UnfitBackboneException e) {
      session.close();
      throw e;
    }
  }

  Signature signature() {
    return signature;
  }

  /**
   * @param planes red, green, blue of height x width values, normalized
   * @param maps outputs of the signature that are read; each costs time
   * @param embedding whether it is read; without an output of its own it is the mean of the
   *     coarsest of these maps
   * @return without an embedding, an empty one
   * @throws UnfitBackboneException when the model does not run at this size, or its outputs do not
   *     fit it
   */
  ImageFeatures run(
      float[][] planes, int height, int width, Collection<String> maps, boolean embedding)
      throws UnfitBackboneException {
    Set<String> wanted = new LinkedHashSet<>(maps);
    if (embedding && !signature.embedding().isEmpty()) {
      wanted.add(signature.embedding());
    }
    running.acquireUninterruptibly();
    try (OnnxTensor input = tensor(planes, height, width);
        OrtSession.Result result =
            session.run(Map.<String, OnnxTensorLike>of(signature.input(), input), wanted)) {
      List<FeatureMap> read = new ArrayList<>();
      for (String name : maps) {
        OnnxTensor map = (OnnxTensor) result.get(name).orElseThrow();
        read.add(
            Places.map(
                name,
                map.getInfo().getShape(),
                floats(name, map),
                signature.channelsFirst(),
                height,
                width));
      }
      read.sort(Comparator.comparingInt(FeatureMap::stride));
      return new ImageFeatures(
          embedding ? embedding(result, read) : new float[0], List.copyOf(read));
    } catch (OrtException e) {
      throw new UnfitBackboneException(
          "input '"
              + signature.input()
              + "' at "
              + height
              + " x "
              + width
              + " pixels: "
              + e.getMessage(),
          e);
    } finally {
      running.release();
    }
  }

  private float[] embedding(OrtSession.Result result, List<FeatureMap> maps)
      throws UnfitBackboneException {
    String name = signature.embedding();
    return name.isEmpty()
        ? mean(maps.getLast())
        : floats(name, (OnnxTensor) result.get(name).orElseThrow());
  }

  private OnnxTensor tensor(float[][] planes, int height, int width) throws OrtException {
    int places = height * width;
    boolean channelsFirst = signature.channelsFirst();
    float[] ordered = new float[3 * places];
    for (int c = 0; c < 3; c++) {
      if (channelsFirst) {
        System.arraycopy(planes[c], 0, ordered, c * places, places);
        continue;
      }
      for (int p = 0; p < places; p++) {
        ordered[3 * p + c] = planes[c][p];
      }
    }
    long[] shape =
        channelsFirst ? new long[] {1, 3, height, width} : new long[] {1, height, width, 3};
    OrtEnvironment environment = environment();
    if (!signature.bytes()) {
      return OnnxTensor.createTensor(environment, FloatBuffer.wrap(ordered), shape);
    }
    ByteBuffer bytes = ByteBuffer.allocateDirect(ordered.length);
    for (float value : ordered) {
      bytes.put((byte) Math.round(value));
    }
    return OnnxTensor.createTensor(environment, bytes.flip(), shape, OnnxJavaType.UINT8);
  }

  private static float[] floats(String name, OnnxTensor tensor) throws UnfitBackboneException {
    FloatBuffer buffer = tensor.getFloatBuffer();
    if (buffer == null) {
      throw new UnfitBackboneException(
          "output '" + name + "' is of type " + tensor.getInfo().type + ", not float32.");
    }
    float[] values = new float[buffer.remaining()];
    buffer.get(values);
    return values;
  }

  /** Of each channel over all places. */
  private static float[] mean(FeatureMap map) {
    int places = map.height() * map.width();
    float[] mean = new float[map.channels()];
    for (int c = 0; c < mean.length; c++) {
      double sum = 0;
      for (int p = 0; p < places; p++) {
        sum += map.values()[c * places + p];
      }
      mean[c] = (float) (sum / places);
    }
    return mean;
  }

  /**
   * One thread per image. The arena keeps the memory of the largest image until the session is
   * closed; without it each tensor is requested from the system, which takes longer and more memory
   * at the peak.
   */
  private static OrtSession.SessionOptions options() throws OrtException {
    OrtSession.SessionOptions options = new OrtSession.SessionOptions();
    options.setIntraOpNumThreads(1);
    options.setInterOpNumThreads(1);
    options.setCPUArenaAllocator(true);
    options.setMemoryPatternOptimization(false);
    return options;
  }

  @Override
  public void close() {
    try {
      session.close();
    } catch (OrtException e) {
      throw new IllegalStateException("ONNX Runtime could not release the model.", e);
    }
  }
}
