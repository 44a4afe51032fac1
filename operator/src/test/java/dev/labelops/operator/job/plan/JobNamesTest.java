package dev.labelops.operator.job.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labelops.groundtruth.LabelAttributeName.RefSuffix;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class JobNamesTest {
  @Test
  void sameWishSameName() {
    String name = JobNames.jobName("inst", "team-a", "logos", null, 1, 1);
    assertThat(name).matches("logos-[a-z2-7]{12}");
    assertThat(JobNames.jobName("inst", "team-a", "logos", null, 1, 1)).isEqualTo(name);
  }

  @Test
  void everyPartOfTheWishCounts() {
    assertThat(
            java.util.Set.of(
                JobNames.jobName("inst", "team-a", "logos", null, 1, 1),
                JobNames.jobName("other", "team-a", "logos", null, 1, 1),
                JobNames.jobName("inst", "team-b", "logos", null, 1, 1),
                JobNames.jobName("inst", "team-a", "logos", null, 2, 1),
                JobNames.jobName("inst", "team-a", "logos", null, 1, 2)))
        .hasSize(5);
  }

  @Test
  void aChosenNameIsForTheFirstAttempt() {
    assertThat(JobNames.jobName("inst", "team-a", "logos", "mine", 1, 1)).isEqualTo("mine");
    assertThat(JobNames.jobName("inst", "team-a", "logos", "mine", 1, 2)).isEqualTo("mine-2");
  }

  @Test
  void attributeKeepsClearOfReservedWords() {
    assertThat(JobNames.labelAttributeName("logos", RefSuffix.Forbidden)).isEqualTo("logos");
    assertThat(JobNames.labelAttributeName("source", RefSuffix.Forbidden))
        .isEqualTo("source-label");
    assertThat(JobNames.labelAttributeName("cross-ref", RefSuffix.Forbidden))
        .isEqualTo("cross-ref-label");
    assertThat(JobNames.labelAttributeName("my-metadata", RefSuffix.Forbidden))
        .isEqualTo("my-metadata-label");
    assertThat(JobNames.labelAttributeName("a.b", RefSuffix.Forbidden)).isEqualTo("a-b");
  }

  @Property
  void everyDerivedNameIsFoundByItsReadablePart(
      @ForAll @StringLength(min = 1, max = 250) @CharRange(from = 'a', to = 'c') String middle,
      @ForAll @IntRange(min = 0, max = 60) int dot,
      @ForAll @IntRange(min = 1, max = 999) int run) {
    String name = "x" + middle.substring(0, Math.min(dot, middle.length())) + "." + middle + "y";
    String jobName = JobNames.jobName("any", "ns", name, null, run, 2);
    assertThat(JobNames.readablePrefix(name)).matches("[a-zA-Z0-9-]{1,63}");
    assertThat(jobName).startsWith(JobNames.readablePrefix(name));
    assertThat(JobNames.mayBeOf(jobName, name, null)).isTrue();
  }

  @Test
  void onlyNamesOfTheRightFormAreLookedAt() {
    String made = JobNames.jobName("inst", "ns", "logos", null, 1, 1);
    assertThat(JobNames.mayBeOf("brand-" + made, "logos", null)).isFalse();
    assertThat(JobNames.mayBeOf("logos-by-hand", "logos", null)).isFalse();
    assertThat(JobNames.mayBeOf("mine", "logos", null)).isFalse();
    assertThat(JobNames.mayBeOf("mine", "logos", "mine")).isTrue();
    assertThat(JobNames.mayBeOf("Mine-2", "logos", "mine")).isTrue();
    assertThat(JobNames.mayBeOf("mine-too", "logos", "mine")).isFalse();
    assertThat(JobNames.mayBeOf(made, "logos", "mine")).as("of a run before").isTrue();
  }

  @Property
  void everyNameIsOneThatTheServiceTakes(
      @ForAll @StringLength(min = 1, max = 250) @CharRange(from = 'a', to = 'c') String middle,
      @ForAll @IntRange(min = 0, max = 60) int dot,
      @ForAll @IntRange(min = 1, max = 999) int run) {
    String name = "x" + middle.substring(0, Math.min(dot, middle.length())) + "." + middle + "y";
    assertThat(JobNames.jobName("inst", "ns", name, null, run, 1))
        .matches("[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}");
    assertThat(JobNames.labelAttributeName(name, RefSuffix.Forbidden))
        .matches("[a-zA-Z0-9](-*[a-zA-Z0-9]){0,126}");
  }
}
