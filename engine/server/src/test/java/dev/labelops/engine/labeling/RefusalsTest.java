package dev.labelops.engine.labeling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.labelops.engine.Engine;
import dev.labelops.engine.EngineSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.sagemaker.model.ResourceInUseException;
import software.amazon.awssdk.services.sagemaker.model.SageMakerException;

/** What the labeling-job operations refuse immediately, with code and message. */
class RefusalsTest {
  private static final String LAMBDA = "arn:aws:lambda:eu-west-1:568282634449:function:";

  @TempDir static Path folder;
  private static Engine engine;
  private static LabelingFixture fixture;
  private static String manifest;

  @BeforeAll
  static void start() {
    engine = Engine.start(EngineSettings.local(folder));
    fixture = LabelingFixture.open(engine, "eu-west-1");
    manifest = fixture.texts("refused", 1);
  }

  @AfterAll
  static void stop() {
    engine.close();
  }

  static Stream<Arguments> refusals() {
    return Stream.of(
        refusal("reserved attribute", w -> w.with(r -> r.labelAttributeName("source")), "reserved"),
        refusal(
            "attribute ends -metadata",
            w -> w.with(r -> r.labelAttributeName("x-metadata")),
            "must not end with '-metadata'"),
        refusal(
            "attribute ends -ref",
            w -> w.with(r -> r.labelAttributeName("x-ref")),
            "must not end with '-ref'"),
        refusal(
            "unknown team",
            w -> w.human(h -> h.workteamArn(fixture.team + "-2")),
            "does not exist or you do not have access to it"),
        refusal(
            "team of another account",
            w -> w.human(h -> h.workteamArn(fixture.team.replace("000000000000", "111111111111"))),
            "does not exist or you do not have access to it"),
        refusal(
            "public crowd",
            w ->
                w.human(
                    h ->
                        h.workteamArn(
                            "arn:aws:sagemaker:eu-west-1:394669845002:workteam/public-crowd/default")),
            "does not exist or you do not have access to it"),
        refusal(
            "team of another region",
            w -> w.human(h -> h.workteamArn(fixture.team.replace("eu-west-1", "eu-west-2"))),
            "Use a team of the job's region"),
        refusal(
            "function account of another region",
            w ->
                w.human(
                    h ->
                        h.preHumanTaskLambdaArn(
                            "arn:aws:lambda:eu-west-1:432418664414:function:PRE-TextMultiClass")),
            "is not a built-in function of eu-west-1"),
        refusal(
            "unknown task type",
            w -> w.human(h -> h.preHumanTaskLambdaArn(LAMBDA + "PRE-Poetry")),
            "The task type 'Poetry'"),
        refusal(
            "functions of two types",
            w ->
                w.human(
                    h ->
                        h.annotationConsolidationConfig(
                            a -> a.annotationConsolidationLambdaArn(LAMBDA + "ACS-BoundingBox"))),
            "does not belong to PreHumanTaskLambdaArn"),
        refusal(
            "algorithm of another type",
            w ->
                w.with(
                    r ->
                        r.labelingJobAlgorithmsConfig(
                            a ->
                                a.labelingJobAlgorithmSpecificationArn(
                                    w.algorithm().replace("text-", "image-")))),
            "is not valid for the task type TextMultiClass"),
        refusal(
            "UI of another type",
            w ->
                w.human(
                    h ->
                        h.uiConfig(
                            u ->
                                u.humanTaskUiArn(
                                    "arn:aws:sagemaker:eu-west-1:394669845002:human-task-ui/NamedEntityRecognition"))),
            "accepts UiConfig.UiTemplateS3Uri"),
        refusal(
            "task time limit",
            w -> w.human(h -> h.taskTimeLimitInSeconds(28_801)),
            "TaskTimeLimitInSeconds 28801"),
        refusal(
            "task availability",
            w -> w.human(h -> h.taskAvailabilityLifetimeInSeconds(2_592_001)),
            "TaskAvailabilityLifetimeInSeconds 2592001"),
        refusal(
            "streaming",
            w ->
                w.with(
                    r ->
                        r.inputConfig(
                            i ->
                                i.dataSource(
                                    d ->
                                        d.snsDataSource(
                                            s ->
                                                s.snsTopicArn(
                                                    "arn:aws:sns:eu-west-1:000000000000:t"))))),
            "SnsDataSource"),
        refusal(
            "no label file",
            w -> w.with(r -> r.labelCategoryConfigS3Uri(null)),
            "LabelCategoryConfigS3Uri is required"));
  }

  private static Arguments refusal(String what, Consumer<JobRequest> wish, String message) {
    return Arguments.of(what, wish, message);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("refusals")
  void refuses(String what, Consumer<JobRequest> wish, String message) {
    var request = fixture.request("refused", "TextMultiClass", manifest, wish);

    SageMakerException refusal =
        catchThrowableOfType(
            SageMakerException.class, () -> fixture.sageMaker.createLabelingJob(request));

    assertThat(refusal).as(what).isNotNull();
    assertThat(refusal.awsErrorDetails().errorCode()).isEqualTo("ValidationException");
    assertThat(refusal.awsErrorDetails().errorMessage()).contains(message);
    assertThat(
            fixture
                .sageMaker
                .listLabelingJobs(b -> b.nameContains("refused"))
                .labelingJobSummaryList())
        .isEmpty();
  }

  @Test
  void aNameIsTakenForeverIgnoringCase() {
    fixture.start("Taken", "TextMultiClass", manifest, wish -> {});
    var again = fixture.request("tAKEN", "TextMultiClass", manifest, wish -> {});

    ResourceInUseException refusal =
        catchThrowableOfType(
            ResourceInUseException.class, () -> fixture.sageMaker.createLabelingJob(again));

    assertThat(refusal.awsErrorDetails().errorMessage())
        .contains("arn:aws:sagemaker:eu-west-1:000000000000:labeling-job/Taken");
  }

  @Test
  void unknownJobsAreAValidationException() {
    for (Consumer<String> call :
        Stream.<Consumer<String>>of(
                name -> fixture.describe(name),
                name -> fixture.sageMaker.stopLabelingJob(b -> b.labelingJobName(name)))
            .toList()) {
      SageMakerException refusal =
          catchThrowableOfType(SageMakerException.class, () -> call.accept("nowhere"));
      assertThat(refusal.awsErrorDetails().errorCode()).isEqualTo("ValidationException");
      assertThat(refusal.awsErrorDetails().errorMessage()).contains("not found");
    }
  }

  @Test
  void aRoleOfAnotherAccountIsRefused() {
    for (String role :
        List.of("arn:aws:iam::111111111111:role/labeling", "arn:aws:iam::000000000000:rolex")) {
      SageMakerException refusal =
          catchThrowableOfType(
              SageMakerException.class,
              () ->
                  fixture.start(
                      "foreign-role",
                      "TextMultiClass",
                      manifest,
                      wish -> wish.with(r -> r.roleArn(role))));

      assertThat(refusal.awsErrorDetails().errorCode()).isEqualTo("ValidationException");
      assertThat(refusal.awsErrorDetails().errorMessage()).startsWith("RoleArn");
    }
    assertThatThrownBy(() -> fixture.describe("foreign-role"))
        .as("nothing was made")
        .isInstanceOf(SageMakerException.class);
  }
}
