package dev.labelops.testcluster;

/** Whether Docker can start the k3s image, as its API says. */
sealed interface DockerAnswer {

  record Usable() implements DockerAnswer {}

  /**
   * @param reason half a sentence for people, such as "no Docker socket"
   */
  record Unusable(String reason) implements DockerAnswer {}
}
