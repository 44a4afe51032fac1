package dev.labelops.demo.drive;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ObservedTest {
  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

  @Test
  void aJobThatWorksShowsItsCounters() throws Exception {
    Observed job =
        job(
            """
            phase: InProgress
            progress: 40%
            startTime: 2026-03-04T09:20:11Z
            counters: {objects: 60, humanLabeled: 24, machineLabeled: 0, failed: 2}
            conditions:
              - {type: Ready, status: "True", reason: Labeling, message: Labeling}
            """);

    assertThat(job.line())
        .isEqualTo("LabelingJob logos  InProgress  40%  human 24  auto 0  failed 2  ready");
    assertThat(job.time("startTime")).contains(Instant.parse("2026-03-04T09:20:11Z"));
    assertThat(job.time("completionTime")).isEmpty();
  }

  @Test
  void whatWaitsSaysWhy() throws Exception {
    Observed job =
        job(
            """
            phase: Pending
            conditions:
              - {type: Ready, status: "False", reason: WaitingForWorkforce, message: no team yet}
              - {type: Stalled, status: "True", reason: InvalidSpec, message: too many labels}
            """);

    assertThat(job.line())
        .isEqualTo("LabelingJob logos  Pending  WaitingForWorkforce: no team yet");
    assertThat(job.isTrue("Stalled")).isTrue();
    assertThat(job.isTrue("Complete")).isFalse();
    assertThat(job.sentence("Stalled")).isEqualTo("InvalidSpec: too many labels");
  }

  private static Observed job(String status) throws Exception {
    JsonNode none = YAML.createObjectNode();
    return new Observed("LabelingJob", "logos", none, YAML.readTree(status));
  }
}
