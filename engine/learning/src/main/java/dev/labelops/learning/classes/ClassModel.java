package dev.labelops.learning.classes;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import de.bwaldvogel.liblinear.Model;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeSet;

/**
 * A trained model for text or image classes: the features that it reads, its labels and weights.
 * Immutable; predictions are thread-safe.
 */
public final class ClassModel {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
  private static final int FORMAT = 1;
  private static final String DESCRIPTION = "model.json";
  private static final String WEIGHTS = "weights.liblinear";

  /** Measured on hashed words of unit length, and on standardized embeddings of 1,280 numbers. */
  private static final double C_TEXT = 100;

  private static final double C_EMBEDDING = .03;

  /** Measured on words of unit length with an embedding of 384 numbers behind them. */
  private static final double C_BOTH = 10;

  /**
   * What {@code model.json} says.
   *
   * @param format version of the archive's form
   * @param labels in the order of the weights' class numbers
   * @param examples human labels in training
   * @param c weight of the errors against the regularization
   */
  public record Description(
      int format, Features features, List<String> labels, int examples, double c) {}

  private final Description description;
  private final Model weights;

  private ClassModel(Description description, Model weights) {
    this.description = description;
    this.weights = weights;
  }

  /**
   * @param features that the examples' rows are from
   * @param examples human labels, of at least two classes
   */
  public static ClassModel train(Features features, Collection<Example> examples) {
    double c =
        switch (features) {
          case HashedNgrams text -> C_TEXT;
          case StandardizedEmbedding image -> C_EMBEDDING;
          case WordsAndEmbedding both -> C_BOTH;
        };
    return train(features, examples, c);
  }

  /**
   * @param c weight of the errors against the regularization, above 0
   */
  public static ClassModel train(Features features, Collection<Example> examples, double c) {
    List<String> labels =
        List.copyOf(new TreeSet<>(examples.stream().map(Example::label).toList()));
    if (labels.size() < 2) {
      throw new IllegalArgumentException(
          "A model needs human labels of two classes or more; there are "
              + examples.size()
              + " of "
              + (labels.isEmpty() ? "none" : "\"" + labels.getFirst() + "\" alone")
              + ".");
    }
    Model weights = LinearClassifier.train(List.copyOf(examples), labels, features.dimensions(), c);
    return new ClassModel(new Description(FORMAT, features, labels, examples.size(), c), weights);
  }

  public Description description() {
    return description;
  }

  public Prediction predict(Row row) {
    double[] probabilities =
        LinearClassifier.probabilities(weights, row, description.features.dimensions());
    int best = 0;
    for (int i = 1; i < probabilities.length; i++) {
      best = probabilities[i] > probabilities[best] ? i : best;
    }
    double second = 0;
    for (int i = 0; i < probabilities.length; i++) {
      second = i != best ? Math.max(second, probabilities[i]) : second;
    }
    return new Prediction(
        description.labels.get(weights.getLabels()[best]),
        probabilities[best],
        probabilities[best] - second);
  }

  /**
   * The bytes of a {@code model.tar.gz}: the description and the weights in liblinear's text form.
   */
  public byte[] save() {
    try {
      StringWriter text = new StringWriter();
      weights.save(text);
      return ModelArchive.write(
          Map.of(
              DESCRIPTION, JSON.writeValueAsBytes(description),
              WEIGHTS, text.toString().getBytes(StandardCharsets.US_ASCII)));
    } catch (IOException e) {
      throw new IllegalStateException("A model in memory could not be written.", e);
    }
  }

  /**
   * The model that {@link #save} wrote; its predictions are the same to the bit.
   *
   * @throws IOException in a sentence, when the archive is not such a model
   */
  public static ClassModel load(byte[] archive) throws IOException {
    SortedMap<String, byte[]> files = ModelArchive.read(archive);
    for (String name : List.of(DESCRIPTION, WEIGHTS)) {
      if (!files.containsKey(name)) {
        throw new IOException(
            "The model archive has no " + name + ": it is not a model of LabelOps for classes.");
      }
    }
    Description description = JSON.readValue(files.get(DESCRIPTION), Description.class);
    if (description.format != FORMAT
        || description.features == null
        || description.labels == null) {
      throw new IOException(
          DESCRIPTION
              + " is of format "
              + description.format
              + "; this version reads format "
              + FORMAT
              + ".");
    }
    String text = new String(files.get(WEIGHTS), StandardCharsets.US_ASCII);
    // liblinear allocates what the header says, so that is checked before.
    int rows = description.features.dimensions();
    if (!text.lines().limit(8).anyMatch(("nr_feature " + rows)::equals)) {
      throw new IOException(
          WEIGHTS
              + " is not for features of "
              + rows
              + " dimensions, as "
              + DESCRIPTION
              + " says.");
    }
    Model weights = Model.load(new StringReader(text));
    if (weights.getNrClass() != description.labels.size() || !weights.isProbabilityModel()) {
      throw new IOException(
          WEIGHTS
              + " has "
              + weights.getNrClass()
              + " classes, "
              + DESCRIPTION
              + " "
              + description.labels.size()
              + ".");
    }
    return new ClassModel(description, weights);
  }
}
