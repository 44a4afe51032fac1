package dev.labelops.groundtruth;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import org.junit.jupiter.api.Test;

class ManifestLineTest {
  @Test
  void readsAnObjectItsLabelAndWhoGaveIt() throws JsonProcessingException {
    ManifestLine line =
        line(
            """
            {"source-ref":"s3://b/a1.jpg","kind":2,"kind-metadata":{"class-name":"RedBull",
            "class-map":{"2":"RedBull"},"confidence":0.87,"human-annotated":"yes"}}""");
    assertThat(line.object()).contains("s3://b/a1.jpg");
    assertThat(line.label("kind").orElseThrow().asInt()).isEqualTo(2);
    LabelMetadata metadata = line.metadata("kind");
    assertThat(metadata.humanAnnotated()).contains(true);
    assertThat(metadata.text(LabelMetadata.CLASS_NAME)).contains("RedBull");
    assertThat(metadata.text(LabelMetadata.CONFIDENCE)).contains("0.87");
    assertThat(metadata.className("2")).contains("RedBull");
    assertThat(metadata.className("3")).isEmpty();
  }

  @Test
  void readsWhyThereIsNoLabel() throws JsonProcessingException {
    ManifestLine line =
        line(
            "{\"source\":\"a text\",\"mood\":null,\"mood-metadata\":{\"failure-reason\":\"why\"}}");
    assertThat(line.object()).contains("a text");
    assertThat(line.label("mood")).isEmpty();
    assertThat(line.metadata("mood").text(LabelMetadata.FAILURE_REASON)).contains("why");
    assertThat(line.metadata("mood").humanAnnotated()).isEmpty();
    assertThat(line.metadata("other").text(LabelMetadata.TYPE)).isEmpty();
  }

  private static ManifestLine line(String json) throws JsonProcessingException {
    return new ManifestLine(new JsonMapper().readTree(json));
  }
}
