package dev.labelops.demo.process;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Somebody who changes their mind: applies, increases the run, stops, pauses, edits, deletes, and
 * loses status or restores objects without it. The order of changes follows from the seed.
 */
final class ChaosUser {
  private static final int JOBS = 12;

  private final TextLabeling labeling;
  private final Random random;
  private final List<DesiredJob> desiredJobs =
      IntStream.range(0, JOBS).mapToObj(i -> new DesiredJob("chaos-" + i)).toList();
  private final List<String> story = new ArrayList<>();

  ChaosUser(TextLabeling labeling, long seed) {
    this.labeling = labeling;
    this.random = new Random(seed);
  }

  List<DesiredJob> desiredJobs() {
    return desiredJobs;
  }

  /** The changes, in order. */
  List<String> story() {
    return story;
  }

  /** One more change. The API server may refuse it; then the desired state stays as it was. */
  void change() {
    DesiredJob desired = desiredJobs.get(random.nextInt(JOBS));
    int choice = random.nextInt(100);
    if (!desired.present) {
      desired.present = true;
      desired.stop = false;
      attempt("apply", desired, () -> apply(desired));
    } else if (choice < 15) {
      increaseRun(desired);
    } else if (choice < 25) {
      stop(desired);
    } else if (choice < 35) {
      desired.paused = !desired.paused;
      attempt(desired.paused ? "pause" : "go on", desired, () -> apply(desired));
    } else if (choice < 50) {
      edit(desired);
    } else if (choice < 65) {
      desired.withdrawn.add(desired.run);
      desired.present = false;
      desired.paused = false;
      attempt("delete", desired, () -> object(desired).delete());
    } else if (choice < 85) {
      attempt("lose status", desired, () -> loseStatus(desired));
    } else {
      desired.withdrawn.add(desired.run);
      attempt("restore without status", desired, () -> restore(desired));
    }
  }

  private void increaseRun(DesiredJob desired) {
    boolean stopped = desired.stop;
    desired.withdrawn.add(desired.run);
    desired.run++;
    desired.stop = false;
    if (!attempt("increase run", desired, () -> apply(desired))) {
      desired.run--;
      desired.stop = stopped;
    }
  }

  private void stop(DesiredJob desired) {
    boolean before = desired.stop;
    desired.withdrawn.add(desired.run);
    desired.stop = true;
    if (!attempt("stop", desired, () -> apply(desired))) {
      desired.stop = before;
    }
  }

  private void edit(DesiredJob desired) {
    int before = desired.title;
    desired.title = 3 - before;
    if (!attempt("edit", desired, () -> apply(desired))) {
      desired.title = before;
    }
  }

  /**
   * Ends every pause, and applies desired objects that do not exist. Whether nothing was left to
   * do.
   */
  boolean settle() {
    boolean settled = true;
    for (DesiredJob desired : desiredJobs) {
      desired.paused = false;
      GenericKubernetesResource there = object(desired).get();
      if (there != null && paused(there)) {
        settled = false;
        attempt("go on", desired, () -> object(desired).edit(ChaosUser::withoutPause));
      }
      if (desired.present && (there == null || there.isMarkedForDeletion())) {
        settled = false;
        attempt("apply again", desired, () -> apply(desired));
      }
    }
    return settled;
  }

  private static boolean paused(GenericKubernetesResource there) {
    Map<String, String> annotations = there.getMetadata().getAnnotations();
    return annotations != null && annotations.containsKey(TextLabeling.PAUSE);
  }

  private static GenericKubernetesResource withoutPause(GenericKubernetesResource resource) {
    resource.getMetadata().getAnnotations().remove(TextLabeling.PAUSE);
    return resource;
  }

  private boolean attempt(String what, DesiredJob desired, Runnable act) {
    try {
      act.run();
      story.add(what + " -> " + desired);
      return true;
    } catch (KubernetesClientException e) {
      // An invalid change is refused with 422; an object that others change or delete, with 404 or
      // 409.
      if (e.getCode() != 422 && e.getCode() != 404 && e.getCode() != 409) {
        throw e;
      }
      story.add(what + " refused (" + e.getCode() + ") -> " + desired);
      return false;
    }
  }

  private void apply(DesiredJob desired) {
    labeling.apply(desired);
    desired.runs.add(desired.run);
  }

  private void loseStatus(DesiredJob desired) {
    object(desired).editStatus(ChaosUser::withoutStatus);
  }

  private static GenericKubernetesResource withoutStatus(GenericKubernetesResource resource) {
    resource.setAdditionalProperty("status", Map.of("observedGeneration", -1));
    return resource;
  }

  /** As a backup does it that was taken without status: the object goes without its controller. */
  private void restore(DesiredJob desired) {
    object(desired)
        .edit(
            resource -> {
              ObjectMeta metadata = resource.getMetadata();
              metadata.setFinalizers(List.of());
              return resource;
            });
    object(desired).delete();
    apply(desired);
  }

  private Resource<GenericKubernetesResource> object(DesiredJob desired) {
    return labeling.object("LabelingJob", desired.name);
  }
}
