package dev.labelops.operator.aws.sagemaker;

import dev.labelops.operator.aws.AwsClients;
import dev.labelops.operator.aws.AwsErrors;
import java.util.List;
import software.amazon.awssdk.services.sagemaker.model.RenderingError;

/** {@link TemplateRenderer} through the SDK. */
public final class SageMakerTemplates implements TemplateRenderer {
  private final AwsClients clients;

  public SageMakerTemplates(AwsClients clients) {
    this.clients = clients;
  }

  @Override
  public List<String> errors(
      AwsClients.Scope scope, String template, String taskInput, String roleArn) {
    return AwsErrors.call(
        "sagemaker:RenderUiTemplate",
        () ->
            clients
                .sageMaker(scope)
                .renderUiTemplate(
                    r ->
                        r.uiTemplate(ui -> ui.content(template))
                            .task(task -> task.input(taskInput))
                            .roleArn(roleArn))
                .errors()
                .stream()
                .map(RenderingError::message)
                .toList());
  }
}
