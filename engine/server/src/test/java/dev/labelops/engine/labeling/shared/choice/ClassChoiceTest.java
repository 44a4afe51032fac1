package dev.labelops.engine.labeling.shared.choice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.labelops.engine.labeling.task.Consolidated;
import dev.labelops.engine.labeling.task.InvalidAnswer;
import dev.labelops.engine.labeling.task.WorkerAnswer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClassChoiceTest {
  private static final List<String> LABELS = List.of("cat", "dog", "emu");

  /** Each vote is a label, or label:accuracy where the worker is not as good as others. */
  @ParameterizedTest
  @CsvSource({
    "dog,                      dog, 0,    one worker: no confidence",
    "dog dog,                  dog, 0.97, agreement of two",
    "dog dog cat,              dog, 0.88, majority",
    "cat dog,                  cat, 0.47, a draw goes to the first label",
    "emu dog,                  dog, 0.47, a draw goes to the first label",
    "cat dog emu,              cat, 0.33, nobody agrees",
    "cat:0.95 dog:0.5 dog:0.5, cat, 0.88, one good worker outweighs two poor ones",
    "cat:0.6 dog:0.6 dog:0.6,  dog, 0.69, equals: the majority",
  })
  void weighsVotes(String votes, String winner, double confidence, String why) {
    Consolidated label = ClassChoice.consolidate(votes(votes.split(" ")), LABELS);

    assertThat(label.label().asInt()).as(why).isEqualTo(LABELS.indexOf(winner));
    assertThat(label.metadata().path("class-name").asText()).as(why).isEqualTo(winner);
    assertThat(label.metadata().path("confidence").asDouble()).as(why).isEqualTo(confidence);
  }

  @Test
  void tellsWhoAgreed() {
    Consolidated label = ClassChoice.consolidate(votes("dog", "cat", "dog"), LABELS);

    assertThat(label.agreeing()).containsExactlyInAnyOrder("worker0", "worker2");
  }

  @Test
  void theOrderOfAnswersNeverMatters() {
    Random random = new Random(7);
    for (int run = 0; run < 500; run++) {
      String[] votes = new String[1 + random.nextInt(9)];
      Arrays.setAll(votes, i -> LABELS.get(random.nextInt(LABELS.size())));
      List<WorkerAnswer> answers = votes(votes);
      List<WorkerAnswer> shuffled = new ArrayList<>(answers);
      Collections.shuffle(shuffled, random);

      Consolidated one = ClassChoice.consolidate(answers, LABELS);
      Consolidated other = ClassChoice.consolidate(shuffled, LABELS);

      assertThat(other).as(Arrays.toString(votes)).isEqualTo(one);
      assertThat(one.metadata().path("confidence").asDouble()).isBetween(0.0, 1.0);
      assertThat(votes).contains(one.metadata().path("class-name").asText());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{\"label\":1}", "{\"label\":\"cow\"}", "{\"labels\":[\"cat\"]}"})
  void refusesOtherShapes(String answer) throws Exception {
    var json = new ObjectMapper().readTree(answer);

    assertThatThrownBy(() -> ClassChoice.check(json, LABELS))
        .isInstanceOf(InvalidAnswer.class)
        .hasMessageContaining("label")
        .hasMessageContaining("[cat, dog, emu]");
  }

  private static List<WorkerAnswer> votes(String... votes) {
    List<WorkerAnswer> answers = new ArrayList<>();
    for (String vote : votes) {
      String[] parts = vote.split(":");
      ObjectNode answer = JsonNodeFactory.instance.objectNode().put("label", parts[0]);
      double accuracy = parts.length == 1 ? 0.8 : Double.parseDouble(parts[1]);
      answers.add(new WorkerAnswer("worker" + answers.size(), answer, accuracy));
    }
    return answers;
  }
}
