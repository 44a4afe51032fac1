package dev.labelops.learning.backbone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
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

/** With networks that look up a row of four numbers per word. */
class TextBackboneTest {
  @TempDir Path folder;

  private TextBackbone open(String model) throws IOException {
    return TextBackbone.open(TinyTextModel.write(folder, model), Limits.DEFAULT);
  }

  private Path file(String name, String content) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, content.replace('\'', '"'));
  }

  private static void assertRow(TextBackbone backbone, String text, float... row) {
    assertThat(backbone.embedding(text)).as(text).containsExactly(row, within(1e-5f));
  }

  @Test
  void aRowPerTokenIsPooledByTheMeanAndHasLengthOne() throws IOException {
    try (TextBackbone backbone = open("tokens")) {
      // [CLS] has 3 in the last place.
      float length = (float) Math.sqrt(1 + 1 + 9);
      assertRow(backbone, "Parcel, INVOICE!", 1 / length, 1 / length, 0, 3 / length);
      assertThat(backbone.description())
          .isEqualTo(
              new TextBackbone.Description(
                  folder.getFileName().toString(),
                  backbone.description().sha256(),
                  "last_hidden_state",
                  "mean",
                  512,
                  4));
      assertThat(backbone.description().sha256()).matches("[0-9a-f]{64}");
    }
  }

  @Test
  void theFirstTokenStandsForTheTextWhereThePoolingSaysSo() throws IOException {
    file(
        "1_Pooling/config.json",
        "{'pooling_mode_cls_token':true,'pooling_mode_mean_tokens':false}");
    try (TextBackbone backbone = open("tokens")) {
      assertRow(backbone, "parcel", 0, 0, 0, 1);
      assertThat(backbone.description().pooling()).isEqualTo("first token");
    }
  }

  @Test
  void aRowPerTextIsTakenAsItIs() throws IOException {
    try (TextBackbone backbone = open("sentence")) {
      assertRow(backbone, "parcel", 1 / (float) Math.sqrt(10), 0, 0, 3 / (float) Math.sqrt(10));
      assertThat(backbone.description().output()).isEqualTo("sentence_embedding");
      assertThat(backbone.description().pooling()).isEqualTo("none");
    }
  }

  @Test
  void textsAreCutAtTheLengthOfTheNetworkOrOfTheTokenizer() throws IOException {
    file("sentence_bert_config.json", "{'max_seq_length':8}");
    try (TextBackbone backbone = open("tokens")) {
      assertThat(backbone.description().tokens()).isEqualTo(8);
      String six = "parcel ".repeat(6);
      assertThat(backbone.embedding(six + "invoice ".repeat(500)))
          .isEqualTo(backbone.embedding(six));
    }
    Files.delete(folder.resolve("sentence_bert_config.json"));
    Path tokenizer = TinyTextModel.write(folder, "tokens").resolve("tokenizer.json");
    String cut =
        "{'max_length':16,'strategy':'LongestFirst','stride':0,'direction':'Right'}"
            .replace('\'', '"');
    Files.writeString(
        tokenizer,
        Files.readString(tokenizer).replace("\"truncation\": null", "\"truncation\": " + cut));
    try (TextBackbone backbone = TextBackbone.open(folder, Limits.DEFAULT)) {
      assertThat(backbone.description().tokens()).isEqualTo(16);
    }
  }

  @Test
  void anyTextHasARow() throws IOException {
    try (TextBackbone backbone = open("tokens")) {
      for (String text :
          List.of("", " ", "\u0000", "\uD83D", "\uDE00 a", "😀", "x".repeat(100_000))) {
        assertThat(backbone.embedding(text)).as(text).hasSize(4);
      }
    }
  }

  @Test
  void theModelMayBeInTheFolderOnnx() throws IOException {
    TinyTextModel.write(folder, "sentence");
    Files.createDirectory(folder.resolve("onnx"));
    Files.move(folder.resolve("model.onnx"), folder.resolve("onnx/model.onnx"));
    try (TextBackbone backbone = TextBackbone.open(folder, Limits.DEFAULT)) {
      assertThat(backbone.description().embedding()).isEqualTo(4);
    }
  }

  @Test
  void theKeyIsThatOfAllThatEmbeddingsDependOn() throws IOException {
    String model;
    try (TextBackbone backbone = open("tokens")) {
      model = backbone.key();
    }
    file("1_Pooling/config.json", "{'pooling_mode_cls_token':true}");
    try (TextBackbone backbone = open("tokens")) {
      assertThat(backbone.key()).isNotEqualTo(model);
    }
    Files.delete(folder.resolve("1_Pooling/config.json"));
    Path tokenizer = folder.resolve("tokenizer.json");
    Files.writeString(tokenizer, Files.readString(tokenizer).replace("\"praise\"", "\"thanks\""));
    try (TextBackbone backbone = TextBackbone.open(folder, Limits.DEFAULT)) {
      assertThat(backbone.key()).isNotEqualTo(model);
    }
  }

  @Test
  void manyThreadsMayCompute() throws Exception {
    try (TextBackbone backbone =
            TextBackbone.open(TinyTextModel.write(folder, "tokens"), new Limits(2, 1024));
        ExecutorService pool = Executors.newFixedThreadPool(8)) {
      List<Future<float[]>> rows =
          IntStream.range(0, 200)
              .mapToObj(
                  i -> pool.submit(() -> backbone.embedding(i % 2 == 0 ? "parcel" : "praise")))
              .toList();
      for (int i = 0; i < rows.size(); i++) {
        assertThat(rows.get(i).get()[0] > 0).isEqualTo(i % 2 == 0);
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "wrong-inputs  | input 'position_ids' (int64 [-1, -1]) is none of input_ids, attention_mask and",
        "no-mask       | the model has no input 'attention_mask', but [input_ids]: it is no text encoder.",
        "wrong-type    | input 'attention_mask' (float [-1, -1]) must be of int64, with texts and tokens.",
        "wrong-size    | input 'attention_mask' (int64 [-1, 128]) has a fixed size; export it with a free",
        "wrong-outputs | outputs 'score' (float [-1]): none, or more than one, is an embedding of the text",
        "two-outputs   | outputs 'a' (float [-1, 4]), 'b' (float [-1, 4]): none, or more than one, is an",
        "wrong-rows    | output 'last_hidden_state' has 24 rows for 12 tokens.",
        "not-finite    | output 'last_hidden_state' has values that are not finite for a plain text.",
      })
  void refusesInASentenceThatNamesTheTensor(String model, String sentence) {
    assertThatThrownBy(() -> open(model))
        .isInstanceOf(UnfitBackboneException.class)
        .hasMessageStartingWith("The text backbone " + folder + " cannot be used: ")
        .hasMessageContaining(sentence);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "1_Pooling/config.json     | {'pooling_mode_max_tokens':true} | 1_Pooling/config.json wants pooling_mode_max_tokens; supported is",
        "1_Pooling/config.json     | no                               | 1_Pooling/config.json is no JSON",
        "sentence_bert_config.json | {'max_seq_length':2}             | cuts texts at 2 tokens; it must be at least 8",
        "tokenizer.json            | {'version':'1.0'}                | tokenizer.json cannot be used: ",
        "model.onnx                | a picture of a model             | cannot be used: ",
      })
  void refusesInASentenceThatNamesTheFile(String name, String content, String sentence)
      throws IOException {
    TinyTextModel.write(folder, "tokens");
    file(name, content);
    assertThatThrownBy(() -> TextBackbone.open(folder, Limits.DEFAULT))
        .isInstanceOf(UnfitBackboneException.class)
        .hasMessageStartingWith("The text backbone " + folder + " cannot be used: ")
        .hasMessageContaining(sentence);
  }

  @Test
  void refusesAFolderWithoutModelOrTokenizer() throws IOException {
    assertThatThrownBy(() -> TextBackbone.open(folder, Limits.DEFAULT))
        .hasMessageContaining("it has no model.onnx and no onnx/model.onnx.");
    Files.delete(TinyTextModel.write(folder, "tokens").resolve("tokenizer.json"));
    assertThatThrownBy(() -> TextBackbone.open(folder, Limits.DEFAULT))
        .hasMessageContaining("it has no tokenizer.json.");
  }
}
