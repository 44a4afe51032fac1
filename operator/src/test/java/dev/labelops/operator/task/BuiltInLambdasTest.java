package dev.labelops.operator.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.labelops.operator.api.v1alpha1.LabelingJobSpec.TaskType;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class BuiltInLambdasTest {
  private final BuiltInLambdas lambdas = new BuiltInLambdas();

  @ParameterizedTest
  @CsvSource({
    "us-east-1,432418664414",
    "us-east-2,266458841044",
    "us-west-2,081040173940",
    "ca-central-1,918755190332",
    "eu-west-1,568282634449",
    "eu-west-2,487402164563",
    "eu-central-1,203001061592",
    "ap-northeast-1,477331159723",
    "ap-northeast-2,845288260483",
    "ap-south-1,565803892007",
    "ap-southeast-1,377565633583",
    "ap-southeast-2,454466003867"
  })
  void everyDocumentedRegionHasItsOwnAccount(String region, String account) {
    BuiltInTask task = BuiltInTask.of(TaskType.BoundingBox);
    assertThat(lambdas.problem(region)).isEmpty();
    assertThat(lambdas.preHumanTask(task, region))
        .isEqualTo("arn:aws:lambda:" + region + ":" + account + ":function:PRE-BoundingBox");
    assertThat(lambdas.consolidation(task, region))
        .isEqualTo("arn:aws:lambda:" + region + ":" + account + ":function:ACS-BoundingBox");
  }

  @ParameterizedTest
  @CsvSource({
    "BoundingBox,object-detection",
    "ImageMultiClass,image-classification",
    "TextMultiClass,text-classification"
  })
  void theAlgorithmBelongsToTheTaskTypeAndHasOneAccountEverywhere(TaskType type, String name) {
    assertThat(lambdas.algorithm(BuiltInTask.of(type), "eu-west-2"))
        .contains(
            "arn:aws:sagemaker:eu-west-2:027400017018:labeling-job-algorithm-specification/"
                + name);
  }

  @Test
  void anotherRegionIsRefusedWithTheOnesThatWork() {
    assertThat(lambdas.problem("sa-east-1").orElseThrow())
        .contains("sa-east-1")
        .contains("eu-west-1, eu-west-2, us-east-1, us-east-2, us-west-2");
    assertThatThrownBy(
            () -> lambdas.preHumanTask(BuiltInTask.of(TaskType.BoundingBox), "sa-east-1"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("sa-east-1");
  }

  @Test
  void aRegionThatNoPublicDocumentListsIsASettingAndKeepsItsPartition() {
    BuiltInLambdas isolated = new BuiltInLambdas(Map.of("us-iso-east-1", "012345678901"));
    assertThat(isolated.preHumanTask(BuiltInTask.of(TaskType.TextMultiClass), "us-iso-east-1"))
        .isEqualTo("arn:aws-iso:lambda:us-iso-east-1:012345678901:function:PRE-TextMultiClass");
  }

  @ParameterizedTest
  @EnumSource(TaskType.class)
  void defaultsFitTheServicesLimits(TaskType type) {
    BuiltInTask task = BuiltInTask.of(type);
    assertThat(task.type().name()).isEqualTo(type.taskType());
    assertThat(task.title()).hasSizeBetween(1, 128);
    assertThat(task.description()).hasSizeBetween(1, 255).doesNotContain("\n");
    assertThat(task.workersPerObject()).isBetween(1, 9);
    assertThat(task.keywords())
        .hasSizeBetween(1, 5)
        .allMatch(word -> word.matches("[A-Za-z0-9]+( [A-Za-z0-9]+)*") && word.length() <= 30);
  }
}
