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
 * @param noise how the answers of each worker differ from the truth, in the order of the emails;
 *     repeated when there are more workers
 * @param seed another seed makes other mistakes
 * @param timePerTask how long a person takes for one task, on average; single tasks take half to
 *     twice as long
 */
public record WorkerSettings(
    URI engine,
    String accessKeyId,
    String secretAccessKey,
    List<String> emails,
    Path truth,
    String attribute,
    List<Noise> noise,
    long seed,
    Duration timePerTask) {
  public WorkerSettings {
    emails = List.copyOf(emails);
    noise = List.copyOf(noise);
    if (noise.isEmpty()) {
      throw new IllegalArgumentException("workers need a noise, for example Noise.NONE");
    }
    for (String email : emails) {
      if (!email.startsWith("simulated")) {
        throw new IllegalArgumentException(
            "'%s' must start with 'simulated', so that its labels are not taken for human labels"
                .formatted(email));
      }
    }
  }

  Noise noiseOf(String email) {
    return noise.get(Math.max(0, emails.indexOf(email)) % noise.size());
  }
}
