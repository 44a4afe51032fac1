package dev.labelops.engine.learning;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.JobCondition;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The {@code batch/v1} Job of a learning run, made of a template. Pure but for reading the
 * template.
 *
 * @param template image, environment, resources and nodes of the pod, as the installation wants
 *     them
 */
record LearningJob(Job template) {
  static final String RUN = "labelops.dev/run";
  static final String OWNER = "labelops.dev/run-owner";
  private static final String PREFIX = "labelops-learn-";
  private static final int DAY = 24 * 60 * 60;

  /**
   * @throws IllegalArgumentException in a sentence, when the file is no Job of one container
   */
  static LearningJob read(Path file) {
    Job job;
    try {
      job = Serialization.unmarshal(Files.readString(file), Job.class);
    } catch (IOException | RuntimeException e) {
      throw new IllegalArgumentException(
          "--learning-job: %s is not the YAML of a batch/v1 Job: %s"
              .formatted(file, e.getMessage()),
          e);
    }
    PodSpec pod =
        Optional.ofNullable(job)
            .map(Job::getSpec)
            .map(spec -> spec.getTemplate())
            .map(template -> template.getSpec())
            .orElse(null);
    if (pod == null || pod.getContainers().size() != 1) {
      throw new IllegalArgumentException(
          "--learning-job: %s must be a batch/v1 Job whose pod has one container.".formatted(file));
    }
    return new LearningJob(job);
  }

  /** The same for every attempt, so that an engine that starts again finds the Job. */
  static String name(String runId) {
    return PREFIX + runId;
  }

  /** The Job of an attempt, whose only pod is not started again: the next attempt has a new Job. */
  Job of(String runId, String owner) {
    Map<String, String> labels = Map.of(RUN, runId);
    List<String> arguments = new ArrayList<>();
    Container container = template.getSpec().getTemplate().getSpec().getContainers().getFirst();
    arguments.addAll(container.getArgs());
    arguments.addAll(List.of("--run=" + runId, "--owner=" + owner));
    Integer ttl = template.getSpec().getTtlSecondsAfterFinished();
    return new JobBuilder(template)
        .editOrNewMetadata()
        .withName(name(runId))
        .addToLabels(labels)
        .addToAnnotations(OWNER, owner)
        .endMetadata()
        .editSpec()
        .withBackoffLimit(0)
        .withTtlSecondsAfterFinished(ttl == null ? DAY : ttl)
        .editTemplate()
        .editOrNewMetadata()
        .addToLabels(labels)
        .endMetadata()
        .editSpec()
        .withRestartPolicy("Never")
        .editFirstContainer()
        .withArgs(arguments)
        .endContainer()
        .endSpec()
        .endTemplate()
        .endSpec()
        .build();
  }

  static String owner(Job job) {
    return Optional.ofNullable(job.getMetadata().getAnnotations())
        .map(annotations -> annotations.get(OWNER))
        .orElse("");
  }

  static boolean succeeded(Job job) {
    return has(job, "Complete");
  }

  static boolean ended(Job job) {
    return succeeded(job) || has(job, "Failed");
  }

  private static boolean has(Job job, String type) {
    return job.getStatus() != null
        && job.getStatus().getConditions().stream()
            .filter(condition -> condition.getType().equals(type))
            .map(JobCondition::getStatus)
            .anyMatch("True"::equals);
  }
}
