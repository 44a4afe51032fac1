package dev.labelops.install.docs;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ExpectedOutputTest {
  private static final String PRINTED =
      """
      NAME          PHASE        PROGRESS   HUMAN   AGE
      other         Pending                         2s
      brand-logos   InProgress   50%        30      1m5s
      """;

  @Test
  void blanksAgesAndLinesBetweenDoNotMatter() {
    assertThat(
            ExpectedOutput.missing(
                "NAME PHASE PROGRESS HUMAN AGE\nbrand-logos InProgress 50% 30 4m", PRINTED))
        .isEmpty();
    assertThat(ExpectedOutput.missing("brand-… InProgress …", PRINTED)).isEmpty();
  }

  @Test
  void wordsAndNumbersDo() {
    assertThat(ExpectedOutput.missing("brand-logos Completed 50% 30 4m", PRINTED)).isPresent();
    assertThat(ExpectedOutput.missing("brand-logos InProgress 50% 31 4m", PRINTED)).isPresent();
    assertThat(ExpectedOutput.missing("other …\nthird …", PRINTED)).contains("third …");
  }
}
