package dev.labelops.demo.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import dev.labelops.demo.truth.Annotation;
import dev.labelops.demo.truth.Box;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What the report calculates: intervals, quality by label, disagreement, cost. */
class MeasuresTest {

  /** A 95% interval contains the true mean in about 95 of 100 samples. */
  @Test
  void intervalsHoldTheTrueMeanAsOftenAsTheySay() {
    SplittableRandom random = new SplittableRandom(5);
    int scores = 0;
    int shares = 0;
    for (int i = 0; i < 400; i++) {
      double[] sample = random.doubles(60).toArray();
      Estimate mean = Estimate.ofScores(sample).orElseThrow();
      scores += mean.low() <= .5 && .5 <= mean.high() ? 1 : 0;
      int right = (int) random.doubles(60).filter(value -> value < .95).count();
      Estimate share = Estimate.ofRight(right, 60).orElseThrow();
      shares += share.low() <= .95 && .95 <= share.high() ? 1 : 0;
    }
    assertThat(scores / 400.0).isCloseTo(.95, within(.035));
    assertThat(shares / 400.0).isCloseTo(.95, within(.035));
  }

  @Test
  void allRightIsNotCertain() {
    Estimate all = Estimate.ofRight(60, 60).orElseThrow();

    assertThat(all.mean()).isEqualTo(1);
    assertThat(all.low()).isCloseTo(.940, within(.001));
    assertThat(all.high()).isEqualTo(1);
    assertThat(Estimate.ofRight(0, 0)).isEmpty();
    assertThat(Estimate.ofScores(new double[0])).isEmpty();
    assertThat(Estimate.ofScores(new double[] {.5, .7}))
        .isEqualTo(Estimate.ofScores(new double[] {.5, .7}));
  }

  @Test
  void boxesOfALabelAreRightMissedOrFalse() {
    Box real = new Box("DHL", 10, 10, 20, 20);
    Box near = new Box("DHL", 12, 10, 20, 20);
    Box far = new Box("DHL", 60, 60, 20, 20);
    Box other = new Box("RedBull", 10, 10, 20, 20);
    LabelQuality quality =
        LabelQuality.of(
            "DHL",
            List.of(
                card(List.of(near, far, other), List.of(real)),
                card(List.of(), List.of(real)),
                card(List.of(near, near), List.of(real))));

    assertThat(quality).isEqualTo(new LabelQuality(4, 2, 3));
    assertThat(quality.precision()).isEqualTo("50%");
    assertThat(quality.recall()).isEqualTo("67%");
    assertThat(LabelQuality.of("none", List.of()).recall()).isEqualTo("–");
  }

  @Test
  void theHastyWorkerIsSeenAndTheWorstObjectsAreNamed() {
    Map<Integer, List<Answer>> answers =
        Map.of(
            0, List.of(said("a", "cat"), said("b", "cat"), said("c", "dog")),
            1, List.of(said("a", "dog"), said("b", "dog"), said("c", "dog")),
            2, List.of(said("a", "cat")));
    Map<Integer, Annotation> truth =
        Map.of(0, new Annotation.Category("cat"), 1, new Annotation.Category("dog"));

    Disagreement found = Disagreement.of(answers, truth);

    assertThat(found.objects()).as("with several answers").isEqualTo(2);
    assertThat(found.agreement().orElseThrow().mean()).isCloseTo((1 / 3.0 + 1) / 2, within(1e-9));
    assertThat(found.workers())
        .extracting(Disagreement.Worker::name, Disagreement.Worker::answers)
        .containsExactly(tuple("worker 1", 3), tuple("worker 2", 2), tuple("worker 3", 2));
    assertThat(found.workers().get(2).withTruth().orElseThrow().mean()).isEqualTo(.5);
    assertThat(found.workers().get(0).withTruth().orElseThrow().low())
        .as("two right answers are no certainty")
        .isLessThan(.5);
    assertThat(found.workers().get(0).withOthers().orElseThrow().mean()).isEqualTo(.75);
    assertThat(found.disputed())
        .singleElement()
        .satisfies(object -> assertThat(object.object()).isZero())
        .satisfies(object -> assertThat(object.agreement()).isCloseTo(1 / 3.0, within(1e-9)));
  }

  @Test
  void theCostIsThatOfThePriceList() {
    Cost boxes = Cost.of("BoundingBox", 120, 180, 3);

    assertThat(boxes.withModel()).isCloseTo(300 * .08 + 120 * 3 * .036, within(1e-9));
    assertThat(boxes.peopleOnly()).isCloseTo(300 * (.08 + 3 * .036), within(1e-9));
    assertThat(boxes.saved()).isEqualTo("34%");
    assertThat(boxes.lines())
        .extracting(Cost.Line::amount)
        .containsExactly("$24.00", "$12.96", "$36.96", "$56.40");
    assertThat(Cost.of("TextMultiClass", 0, 0, 1).saved()).isEqualTo("0%");
  }

  @Test
  void chartsHaveABarForEachPartAndAPointForEachRound() {
    List<RoundResult> rounds =
        IntStream.rangeClosed(1, 3)
            .mapToObj(
                n ->
                    new RoundResult(
                        n,
                        40L,
                        n == 1 ? null : 60L,
                        Optional.empty(),
                        n == 1 ? Optional.empty() : Estimate.ofRight(50, 60)))
            .toList();

    String labels = Charts.labels(rounds);
    String quality = Charts.quality(rounds);

    assertThat(labels.split("<rect class=\"h\"", -1)).hasSize(4);
    assertThat(labels.split("<rect class=\"m\"", -1)).hasSize(3);
    assertThat(labels).contains("40 by people", "60 by machine", ">100<");
    assertThat(quality.split("<circle", -1)).hasSize(3);
    assertThat(quality).contains("truth: 0.83");
    assertThat(Charts.labels(List.of()) + Charts.quality(List.of()) + Charts.scores(List.of()))
        .doesNotContain("NaN", "Infinity");
  }

  private static Answer said(String worker, String label) {
    return new Answer(worker, new Annotation.Category(label));
  }

  private static Card card(List<Box> boxes, List<Box> truth) {
    return new Card("a.jpg", "human", null, null, null, 100, 100, boxes, truth, null, null, 1.0);
  }
}
