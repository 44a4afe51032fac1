package dev.labelops.groundtruth;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OutputTreeTest {
  @ParameterizedTest
  @ValueSource(strings = {"s3://b/out", "s3://b/out/", "s3://b/out//"})
  void findsTheResultBelowTheOutputPath(String path) {
    String manifest = OutputTree.outputManifest(path, "cars-1");
    assertThat(manifest).isEqualTo("s3://b/out/cars-1/manifests/output/output.manifest");
    assertThat(OutputTree.outputPath(manifest, "cars-1")).isEqualTo("s3://b/out/");
  }

  @Test
  void leavesAnAddressOfAnotherFormAlone() {
    assertThat(OutputTree.outputPath("s3://b/x.manifest", "cars-1")).isEqualTo("s3://b/x.manifest");
  }

  @Test
  void namesFilesAsTheServiceDoes() {
    assertThat(OutputTree.intermediateManifest(2))
        .isEqualTo("manifests/intermediate/2/output.manifest");
    assertThat(OutputTree.intermediateAnnotations(2))
        .isEqualTo("annotations/intermediate/2/annotations.manifest");
    assertThat(OutputTree.workerResponse(1, 7, "2026-03-04_09:15:20"))
        .isEqualTo("annotations/worker-response/iteration-1/7/2026-03-04_09:15:20.json");
    assertThat(OutputTree.consolidationRequest(1, "t"))
        .isEqualTo("annotations/consolidated-annotation/consolidation-request/iteration-1/t.json");
    assertThat(OutputTree.labelFile("0_t.png"))
        .isEqualTo("annotations/consolidated-annotation/output/0_t.png");
  }

  @Test
  void readsTheNumbersThatItWrites() {
    assertThat(OutputTree.autoLabelsRound(OutputTree.autoLabels(12))).hasValue(12);
    assertThat(OutputTree.modelRound(OutputTree.model(12, "cars-1-12"))).hasValue(12);
    assertThat(OutputTree.consolidationResponseIteration(OutputTree.consolidationResponse(12, "t")))
        .hasValue(12);
  }

  @Test
  void readsTheWholeNumberAtAnyDepthAndNothingElse() {
    assertThat(OutputTree.autoLabelsRound("activelearning/4/auto_annotator_output.txt"))
        .hasValue(4);
    assertThat(OutputTree.autoLabelsRound("activelearning/4/a/b/auto_annotator_output.txt"))
        .hasValue(4);
    assertThat(OutputTree.autoLabelsRound("activelearning/4/validation/input.txt")).isEmpty();
    assertThat(OutputTree.autoLabelsRound("activelearning/x/auto_annotator_output.txt")).isEmpty();
    assertThat(OutputTree.modelRound("training/4/model.tar.gz")).isEmpty();
    assertThat(OutputTree.consolidationResponseIteration(OutputTree.workerResponse(1, 0, "t")))
        .isEmpty();
  }
}
