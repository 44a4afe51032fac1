package dev.labelops.demo.stack;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The installed kubectl with one kubeconfig. */
public record Kubectl(Path kubeconfig) {
  /**
   * Runs kubectl.
   *
   * @return what it printed
   * @throws DemoException when it is not installed or fails
   */
  public String run(String... arguments) throws InterruptedException {
    List<String> command = new ArrayList<>(List.of("kubectl", "--kubeconfig=" + kubeconfig));
    command.addAll(List.of(arguments));
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      process.getOutputStream().close();
      String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new DemoException(
            "kubectl %s failed:\n%s".formatted(String.join(" ", arguments), printed));
      }
      return printed;
    } catch (IOException e) {
      throw new DemoException(
          "kubectl cannot be run: install it (Debian: package kubernetes-client) and try again", e);
    }
  }
}
