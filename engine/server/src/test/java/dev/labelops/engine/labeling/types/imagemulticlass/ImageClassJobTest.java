package dev.labelops.engine.labeling.types.imagemulticlass;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.labelops.engine.Engine;
import dev.labelops.engine.EngineSettings;
import dev.labelops.engine.labeling.LabelingFixture;
import dev.labelops.engine.labeling.Person;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.sagemaker.model.LabelingJobStatus;

/** Whole jobs of image classification. */
class ImageClassJobTest {
  @TempDir static Path folder;
  private static Engine engine;
  private static LabelingFixture fixture;
  private static Person ann;

  @BeforeAll
  static void start() {
    engine = Engine.start(EngineSettings.local(folder));
    fixture = LabelingFixture.open(engine, "eu-west-1");
    ann = fixture.worker("ann");
  }

  @AfterAll
  static void stop() {
    engine.close();
  }

  @Test
  void imagesAreClassified() {
    String manifest =
        fixture.put(
            "classes.manifest",
            "{\"source-ref\":\"" + fixture.putImage("images/d.png", 20, 20) + "\"}");
    fixture.start("classes", "ImageMultiClass", manifest, wish -> {});

    var ended =
        fixture.finish(
            "classes",
            List.of(ann),
            input -> LabelingFixture.choice("crowd-image-classifier", "bad"));

    assertThat(ended.labelingJobStatus()).isEqualTo(LabelingJobStatus.COMPLETED);
    JsonNode line = fixture.readLines("output/classes/manifests/output/output.manifest").getFirst();
    assertThat(line.path("kind").asInt()).isEqualTo(1);
    assertThat(line.at("/kind-metadata/confidence").asDouble()).as("one worker").isZero();
    assertThat(line.at("/kind-metadata/type").asText())
        .isEqualTo("groundtruth/image-classification");
  }

  @Test
  void withoutCorsTheObjectsFail() {
    fixture.s3.createBucket(
        b ->
            b.bucket("no-cors")
                .createBucketConfiguration(c -> c.locationConstraint(fixture.region)));
    fixture.putImage("images/cors.png", 20, 20);
    fixture.s3.copyObject(
        b ->
            b.sourceBucket(fixture.bucket)
                .sourceKey("images/cors.png")
                .destinationBucket("no-cors")
                .destinationKey("a.png"));
    String manifest = fixture.put("no-cors.manifest", "{\"source-ref\":\"s3://no-cors/a.png\"}");
    fixture.start("no-cors", "ImageMultiClass", manifest, wish -> {});

    var ended = fixture.awaitStatus("no-cors", LabelingJobStatus.COMPLETED);

    assertThat(ended.labelCounters().failedNonRetryableError()).isEqualTo(1);
  }
}
