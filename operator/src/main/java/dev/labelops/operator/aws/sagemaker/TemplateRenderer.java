package dev.labelops.operator.aws.sagemaker;

import dev.labelops.operator.aws.AwsClients;
import dev.labelops.operator.aws.CloudFailure;
import java.util.List;

/** Renders worker templates as workers will see them. Costs nothing and changes nothing. */
@FunctionalInterface
public interface TemplateRenderer {
  /**
   * RenderUiTemplate.
   *
   * @param template Liquid and HTML, 1 to 128,000 characters
   * @param taskInput what the template reads as {@code task.input}, a JSON object of at most
   *     128,000 characters
   * @param roleArn the execution role, under which objects are read
   * @return what is wrong, in the service's words; empty when the template was rendered
   * @throws CloudFailure when the service refuses or does not answer
   */
  List<String> errors(AwsClients.Scope scope, String template, String taskInput, String roleArn);
}
