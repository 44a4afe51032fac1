package dev.labelops.engine.labeling;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.services.sagemaker.model.CreateLabelingJobRequest;
import software.amazon.awssdk.services.sagemaker.model.HumanTaskConfig;

/** A CreateLabelingJob request that is right, and the ways in which a test wants it otherwise. */
public final class JobRequest {
  private static final Map<String, String> ACCOUNTS =
      Map.of(
          "us-east-1", "432418664414",
          "us-west-2", "081040173940",
          "eu-west-1", "568282634449",
          "eu-central-1", "203001061592",
          "eu-west-2", "487402164563");
  private static final Map<String, String> ALGORITHMS =
      Map.of(
          "TextMultiClass", "text-classification",
          "ImageMultiClass", "image-classification",
          "BoundingBox", "object-detection",
          "SemanticSegmentation", "semantic-segmentation");
  private static final Map<String, String> TOOLS =
      Map.of(
          "TextMultiClass",
          """
          <crowd-classifier name="crowd-classifier" categories="{{ task.input.labels | to_json | escape }}">
            <classification-target>{{ task.input.taskObject }}</classification-target>
            <full-instructions header="How">Read it <b>all</b>.</full-instructions>
            <short-instructions>Choose.</short-instructions>
          </crowd-classifier>
          """,
          "ImageMultiClass",
          """
          <crowd-image-classifier name="crowd-image-classifier"
            src="{{ task.input.taskObject | grant_read_access }}"
            categories="{{ task.input.labels | to_json | escape }}"></crowd-image-classifier>
          """,
          "BoundingBox",
          """
          <crowd-bounding-box name="boundingBox"
            src="{{ task.input.taskObject | grant_read_access }}"
            labels="{{ task.input.labels | to_json | escape }}"></crowd-bounding-box>
          """,
          "SemanticSegmentation",
          """
          <crowd-semantic-segmentation name="crowd-semantic-segmentation"
            src="{{ task.input.taskObject | grant_read_access }}"
            labels="{{ task.input.labels | to_json | escape }}"></crowd-semantic-segmentation>
          """);

  private final CreateLabelingJobRequest.Builder request = CreateLabelingJobRequest.builder();
  private final HumanTaskConfig.Builder human = HumanTaskConfig.builder();
  private final LabelingFixture fixture;
  private final String type;

  public JobRequest(LabelingFixture fixture, String name, String type, String manifest) {
    this.fixture = fixture;
    this.type = type;
    request
        .labelingJobName(name)
        .labelAttributeName("kind")
        .inputConfig(i -> i.dataSource(d -> d.s3DataSource(s -> s.manifestS3Uri(manifest))))
        .outputConfig(o -> o.s3OutputPath(fixture.uri("output/")))
        .roleArn(LabelingFixture.ROLE)
        .labelCategoryConfigS3Uri(labels("good", "bad"));
    human
        .workteamArn(fixture.team)
        .uiConfig(
            u ->
                u.uiTemplateS3Uri(
                    fixture.put(
                        type + ".liquid", "<crowd-form>" + TOOLS.get(type) + "</crowd-form>")))
        .preHumanTaskLambdaArn(function("PRE-"))
        .annotationConsolidationConfig(a -> a.annotationConsolidationLambdaArn(function("ACS-")))
        .taskTitle("Label it")
        .taskDescription("Says what it is")
        .taskKeywords("quick")
        .numberOfHumanWorkersPerDataObject(1)
        .taskTimeLimitInSeconds(300);
  }

  private String function(String prefix) {
    return "arn:aws:lambda:%s:%s:function:%s%s"
        .formatted(fixture.region, ACCOUNTS.get(fixture.region), prefix, type);
  }

  public String algorithm() {
    return "arn:aws:sagemaker:%s:027400017018:labeling-job-algorithm-specification/%s"
        .formatted(fixture.region, ALGORITHMS.get(type));
  }

  public String labels(String... names) {
    List<String> entries =
        List.of(names).stream().map(name -> "{\"label\":\"" + name + "\"}").toList();
    return fixture.put(
        String.join("-", names) + ".labels.json",
        "{\"document-version\":\"2018-11-28\",\"labels\":[" + String.join(",", entries) + "]}");
  }

  /** Makes it a request for named entities, which a page of the service marks. */
  public JobRequest entities(String... names) {
    String labels =
        Stream.of(names)
            .map(
                name ->
                    "{\"label\":\"%s\",\"shortDisplayName\":\"%s\"}"
                        .formatted(name, name.substring(0, 3)))
            .collect(Collectors.joining(","));
    request.labelCategoryConfigS3Uri(
        fixture.put(
            String.join("-", names) + ".entities.json",
            """
            {"document-version":"2018-11-28","labels":[%s],"instructions":{
             "shortInstruction":"<p>Mark each <b>name</b>.</p>",
             "fullInstruction":"<p>Mark names of persons and cities, nothing else.</p>"}}
            """
                .formatted(labels)));
    human.uiConfig(
        u ->
            u.humanTaskUiArn(
                "arn:aws:sagemaker:%s:394669845002:human-task-ui/%s"
                    .formatted(fixture.region, type)));
    return this;
  }

  public JobRequest with(Consumer<CreateLabelingJobRequest.Builder> wish) {
    wish.accept(request);
    return this;
  }

  public JobRequest human(Consumer<HumanTaskConfig.Builder> wish) {
    wish.accept(human);
    return this;
  }

  public JobRequest automated() {
    request.labelingJobAlgorithmsConfig(a -> a.labelingJobAlgorithmSpecificationArn(algorithm()));
    return this;
  }

  public CreateLabelingJobRequest request() {
    return request.humanTaskConfig(human.build()).build();
  }
}
