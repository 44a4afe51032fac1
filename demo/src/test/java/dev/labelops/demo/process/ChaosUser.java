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
 * loses status or restores objects without it. The order of wishes follows from the seed.
 */
final class ChaosUser {
  private static final int JOBS = 12;

  private final TextLabeling labeling;
  private final Random random;
  private final List<ChaosWish> wishes =
      IntStream.range(0, JOBS).mapToObj(i -> new ChaosWish("chaos-" + i)).toList();
  private final List<String> story = new ArrayList<>();

  ChaosUser(TextLabeling labeling, long seed) {
    this.labeling = labeling;
    this.random = new Random(seed);
  }

  List<ChaosWish> wishes() {
    return wishes;
  }

  /** What was wished, in order. */
  List<String> story() {
    return story;
  }

  /** One more wish. The API server may refuse it; then nothing is wished. */
  void wish() {
    ChaosWish wish = wishes.get(random.nextInt(JOBS));
    int choice = random.nextInt(100);
    if (!wish.present) {
      wish.present = true;
      wish.stop = false;
      attempt("apply", wish, () -> apply(wish));
    } else if (choice < 15) {
      increaseRun(wish);
    } else if (choice < 25) {
      stop(wish);
    } else if (choice < 35) {
      wish.paused = !wish.paused;
      attempt(wish.paused ? "pause" : "go on", wish, () -> apply(wish));
    } else if (choice < 50) {
      edit(wish);
    } else if (choice < 65) {
      wish.withdrawn.add(wish.run);
      wish.present = false;
      wish.paused = false;
      attempt("delete", wish, () -> object(wish).delete());
    } else if (choice < 85) {
      attempt("lose status", wish, () -> loseStatus(wish));
    } else {
      wish.withdrawn.add(wish.run);
      attempt("restore without status", wish, () -> restore(wish));
    }
  }

  private void increaseRun(ChaosWish wish) {
    boolean stopped = wish.stop;
    wish.withdrawn.add(wish.run);
    wish.run++;
    wish.stop = false;
    if (!attempt("increase run", wish, () -> apply(wish))) {
      wish.run--;
      wish.stop = stopped;
    }
  }

  private void stop(ChaosWish wish) {
    boolean before = wish.stop;
    wish.withdrawn.add(wish.run);
    wish.stop = true;
    if (!attempt("stop", wish, () -> apply(wish))) {
      wish.stop = before;
    }
  }

  private void edit(ChaosWish wish) {
    int before = wish.title;
    wish.title = 3 - before;
    if (!attempt("edit", wish, () -> apply(wish))) {
      wish.title = before;
    }
  }

  /** Ends every pause, and applies what is wanted and not there. Whether nothing was left to do. */
  boolean settle() {
    boolean settled = true;
    for (ChaosWish wish : wishes) {
      wish.paused = false;
      GenericKubernetesResource there = object(wish).get();
      if (there != null && paused(there)) {
        settled = false;
        attempt("go on", wish, () -> object(wish).edit(ChaosUser::withoutPause));
      }
      if (wish.present && (there == null || there.isMarkedForDeletion())) {
        settled = false;
        attempt("apply again", wish, () -> apply(wish));
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

  private boolean attempt(String what, ChaosWish wish, Runnable act) {
    try {
      act.run();
      story.add(what + " -> " + wish);
      return true;
    } catch (KubernetesClientException e) {
      // An invalid change is refused with 422; an object that others change or delete, with 404 or
      // 409.
      if (e.getCode() != 422 && e.getCode() != 404 && e.getCode() != 409) {
        throw e;
      }
      story.add(what + " refused (" + e.getCode() + ") -> " + wish);
      return false;
    }
  }

  private void apply(ChaosWish wish) {
    labeling.apply(wish);
    wish.runs.add(wish.run);
  }

  private void loseStatus(ChaosWish wish) {
    object(wish).editStatus(ChaosUser::withoutStatus);
  }

  private static GenericKubernetesResource withoutStatus(GenericKubernetesResource resource) {
    resource.setAdditionalProperty("status", Map.of("observedGeneration", -1));
    return resource;
  }

  /** As a backup does it that was taken without status: the object goes without its controller. */
  private void restore(ChaosWish wish) {
    object(wish)
        .edit(
            resource -> {
              ObjectMeta metadata = resource.getMetadata();
              metadata.setFinalizers(List.of());
              return resource;
            });
    object(wish).delete();
    apply(wish);
  }

  private Resource<GenericKubernetesResource> object(ChaosWish wish) {
    return labeling.object("LabelingJob", wish.name);
  }
}
