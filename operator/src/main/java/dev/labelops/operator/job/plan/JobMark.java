package dev.labelops.operator.job.plan;

import dev.labelops.operator.aws.Owner;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What the tags of a labeling job say that LabelOps created: for which object, and which attempt at
 * which request. A labeling job keeps its tags permanently, so this outlives the object's status.
 *
 * @param requestHash see {@link RequestHash}
 * @param stopped whether LabelOps itself has asked the service to stop the job
 */
public record JobMark(Owner owner, int run, int attempt, String requestHash, boolean stopped) {
  private static final String RUN = "labelops.dev/run";
  private static final String ATTEMPT = "labelops.dev/attempt";
  private static final String REQUEST_HASH = "labelops.dev/request-hash";
  private static final String STOPPED_FOR = "labelops.dev/stopped-for";

  /** Why LabelOps stops a job. */
  public enum StopReason {
    /** spec.stop. */
    WISH,
    /** The object is being deleted. */
    DELETION
  }

  public static Map<String, String> tags(Owner owner, int run, int attempt, String requestHash) {
    Map<String, String> tags = new LinkedHashMap<>(owner.tags());
    tags.put(RUN, Integer.toString(run));
    tags.put(ATTEMPT, Integer.toString(attempt));
    tags.put(REQUEST_HASH, requestHash);
    return tags;
  }

  /**
   * The tags that are added before a job is stopped. The owner is among them because the operator's
   * policy lets it tag only with its own mark.
   */
  public static Map<String, String> stopTags(JobMark mark, StopReason reason) {
    Map<String, String> tags = new LinkedHashMap<>(mark.owner().tags());
    tags.put(STOPPED_FOR, reason.name().toLowerCase(java.util.Locale.ROOT));
    return tags;
  }

  /** Reads a mark; empty when the tags are not those of a labeling job that LabelOps created. */
  public static Optional<JobMark> of(Map<String, String> tags) {
    return Owner.of(tags)
        .filter(owner -> isNumber(tags.get(RUN)) && isNumber(tags.get(ATTEMPT)))
        .map(
            owner ->
                new JobMark(
                    owner,
                    Integer.parseInt(tags.get(RUN)),
                    Integer.parseInt(tags.get(ATTEMPT)),
                    tags.getOrDefault(REQUEST_HASH, ""),
                    tags.containsKey(STOPPED_FOR)));
  }

  private static boolean isNumber(String text) {
    return text != null && text.matches("[1-9][0-9]{0,8}");
  }

  /** Whether the same installation created it for an object of the same namespace and name. */
  public boolean ours(Owner me) {
    return owner.sameObject(me) && owner.installation().equals(me.installation());
  }
}
