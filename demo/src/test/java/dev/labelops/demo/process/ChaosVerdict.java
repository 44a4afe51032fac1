package dev.labelops.demo.process;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.sagemaker.SageMakerClient;
import software.amazon.awssdk.services.sagemaker.model.DescribeLabelingJobResponse;
import software.amazon.awssdk.services.sagemaker.model.LabelCounters;
import software.amazon.awssdk.services.sagemaker.model.Tag;

/** Compares the desired state, what the service has, and what the objects report. */
final class ChaosVerdict {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Set<String> ENDED = Set.of("Completed", "Failed", "Stopped");

  private final TextLabeling labeling;
  private final SageMakerClient service;

  ChaosVerdict(TextLabeling labeling, SageMakerClient service) {
    this.labeling = labeling;
    this.service = service;
  }

  /** A labeling job that was paid for. */
  private record Paid(DescribeLabelingJobResponse job, Map<String, String> tags) {
    String name() {
      return job.labelingJobName();
    }

    int run() {
      return Integer.parseInt(tags.get("labelops.dev/run"));
    }

    String status() {
      return job.labelingJobStatusAsString();
    }

    boolean running() {
      return !ENDED.contains(status()) && !status().equals("Stopping");
    }
  }

  /** What is wrong, a sentence each; empty when every promise was kept. */
  List<String> faults(List<DesiredJob> desiredJobs) {
    Map<String, List<Paid>> paid = paid();
    List<String> faults = new ArrayList<>();
    for (DesiredJob desired : desiredJobs) {
      check(desired, paid.getOrDefault(desired.name, List.of()), faults);
    }
    return faults;
  }

  /** How many jobs were paid for, by what they are now. */
  Map<String, Long> paidByStatus() {
    return paid().values().stream()
        .flatMap(List::stream)
        .collect(Collectors.groupingBy(Paid::status, TreeMap::new, Collectors.counting()));
  }

  private Map<String, List<Paid>> paid() {
    return labeling.paidJobs("chaos-").stream()
        .map(job -> new Paid(labeling.describe(job.labelingJobName()), tags(job.labelingJobArn())))
        .collect(Collectors.groupingBy(job -> job.tags().get("labelops.dev/name")));
  }

  private Map<String, String> tags(String arn) {
    return service.listTagsPaginator(request -> request.resourceArn(arn)).tags().stream()
        .collect(Collectors.toMap(Tag::key, Tag::value));
  }

  private void check(DesiredJob desired, List<Paid> jobs, List<String> faults) {
    Map<Integer, List<Paid>> byRun = jobs.stream().collect(Collectors.groupingBy(Paid::run));
    int expected = expected(desired, byRun);
    byRun.forEach(
        (run, paid) -> {
          if (paid.size() > 1) {
            faults.add("run %d of %s was paid %d times".formatted(run, desired.name, paid.size()));
          }
          if (!desired.runs.contains(run)) {
            faults.add("run %d of %s was paid and never wished".formatted(run, desired.name));
          }
          boolean wanted = desired.present && !desired.stop && run == expected;
          for (Paid job : paid) {
            if (job.running() && !wanted) {
              faults.add(job.name() + " runs and nobody desiredJobs it: " + desired);
            }
          }
        });
    GenericKubernetesResource object = labeling.object("LabelingJob", desired.name).get();
    if (!desired.present) {
      if (object != null) {
        faults.add(desired.name + " was deleted and is still there: " + status(object));
      }
      return;
    }
    if (object == null) {
      faults.add(desired.name + " is wanted and is not there");
      return;
    }
    List<Paid> current = byRun.getOrDefault(expected, List.of());
    agree(desired, object, current.isEmpty() ? null : current.getFirst(), faults);
  }

  /**
   * The run whose job the object follows: a job of an earlier run that was in progress when the run
   * was increased is followed to its end first (concepts.md), and people have left.
   */
  private static int expected(DesiredJob desired, Map<Integer, List<Paid>> byRun) {
    return byRun.containsKey(desired.run)
        ? desired.run
        : byRun.entrySet().stream()
            .filter(run -> run.getKey() < desired.run)
            .filter(run -> run.getValue().stream().anyMatch(Paid::running))
            .map(Map.Entry::getKey)
            .findAny()
            .orElse(desired.run);
  }

  private static void agree(
      DesiredJob desired, GenericKubernetesResource object, Paid job, List<String> faults) {
    JsonNode status = status(object);
    String say = desired.name + " says " + brief(status) + "; ";
    if (status.path("observedGeneration").asLong(-1) != object.getMetadata().getGeneration()) {
      faults.add(say + "its generation is " + object.getMetadata().getGeneration());
      return;
    }
    String reason = condition(status, "Ready").path("reason").asText();
    if (reason.equals("SpecDiffersFromExistingJob")) {
      // The answer of a create was lost and the specification edited: said, and the job named.
      if (job == null
          || !condition(status, "Ready").path("message").asText().contains(job.name())) {
        faults.add(say + "no such job");
      }
      return;
    }
    if (job == null) {
      if (!desired.stop || !status.path("phase").asText().equals("Stopped")) {
        faults.add(say + "and the service has no job of " + desired);
      }
      return;
    }
    if (!status.path("jobName").asText().equals(job.name())
        || !status.path("phase").asText().equals(job.status())) {
      faults.add(say + "the service: " + job.name() + " is " + job.status());
      return;
    }
    if (job.status().equals("Stopped")
        && (!desired.withdrawn.contains(desired.run) || reason.equals("StoppedExternally"))) {
      faults.add(
          say + "it was stopped, by LabelOps itself, and should not say otherwise: " + desired);
    }
    LabelCounters counters = job.job().labelCounters();
    if (status.path("counters").path("humanLabeled").asInt() != counters.humanLabeled()
        || status.path("counters").path("labeled").asInt() != counters.totalLabeled()) {
      faults.add(say + "the service counts " + counters);
    }
  }

  private static JsonNode status(GenericKubernetesResource object) {
    return JSON.valueToTree(object).path("status");
  }

  private static String brief(JsonNode status) {
    JsonNode ready = condition(status, "Ready");
    return "generation %s, %s, job %s, %s, Ready=%s %s: %s"
        .formatted(
            status.path("observedGeneration").asText("none"),
            status.path("phase").asText("no phase"),
            status.path("jobName").asText("none"),
            status.path("counters"),
            ready.path("status").asText(),
            ready.path("reason").asText(),
            ready.path("message").asText());
  }

  private static JsonNode condition(JsonNode status, String type) {
    for (JsonNode condition : status.path("conditions")) {
      if (condition.path("type").asText().equals(type)) {
        return condition;
      }
    }
    return JSON.createObjectNode();
  }
}
