package dev.labelops.engine.labeling.types.namedentityrecognition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.labelops.engine.CpuTime;
import dev.labelops.engine.labeling.shared.LabelList;
import dev.labelops.engine.labeling.task.Consolidated;
import dev.labelops.engine.labeling.task.InvalidAnswer;
import dev.labelops.engine.labeling.task.LabelCategories;
import dev.labelops.engine.labeling.task.Provenance;
import dev.labelops.engine.labeling.task.TaskObject;
import dev.labelops.engine.labeling.task.WorkerAnswer;
import dev.labelops.groundtruth.LabelingTaskType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpansTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** A worker's spans: label start end, separated by commas; workers by slashes. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "one worker: as marked, no confidence | City 12 16 | City 12 16 @0",
        "agreement | City 12 16 / City 12 16 | City 12 16 @1.0",
        "boundaries: the most frequent | City 12 16 / City 12 16 / City 10 16 | City 12 16 @0.89",
        "boundaries: the median where none is | City 11 16 / City 12 16 / City 10 16"
            + " | City 11 16 @0.88",
        "boundaries of two: one that somebody chose | City 10 20 / City 12 20 | City 10 20 @0.9",
        "label: the most frequent | City 12 16 / City 12 16 / Person 12 16 | City 12 16 @0.67",
        "label: equally frequent, the first of the file | City 12 16 / Person 12 16"
            + " | Person 12 16 @0.5",
        "one of three marked it: dropped | City 12 16 / City 12 16 / City 12 16, Person 0 3"
            + " | City 12 16 @1.0",
        "one of two marked it: kept, half as sure | City 12 16, Person 0 3 / City 12 16"
            + " | Person 0 3 @0.5, City 12 16 @1.0",
        "apart from each other: two things | City 0 3 / City 12 16 | City 0 3 @0.5, City 12 16 @0.5",
        "too little in common, and results never overlap | City 0 10 / City 0 10 / City 8 16 / City 8 16 / City 0 10"
            + " | City 0 10 @0.6",
        "two spans of one worker never merge | City 0 3, City 3 6 / City 0 6"
            + " | City 0 3 @0.75, City 3 6 @0.5",
        "nothing there | - / - | -",
      })
  void consolidates(String why, String marked, String expected) throws Exception {
    Consolidated label = Spans.consolidate(answers(marked), labels());

    assertThat(shown(label)).as(why).isEqualTo(expected);
  }

  @Test
  void theOrderOfAnswersNeverMatters() throws Exception {
    Random random = new Random(7);
    LabelCategories labels = labels();
    for (int run = 0; run < 200; run++) {
      String marked =
          IntStream.range(0, 2 + random.nextInt(5))
              .mapToObj(
                  worker -> {
                    int start = random.nextInt(6);
                    int second = 10 + random.nextInt(6);
                    return "%s %d %d, City %d %d"
                        .formatted(
                            random.nextBoolean() ? "City" : "Person",
                            start,
                            start + 1 + random.nextInt(4),
                            second,
                            second + 1 + random.nextInt(9));
                  })
              .collect(Collectors.joining(" / "));
      List<WorkerAnswer> answers = answers(marked);
      List<WorkerAnswer> shuffled = new ArrayList<>(answers);
      Collections.shuffle(shuffled, random);

      assertThat(Spans.consolidate(shuffled, labels))
          .as(marked)
          .isEqualTo(Spans.consolidate(answers, labels));
    }
  }

  /** The line of REF 6.2. */
  @Test
  void writesWhatGroundTruthWrites() throws Exception {
    NamedEntityRecognition type = new NamedEntityRecognition();
    LabelCategories labels =
        type.labels(
            json(
                "{'labels':[{'label':'City','shortDisplayName':'cty'}],"
                    + "'instructions':{'shortInstruction':'<p>s</p>','fullInstruction':''}}"));
    JsonNode line = json("{'source':'Ana flew to Oslo'}");
    TaskObject object = new TaskObject(line, labels, json("{}"));
    Provenance provenance =
        new Provenance("labeling-job/ner-1", true, "2026-03-04T09:40:00.000000", "s3://b/x");

    Consolidated label = type.consolidate(answers("City 12 16"), object, provenance);

    assertThat(label.label())
        .isEqualTo(
            json(
                "{'annotations':{'labels':[{'label':'City','shortDisplayName':'cty'}],"
                    + "'entities':[{'label':'City','startOffset':12,'endOffset':16}]}}"));
    assertThat(type.metadata(label.metadata(), provenance))
        .isEqualTo(
            json(
                "{'job-name':'labeling-job/ner-1','type':'groundtruth/text-span',"
                    + "'creation-date':'2026-03-04T09:40:00.000000','human-annotated':'yes',"
                    + "'entities':[{'confidence':0}]}"));
    assertThat(type.input(object))
        .isEqualTo(
            json(
                "{'source':'Ana flew to Oslo','taskObject':'Ana flew to Oslo',"
                    + "'labels':[{'label':'City','shortDisplayName':'cty'}],"
                    + "'instructions':{'shortInstruction':'<p>s</p>','fullInstruction':''},"
                    + "'manifestLine':{'source':'Ana flew to Oslo'}}"));
  }

  /** {@code 😀} is at 0 to 2, {@code Ana} at 3 to 6. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{} | entities must be a list",
        "{'entities':{}} | entities must be a list",
        "{'entities':[{'label':'Town','startOffset':3,'endOffset':6}]}"
            + "| entities[0].label 'Town' is not one of the job's labels [Person, City]",
        "{'entities':[{'startOffset':3,'endOffset':6}]} | entities[0].label must be a string",
        "{'entities':[{'label':'City','startOffset':3}]} | must be whole numbers",
        "{'entities':[{'label':'City','startOffset':3.5,'endOffset':6}]} | must be whole numbers",
        "{'entities':[{'label':'City','startOffset':'3','endOffset':6}]} | must be whole numbers",
        "{'entities':[{'label':'City','startOffset':6,'endOffset':6}]} | from 6 to 6 is no part",
        "{'entities':[{'label':'City','startOffset':-1,'endOffset':6}]} | no part of the text",
        "{'entities':[{'label':'City','startOffset':3,'endOffset':7}]}"
            + "| entities[0] from 3 to 7 is no part of the text of 6 characters",
        "{'entities':[{'label':'City','startOffset':1,'endOffset':6}]} | within a character",
        "{'entities':[{'label':'City','startOffset':3,'endOffset':6},"
            + "{'label':'Person','startOffset':5,'endOffset':6}]} | 'Ana' and 'a' overlap",
        "{'entities':[{'label':'City','startOffset':3,'endOffset':6},"
            + "{'label':'City','startOffset':0,'endOffset':2}]} | -",
        "{'entities':[]} | -",
      })
  void refusesOtherShapesAndPlaces(String answer, String expected) throws Exception {
    JsonNode json = json(answer);

    assertThat(refusal(json, "😀 Ana")).contains(expected);
  }

  @Test
  void everyWordOfTheLongestTextCanBeLabeled() throws Exception {
    String text = "word ".repeat(4_000);
    String marked =
        IntStream.range(0, 4_000)
            .mapToObj(i -> "City %d %d".formatted(5 * i, 5 * i + 4))
            .collect(Collectors.joining(","));
    List<WorkerAnswer> answers = answers(String.join("/", Collections.nCopies(9, marked)));
    LabelCategories labels = labels();

    assertThat(refusal(answers.getFirst().answer(), text)).isEqualTo("-");
    AtomicReference<Consolidated> consolidated = new AtomicReference<>();
    assertThat(CpuTime.of(() -> consolidated.set(Spans.consolidate(answers, labels))))
        .as("the job's lock is held meanwhile")
        .isLessThan(Duration.ofSeconds(10));
    Consolidated label = consolidated.get();
    assertThat(label.label().at("/annotations/entities")).hasSize(4_000);
    assertThat(label.label().toString().length()).as("of a column").isLessThan(1_048_576);
  }

  @Test
  void tooManySpansAreRefused() throws Exception {
    String marked =
        IntStream.range(0, 6_000)
            .mapToObj(i -> "City %d %d".formatted(i, i + 1))
            .collect(Collectors.joining(","));

    assertThat(refusal(answers(marked).getFirst().answer(), "x".repeat(6_000)))
        .contains("6,000 spans");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'labels':[]} | at least 1 labels",
        "{'labels':[{'label':'City','shortDisplayName':3}],'instructions':{}}"
            + "| labels[0].shortDisplayName must be a string",
        "{'labels':[{'label':'City'}]} | instructions.shortInstruction must be a string",
        "{'labels':[{'label':'City'}],'instructions':{'shortInstruction':'s'}}"
            + "| instructions.fullInstruction must be a string",
      })
  void theLabelCategoryFileHasRulesOfItsOwn(String file, String message) throws Exception {
    JsonNode json = json(file);

    assertThatThrownBy(() -> new NamedEntityRecognition().labels(json))
        .hasMessageContaining(message);
  }

  @Test
  void aHugeListOfLabelsIsRefused() throws Exception {
    String names =
        IntStream.range(0, 2_000)
            .mapToObj(i -> "{'label':'%s%d'}".formatted("x".repeat(200), i))
            .collect(Collectors.joining(","));
    JsonNode file = json("{'labels':[" + names + "]}");

    assertThatThrownBy(() -> new NamedEntityRecognition().labels(file))
        .hasMessageContaining("part of every label");
  }

  private static String refusal(JsonNode answer, String text) {
    try {
      Spans.check(answer, text, List.of("Person", "City"));
      return "-";
    } catch (InvalidAnswer e) {
      return e.getMessage();
    }
  }

  private static LabelCategories labels() throws Exception {
    return EntityCategories.read(
        new LabelList(LabelingTaskType.get("NamedEntityRecognition")),
        json(
            "{'labels':[{'label':'Person'},{'label':'City'}],"
                + "'instructions':{'shortInstruction':'s','fullInstruction':'f'}}"));
  }

  private static List<WorkerAnswer> answers(String marked) {
    List<WorkerAnswer> answers = new ArrayList<>();
    for (String worker : marked.split("/")) {
      var answer = JSON.createObjectNode();
      var entities = answer.putArray("entities");
      for (String span : worker.strip().equals("-") ? new String[0] : worker.split(",")) {
        String[] parts = span.strip().split(" ");
        entities
            .addObject()
            .put("endOffset", Integer.parseInt(parts[2]))
            .put("label", parts[0])
            .put("startOffset", Integer.parseInt(parts[1]));
      }
      answers.add(new WorkerAnswer("worker" + answers.size(), answer, 0.8));
    }
    return answers;
  }

  private static String shown(Consolidated label) {
    List<String> spans = new ArrayList<>();
    JsonNode entities = label.label().at("/annotations/entities");
    for (int i = 0; i < entities.size(); i++) {
      JsonNode entity = entities.get(i);
      spans.add(
          "%s %s %s @%s"
              .formatted(
                  entity.path("label").asText(),
                  entity.path("startOffset").asText(),
                  entity.path("endOffset").asText(),
                  label.metadata().at("/entities/" + i + "/confidence").asText()));
    }
    return spans.isEmpty() ? "-" : String.join(", ", spans);
  }

  private static JsonNode json(String text) throws Exception {
    return JSON.readTree(text.replace('\'', '"'));
  }
}
