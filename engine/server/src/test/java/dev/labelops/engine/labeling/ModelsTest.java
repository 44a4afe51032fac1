package dev.labelops.engine.labeling;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.labelops.engine.Engine;
import dev.labelops.engine.EngineSettings;
import dev.labelops.engine.labeling.learning.Outcome;
import dev.labelops.engine.labeling.learning.Round;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.sagemaker.model.LabelingJobStatus;
import software.amazon.awssdk.services.sagemaker.model.SageMakerException;

/** FinalActiveLearningModelArn of one job, and InitialActiveLearningModelArn of the next. */
class ModelsTest {
  private static final String MODEL = "arn:aws:sagemaker:eu-west-1:000000000000:model/";

  @TempDir Path folder;
  private final List<String> read = Collections.synchronizedList(new ArrayList<>());

  @Test
  void aJobStartsFromTheModelOfAnother() {
    try (Engine engine =
        Engine.start(EngineSettings.local(folder), LearnableText.TYPES, this::learn)) {
      LabelingFixture fixture = LabelingFixture.open(engine, "eu-west-1");
      Person ann = fixture.worker("ann");
      String texts = fixture.texts("texts", 2);
      fixture.start("First", "TextMultiClass", texts, JobRequest::automated);
      var first = fixture.finish("First", List.of(ann), input -> LabelingFixture.textChoice("bad"));
      assertThat(first.labelingJobStatus()).isEqualTo(LabelingJobStatus.COMPLETED);
      String model = first.labelingJobOutput().finalActiveLearningModelArn();
      assertThat(model).isEqualTo(MODEL + "first");

      fixture.start("second", "TextMultiClass", texts, wish -> from(wish, model));
      fixture.finish("second", List.of(ann), input -> LabelingFixture.textChoice("bad"));
      assertThat(read).containsExactly("model of round 1");

      assertThatThrownBy(
              () -> fixture.start("none", "TextMultiClass", texts, w -> from(w, MODEL + "none")))
          .isInstanceOf(SageMakerException.class)
          .hasMessageContaining(
              "The InitialActiveLearningModelArn '%snone' does not exist in this account and region.",
              MODEL);
      assertThatThrownBy(
              () -> fixture.start("image", "ImageMultiClass", texts, w -> from(w, model)))
          .isInstanceOf(SageMakerException.class)
          .hasMessageContaining(
              "The InitialActiveLearningModelArn '%s' was trained for the task type TextMultiClass, not ImageMultiClass.",
              model);
    }
  }

  private Outcome learn(Round round) throws IOException {
    if (round.number() == 0) {
      return LearnableText.nothing(round);
    }
    var initial = round.initialModel();
    if (initial.isPresent()) {
      try (InputStream archive = initial.get()) {
        read.add(new String(archive.readAllBytes(), UTF_8));
      }
    }
    return LearnableText.trained(round, List.of());
  }

  private static void from(JobRequest wish, String model) {
    wish.automated()
        .with(
            request ->
                request.labelingJobAlgorithmsConfig(
                    a ->
                        a.labelingJobAlgorithmSpecificationArn(wish.algorithm())
                            .initialActiveLearningModelArn(model)));
  }
}
