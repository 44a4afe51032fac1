package dev.labelops.groundtruth;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OutputPathsTest {
  @ParameterizedTest
  @ValueSource(strings = {"s3://b/out", "s3://b/out/", "s3://b/out//"})
  void findsTheResultBelowTheOutputPath(String path) {
    String manifest = OutputPaths.outputManifest(path, "cars-1");
    assertThat(manifest).isEqualTo("s3://b/out/cars-1/manifests/output/output.manifest");
    assertThat(OutputPaths.outputPath(manifest, "cars-1")).isEqualTo("s3://b/out/");
  }

  @Test
  void leavesAnAddressOfAnotherFormAlone() {
    assertThat(OutputPaths.outputPath("s3://b/x.manifest", "cars-1"))
        .isEqualTo("s3://b/x.manifest");
  }

  @Test
  void namesFilesAsTheServiceDoes() {
    assertThat(OutputPaths.intermediateManifest(2))
        .isEqualTo("manifests/intermediate/2/output.manifest");
    assertThat(OutputPaths.intermediateAnnotations(2))
        .isEqualTo("annotations/intermediate/2/annotations.manifest");
    assertThat(OutputPaths.workerResponse(1, 7, "2026-03-04_09:15:20"))
        .isEqualTo("annotations/worker-response/iteration-1/7/2026-03-04_09:15:20.json");
    assertThat(OutputPaths.consolidationRequest(1, "t"))
        .isEqualTo("annotations/consolidated-annotation/consolidation-request/iteration-1/t.json");
    assertThat(OutputPaths.labelFile("0_t.png"))
        .isEqualTo("annotations/consolidated-annotation/output/0_t.png");
  }

  @Test
  void readsTheNumbersThatItWrites() {
    assertThat(OutputPaths.autoLabelsRound(OutputPaths.autoLabels(12))).hasValue(12);
    assertThat(OutputPaths.modelRound(OutputPaths.model(12, "cars-1-12"))).hasValue(12);
    assertThat(
            OutputPaths.consolidationResponseIteration(OutputPaths.consolidationResponse(12, "t")))
        .hasValue(12);
  }

  @Test
  void readsTheWholeNumberAtAnyDepthAndNothingElse() {
    assertThat(OutputPaths.autoLabelsRound("activelearning/4/auto_annotator_output.txt"))
        .hasValue(4);
    assertThat(OutputPaths.autoLabelsRound("activelearning/4/a/b/auto_annotator_output.txt"))
        .hasValue(4);
    assertThat(OutputPaths.autoLabelsRound("activelearning/4/validation/input.txt")).isEmpty();
    assertThat(OutputPaths.autoLabelsRound("activelearning/x/auto_annotator_output.txt")).isEmpty();
    assertThat(OutputPaths.modelRound("training/4/model.tar.gz")).isEmpty();
    assertThat(OutputPaths.consolidationResponseIteration(OutputPaths.workerResponse(1, 0, "t")))
        .isEmpty();
  }
}
