package dev.labelops.engine.labeling.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.labelops.engine.labeling.job.Json;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.TimeZone;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Values that a manifest may hold and few templates expect. */
class TemplateValuesTest {
  private static final JsonNode INPUT =
      Json.read("{\"large\":1e999999999,\"small\":1e-999999999,\"usual\":1.5e3}");

  private static String render(String source) {
    return new WorkerTemplate(source).render(INPUT, uri -> uri);
  }

  /** Twelve bytes of a manifest must not become a gigabyte of a page. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{{ task.input.large }}",
        "{{ task.input.small }}",
        "{{ task.input.large | escape }}",
        "{{ task.input.large | times: task.input.large }}",
        "{{ 1 | plus: task.input.small }}",
        "{{ 'a' | append: task.input.large }}",
        "{% assign x = task.input.large | minus: 1 %}",
        "{% cycle task.input.large %}",
      })
  void aNumberWithEndlessZerosIsRefused(String source) {
    assertThatThrownBy(() -> render(source))
        .isInstanceOf(InvalidTemplate.class)
        .hasMessageContaining("a number would have more than 1,000 digits");
  }

  @Test
  void otherNumbersAreWrittenOut() {
    assertThat(render("{{ task.input.usual }}, {{ task.input.usual | plus: 1 }}"))
        .isEqualTo("1500, 1501.0");
    assertThat(render("{{ task.input.large | to_json }}")).isEqualTo("1E+999999999");
  }

  @ParameterizedTest
  @ValueSource(strings = {"now", "today"})
  void thePresentIsInUtcWhereverTheEngineRuns(String word) {
    TimeZone before = TimeZone.getDefault();
    try {
      TimeZone.setDefault(TimeZone.getTimeZone("Pacific/Kiritimati"));
      String shown = render("{{ '" + word + "' | date: '%Y-%m-%dT%H:%M:%S+00:00' }}");

      assertThat(Duration.between(ZonedDateTime.parse(shown), ZonedDateTime.now(ZoneOffset.UTC)))
          .isBetween(Duration.ofSeconds(-1), Duration.ofMinutes(1));
    } finally {
      TimeZone.setDefault(before);
    }
  }
}
