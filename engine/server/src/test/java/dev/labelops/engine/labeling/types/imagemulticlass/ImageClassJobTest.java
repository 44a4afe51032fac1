package dev.labelops.engine.labeling.types.imagemulticlass;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.labelops.engine.Engine;
import dev.labelops.engine.EngineSettings;
import dev.labelops.engine.labeling.Person;
import dev.labelops.engine.labeling.Studio;
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
  private static Studio studio;
  private static Person ann;

  @BeforeAll
  static void start() {
    engine = Engine.start(EngineSettings.local(folder));
    studio = Studio.open(engine, "eu-west-1");
    ann = studio.worker("ann");
  }

  @AfterAll
  static void stop() {
    engine.close();
  }

  @Test
  void imagesAreClassified() {
    String manifest =
        studio.put(
            "classes.manifest",
            "{\"source-ref\":\"" + studio.putImage("images/d.png", 20, 20) + "\"}");
    studio.start("classes", "ImageMultiClass", manifest, wish -> {});

    var ended =
        studio.finish(
            "classes", List.of(ann), input -> Studio.choice("crowd-image-classifier", "bad"));

    assertThat(ended.labelingJobStatus()).isEqualTo(LabelingJobStatus.COMPLETED);
    JsonNode line = studio.readLines("output/classes/manifests/output/output.manifest").getFirst();
    assertThat(line.path("kind").asInt()).isEqualTo(1);
    assertThat(line.at("/kind-metadata/confidence").asDouble()).as("one worker").isZero();
    assertThat(line.at("/kind-metadata/type").asText())
        .isEqualTo("groundtruth/image-classification");
  }

  @Test
  void withoutCorsTheObjectsFail() {
    studio.s3.createBucket(
        b ->
            b.bucket("no-cors")
                .createBucketConfiguration(c -> c.locationConstraint(studio.region)));
    studio.putImage("images/cors.png", 20, 20);
    studio.s3.copyObject(
        b ->
            b.sourceBucket(studio.bucket)
                .sourceKey("images/cors.png")
                .destinationBucket("no-cors")
                .destinationKey("a.png"));
    String manifest = studio.put("no-cors.manifest", "{\"source-ref\":\"s3://no-cors/a.png\"}");
    studio.start("no-cors", "ImageMultiClass", manifest, wish -> {});

    var ended = studio.awaitStatus("no-cors", LabelingJobStatus.COMPLETED);

    assertThat(ended.labelCounters().failedNonRetryableError()).isEqualTo(1);
  }
}
