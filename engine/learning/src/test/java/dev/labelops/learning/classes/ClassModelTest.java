package dev.labelops.learning.classes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ClassModelTest {
  private static final Map<String, List<String>> WORDS =
      Map.of(
          "billing", List.of("invoice", "refund", "charged", "card", "price"),
          "delivery", List.of("parcel", "late", "courier", "address", "shipped"),
          "login", List.of("password", "reset", "account", "code", "locked"));
  private static final List<String> COMMON =
      List.of("the", "my", "was", "please", "today", "again", "order", "help");

  @Test
  void learnsTextClassesFromWords() {
    ClassModel model = ClassModel.train(HashedNgrams.DEFAULT, texts(60, 1));

    List<Example> unseen = texts(200, 2);
    long right =
        unseen.stream().filter(e -> model.predict(e.row()).label().equals(e.label())).count();
    assertThat(right).isGreaterThan(170);
    assertThat(model.description().labels()).containsExactly("billing", "delivery", "login");
    assertThat(model.description().examples()).isEqualTo(60);
  }

  @Test
  void learnsImageClassesFromEmbeddings() {
    List<float[]> embeddings = new ArrayList<>();
    List<String> labels = new ArrayList<>();
    embeddings(300, embeddings, labels);
    StandardizedEmbedding features = StandardizedEmbedding.over("f00", embeddings);
    List<Example> training = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      training.add(Example.of(features.row(embeddings.get(i)), labels.get(i)));
    }

    ClassModel model = ClassModel.train(features, training);

    int right = 0;
    for (int i = 60; i < 300; i++) {
      right += model.predict(features.row(embeddings.get(i))).label().equals(labels.get(i)) ? 1 : 0;
    }
    assertThat(right).isGreaterThan(215);
  }

  /** Either says half: which pair of classes, and which of the pair. */
  @Test
  void wordsAndEmbeddingTogetherSayWhatNeitherSaysAlone() {
    List<float[]> embeddings = new ArrayList<>();
    List<String> pair = new ArrayList<>();
    embeddings(300, embeddings, pair);
    WordsAndEmbedding features =
        WordsAndEmbedding.of(HashedNgrams.DEFAULT, StandardizedEmbedding.over("f00", embeddings));
    List<Example> examples = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      String word = i / 2 % 2 == 0 ? "old" : "young";
      Row row = features.row(features.words().row("my " + word + " friend"), embeddings.get(i));
      examples.add(Example.of(row, word + " " + pair.get(i)));
    }

    ClassModel model = ClassModel.train(features, examples.subList(0, 100));

    long right =
        examples.subList(100, 300).stream()
            .filter(example -> model.predict(example.row()).label().equals(example.label()))
            .count();
    assertThat(right).isGreaterThan(180);
    assertThat(features.dimensions()).isEqualTo(65536 + 64);
  }

  @Test
  void aLoadedModelPredictsTheSameToTheBit() throws IOException {
    WordsAndEmbedding both = WordsAndEmbedding.of(HashedNgrams.DEFAULT, embeddingFeatures());
    for (Features features : List.of(HashedNgrams.DEFAULT, embeddingFeatures(), both)) {
      List<Example> examples =
          features instanceof StandardizedEmbedding ? embeddingExamples() : texts(60, 1);
      ClassModel model = ClassModel.train(features, examples);

      ClassModel loaded = ClassModel.load(model.save());

      for (Example example : examples) {
        assertThat(loaded.predict(example.row())).isEqualTo(model.predict(example.row()));
      }
      assertThat(loaded.save()).isEqualTo(model.save());
      assertThat(ClassModel.train(features, examples).save())
          .as("trained twice")
          .isEqualTo(model.save());
    }
  }

  @Test
  void anExampleOfHalfTheWeightCountsHalf() {
    Row row = new Row(new int[] {3}, new double[] {1});
    Row other = new Row(new int[] {5}, new double[] {1});
    ClassModel model =
        ClassModel.train(
            new HashedNgrams(8),
            List.of(
                new Example(row, "a", 1),
                new Example(row, "b", .5),
                new Example(other, "a", .5),
                new Example(other, "b", .5)));
    ClassModel doubled =
        ClassModel.train(
            new HashedNgrams(8),
            List.of(
                Example.of(row, "a"),
                Example.of(row, "a"),
                Example.of(row, "b"),
                Example.of(other, "a"),
                Example.of(other, "b")));

    assertThat(model.predict(row).label()).isEqualTo("a");
    // Regularized half as much as with twice the examples, so near two thirds.
    assertThat(model.predict(row).probability())
        .isCloseTo(doubled.predict(row).probability(), within(.03));
  }

  @Test
  void oneClassIsNoModel() {
    assertThatThrownBy(
            () -> ClassModel.train(HashedNgrams.DEFAULT, List.of(text("refund", "billing"))))
        .hasMessage(
            "A model needs human labels of two classes or more; there are 1 of \"billing\" alone.");
  }

  @Test
  void refusesWhatIsNotAModel() {
    byte[] saved = ClassModel.train(HashedNgrams.DEFAULT, texts(30, 1)).save();

    assertThatThrownBy(() -> ClassModel.load(new byte[] {1, 2, 3})).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> ClassModel.load(ModelArchive.write(Map.of("a", new byte[3]))))
        .hasMessage(
            "The model archive has no model.json: it is not a model of LabelOps for classes.");
    assertThatThrownBy(
            () ->
                ClassModel.load(changed(saved, "weights.liblinear", "nr_feature ", "nr_feature 9")))
        .hasMessageContaining("weights.liblinear is not for features of");
    assertThatThrownBy(
            () -> ClassModel.load(changed(saved, "model.json", "\"format\" : 1", "\"format\" : 2")))
        .hasMessage("model.json is of format 2; this version reads format 1.");
  }

  @Test
  void textWithoutWordsHasNoFeatures() {
    ClassModel model = ClassModel.train(HashedNgrams.DEFAULT, texts(30, 1));

    assertThat(model.predict(HashedNgrams.DEFAULT.row("")).margin()).isLessThan(.9);
  }

  private static byte[] changed(byte[] archive, String file, String from, String to)
      throws IOException {
    SortedMap<String, byte[]> files = new TreeMap<>(ModelArchive.read(archive));
    String text = new String(files.get(file), StandardCharsets.UTF_8);
    assertThat(text).contains(from);
    files.put(file, text.replace(from, to).getBytes(StandardCharsets.UTF_8));
    return ModelArchive.write(files);
  }

  private static Example text(String text, String label) {
    return Example.of(HashedNgrams.DEFAULT.row(text), label);
  }

  private static List<Example> texts(int count, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<String> labels = List.of("billing", "delivery", "login");
    List<Example> texts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String label = labels.get(i % 3);
      StringBuilder text = new StringBuilder();
      for (int word = 0; word < 8; word++) {
        List<String> from = random.nextInt(3) == 0 ? WORDS.get(label) : COMMON;
        text.append(from.get(random.nextInt(from.size()))).append(' ');
      }
      texts.add(text(text.toString(), label));
    }
    return texts;
  }

  private static StandardizedEmbedding embeddingFeatures() {
    List<float[]> embeddings = new ArrayList<>();
    embeddings(60, embeddings, new ArrayList<>());
    return StandardizedEmbedding.over("f00", embeddings);
  }

  private static List<Example> embeddingExamples() {
    List<float[]> embeddings = new ArrayList<>();
    List<String> labels = new ArrayList<>();
    embeddings(60, embeddings, labels);
    StandardizedEmbedding features = StandardizedEmbedding.over("f00", embeddings);
    List<Example> examples = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      examples.add(Example.of(features.row(embeddings.get(i)), labels.get(i)));
    }
    return examples;
  }

  private static void embeddings(int count, List<float[]> embeddings, List<String> labels) {
    SplittableRandom random = new SplittableRandom(7);
    for (int i = 0; i < count; i++) {
      float[] row = new float[64];
      for (int d = 0; d < row.length; d++) {
        row[d] = (float) (3 + random.nextGaussian() + (d < 8 && i % 2 == 0 ? 1.5 : 0));
      }
      row[63] = 1;
      embeddings.add(row);
      labels.add(i % 2 == 0 ? "cat" : "dog");
    }
  }
}
