package dev.labelops.groundtruth;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;

class ServiceArnsTest {
  @Test
  void hasTheAccountsOfTwelveRegionsAsText() {
    assertThat(ServiceArns.functionAccounts())
        .hasSize(12)
        .containsEntry("us-west-2", "081040173940")
        .containsEntry("eu-central-1", "203001061592");
    assertThat(ServiceArns.functionAccounts().values())
        .allMatch(account -> account.matches("\\d{12}"))
        .doesNotHaveDuplicates();
    assertThat(ServiceArns.functionAccount("eu-north-1")).isEmpty();
  }

  @Test
  void everyFactHasASource() {
    JsonNode file = Resource.json("regions.json");
    file.fieldNames()
        .forEachRemaining(
            name -> {
              if (!name.equals("sources")) {
                assertThat(file.at("/sources/" + name).asText()).as(name).startsWith("API ");
              }
            });
  }

  @Test
  void buildsTheArnsOfTheDocumentation() {
    String account = ServiceArns.functionAccount("us-east-1").orElseThrow();
    assertThat(
            ServiceArns.function(
                ServiceArns.AWS, "us-east-1", account, ServiceArns.preHumanTask("BoundingBox")))
        .isEqualTo("arn:aws:lambda:us-east-1:432418664414:function:PRE-BoundingBox");
    assertThat(
            ServiceArns.function(
                "aws-iso",
                "us-iso-east-1",
                "123456789012",
                ServiceArns.consolidation("BoundingBox")))
        .isEqualTo("arn:aws-iso:lambda:us-iso-east-1:123456789012:function:ACS-BoundingBox");
    assertThat(ServiceArns.algorithm(ServiceArns.AWS, "eu-west-1", "object-detection"))
        .isEqualTo(
            "arn:aws:sagemaker:eu-west-1:027400017018:labeling-job-algorithm-specification/object-detection");
    assertThat(ServiceArns.humanTaskUi(ServiceArns.AWS, "eu-west-1", "PointCloudObjectDetection"))
        .isEqualTo(
            "arn:aws:sagemaker:eu-west-1:394669845002:human-task-ui/PointCloudObjectDetection");
  }
}
