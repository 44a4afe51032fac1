package dev.labelops.demo.truth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class OutputManifestTest {
  private static final List<String> LABELS = List.of("DHL", "RedBull");

  @Test
  void whatIsWrittenIsRead() {
    var image =
        new Annotation.Boxes(
            640, 480, List.of(new Box("RedBull", 1, 2, 30, 40), new Box("DHL", 5, 6, 7, 8)));

    String line = OutputManifest.boxes("images/a.jpg", "truth", image, LABELS);

    ManifestLine read = OutputManifest.read(List.of(line), "truth").getFirst();
    assertThat(read.key()).isEqualTo("a.jpg");
    assertThat(read.humanAnnotated()).isTrue();
    assertThat(read.annotation()).contains(image);
    assertThat(OutputManifest.labels(List.of(line), "truth")).isEqualTo(LABELS);
  }

  @Test
  void readsClassesAndMachineLabelsAndLinesWithoutTheLabel() {
    List<ManifestLine> read =
        OutputManifest.read(
            List.of(
                """
                {"source":"parcel arrived late","mood":"1","mood-metadata":{"class-name":"negative",\
                "confidence":0.7,"human-annotated":"no","job-name":"mood-7"}}""",
                "",
                "{\"source-ref\":\"s3://b/x/y.png\",\"other\":1}"),
            "mood");

    assertThat(read).hasSize(2);
    assertThat(read.get(0).annotation()).contains(new Annotation.Category("negative"));
    assertThat(read.get(0).humanAnnotated()).isFalse();
    assertThat(read.get(1).annotation()).isEmpty();
  }

  @Test
  void aWrongLineIsNamed() {
    assertThatThrownBy(() -> OutputManifest.read(List.of("{\"source\":\"a\"}", "{"), "truth"))
        .hasMessageContaining("line 2")
        .hasMessageContaining("truth");
    assertThatThrownBy(() -> OutputManifest.read(List.of("{\"text\":\"a\"}"), "truth"))
        .hasMessageContaining("neither source-ref nor source");
  }
}
