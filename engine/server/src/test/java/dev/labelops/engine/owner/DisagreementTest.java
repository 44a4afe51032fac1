package dev.labelops.engine.owner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.labelops.engine.labeling.job.Json;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DisagreementTest {
  private static JsonNode boxes(String... boxes) {
    return Json.read(
        "{\"boundingBox\":{\"boundingBoxes\":["
            + String.join(",", boxes)
            + "]},\"comment\":\"x\"}");
  }

  private static String box(String label, int left) {
    return "{\"label\":\"%s\",\"left\":%d,\"top\":0,\"width\":10,\"height\":10}"
        .formatted(label, left);
  }

  private static double of(JsonNode... answers) {
    return Disagreement.of(List.of(answers)).orElseThrow();
  }

  private static double ofClasses(String... labels) {
    return Disagreement.of(
            Stream.of(labels)
                .map(label -> Json.read("{\"crowd-classifier\":{\"label\":\"" + label + "\"}}"))
                .toList())
        .orElseThrow();
  }

  @Test
  void oneAnswerHasNone() {
    assertThat(Disagreement.of(List.of())).isEmpty();
    assertThat(Disagreement.of(List.of(boxes(box("a", 0))))).isEmpty();
  }

  @Test
  void boxesByTheirOverlap() {
    assertThat(of(boxes(box("a", 0)), boxes(box("a", 0)))).isEqualTo(0);
    assertThat(of(boxes(box("a", 0)), boxes(box("a", 5)))).isCloseTo(2.0 / 3, within(1e-9));
    assertThat(of(boxes(box("a", 0)), boxes(box("a", 10)))).isEqualTo(1);
    assertThat(of(boxes(box("a", 0)), boxes(box("b", 0)))).as("another label").isEqualTo(1);
  }

  @Test
  void aBoxThatOneHasCountsAsZero() {
    assertThat(of(boxes(box("a", 0), box("a", 50)), boxes(box("a", 0)))).isEqualTo(.5);
    assertThat(of(boxes(), boxes(box("a", 0)))).isEqualTo(1);
    assertThat(of(boxes(), boxes())).as("both say that there is none").isEqualTo(0);
  }

  @Test
  void pairsAreAveraged() {
    assertThat(of(boxes(box("a", 0)), boxes(box("a", 0)), boxes(box("a", 90))))
        .isCloseTo(2.0 / 3, within(1e-9));
  }

  @Test
  void spansByTheirOverlap() {
    JsonNode some = spans("a", 0, 4, "b", 10, 14);
    assertThat(of(some, some)).isEqualTo(0);
    assertThat(of(some, spans("a", 2, 4, "b", 10, 14))).isCloseTo(.25, within(1e-9));
    assertThat(of(some, spans("a", 4, 6, "b", 10, 14)))
        .as("neighbours do not overlap")
        .isCloseTo(2.0 / 3, within(1e-9));
    assertThat(of(some, spans("b", 0, 4, "a", 10, 14))).as("other labels").isEqualTo(1);
    assertThat(of(spans(), spans())).isEqualTo(0);
  }

  private static JsonNode spans(Object... spans) {
    StringBuilder entities = new StringBuilder();
    for (int i = 0; i < spans.length; i += 3) {
      entities.append(
          "%s{\"label\":\"%s\",\"startOffset\":%s,\"endOffset\":%s}"
              .formatted(i == 0 ? "" : ",", spans[i], spans[i + 1], spans[i + 2]));
    }
    return Json.read("{\"crowd-entity-annotation\":{\"entities\":[" + entities + "]}}");
  }

  @Test
  void masksByTheShareOfWorkersWhoAgree() {
    assertThat(Disagreement.ofMasks(OptionalDouble.of(1), 3)).hasValue(0);
    assertThat(Disagreement.ofMasks(OptionalDouble.of(.5), 2)).as("all differ").hasValue(1);
    assertThat(Disagreement.ofMasks(OptionalDouble.of(.33), 3)).as("rounded").hasValue(1);
    assertThat(Disagreement.ofMasks(OptionalDouble.of(.9), 2).orElseThrow())
        .isCloseTo(.2, within(1e-9));
    assertThat(Disagreement.ofMasks(OptionalDouble.of(0), 1)).isEmpty();
    assertThat(Disagreement.ofMasks(OptionalDouble.empty(), 3)).isEmpty();
  }

  @Test
  void answersOfTwoFormsHaveNone() {
    assertThat(Disagreement.of(List.of(spans(), boxes()))).isEmpty();
  }

  @Test
  void classesByTheirEntropy() {
    assertThat(ofClasses("a", "a", "a")).isEqualTo(0);
    assertThat(ofClasses("a", "b")).isEqualTo(1);
    assertThat(ofClasses("a", "b", "c")).isCloseTo(1, within(1e-9));
    assertThat(ofClasses("a", "a", "b")).isCloseTo(.5794, within(1e-4));
  }

  @Test
  void otherAnswersHaveNone() {
    JsonNode form = Json.read("{\"comment\":\"fine\"}");
    assertThat(Disagreement.of(List.of(form, form))).isEmpty();
  }
}
