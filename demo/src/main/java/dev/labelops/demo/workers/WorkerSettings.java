package dev.labelops.demo.workers;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * @param engine address of the engine
 * @param accessKeyId an engine key: invitations are read from the outbox, which is the owner's
 * @param secretAccessKey its secret
 * @param emails sign-in names; the part before the {@code @} starts with {@code simulated}
 * @param truth an output manifest that knows the answers
 * @param attribute its label attribute
 * @param noise how the answers differ from the truth
 * @param seed another seed makes other mistakes
 * @param timePerTask how long a person takes for one task
 */
public record WorkerSettings(
    URI engine,
    String accessKeyId,
    String secretAccessKey,
    List<String> emails,
    Path truth,
    String attribute,
    Noise noise,
    long seed,
    Duration timePerTask) {
  public WorkerSettings {
    for (String email : emails) {
      if (!email.startsWith("simulated")) {
        throw new IllegalArgumentException(
            "'%s' must start with 'simulated', so that its labels are not taken for human labels"
                .formatted(email));
      }
    }
  }
}
