package dev.labelops.demo.drive;

import dev.labelops.demo.stack.DemoException;
import dev.labelops.demo.stack.Kubectl;
import dev.labelops.demo.stack.Stack;
import dev.labelops.demo.workers.TaskApi;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;

/**
 * What an invited person needs for the first sign-in.
 *
 * @param portal where
 * @param username the e-mail address
 * @param temporaryPassword of the invitation; a new one is chosen with it
 */
public record SignIn(URI portal, String username, String temporaryPassword) {
  /**
   * Applies the workforce, waits until the operator has created it, and reads the invitation.
   *
   * @param workforce one LabelingWorkforce
   * @param folder the workforce is written to {@code people.yaml} in it
   * @throws DemoException when the workforce does not become ready or the person is not invited
   */
  static SignIn invited(Stack stack, Sample workforce, Path folder, String email)
      throws IOException, InterruptedException {
    Path file = folder.resolve("people.yaml");
    workforce.write(file);
    Kubectl kubectl = new Kubectl(stack.kubeconfig());
    kubectl.run("apply", "--filename=" + file);
    kubectl.run("wait", "--filename=" + file, "--for=condition=Ready", "--timeout=10m");
    String portal =
        kubectl.run("get", "--filename=" + file, "--output=jsonpath={.status.portalUrl}");
    var owner = TaskApi.Credentials.owner(Stack.ACCESS_KEY_ID, Stack.SECRET_ACCESS_KEY);
    try (TaskApi api = new TaskApi(stack.engineAddress())) {
      TaskApi.Invitation invitation =
          api.invitation(owner, email)
              .orElseThrow(
                  () ->
                      new DemoException(
                          "the workforce is ready, but the engine's outbox has no invitation of "
                              + email));
      return new SignIn(URI.create(portal), email, invitation.temporaryPassword());
    }
  }
}
