package dev.labelops.operator.job;

import dev.labelops.operator.aws.Owner;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The tags of a labeling job that LabelOps makes: whose it is, and which attempt at which request.
 */
final class JobMark {
  private static final String RUN = "labelops.dev/run";
  private static final String ATTEMPT = "labelops.dev/attempt";
  private static final String REQUEST_HASH = "labelops.dev/request-hash";

  private JobMark() {}

  static Map<String, String> tags(Owner owner, int run, int attempt, String requestHash) {
    Map<String, String> tags = new LinkedHashMap<>(owner.tags());
    tags.put(RUN, Integer.toString(run));
    tags.put(ATTEMPT, Integer.toString(attempt));
    tags.put(REQUEST_HASH, requestHash);
    return tags;
  }

  /** Reads whose a job is from its tags. */
  static Remote.Mark read(
      Owner owner, Map<String, String> tags, int run, int attempt, String requestHash) {
    if (!owner.owns(tags)) {
      return Remote.Mark.FOREIGN;
    }
    boolean same =
        Integer.toString(run).equals(tags.get(RUN))
            && Integer.toString(attempt).equals(tags.get(ATTEMPT))
            && requestHash.equals(tags.get(REQUEST_HASH));
    return same ? Remote.Mark.OURS : Remote.Mark.OURS_OTHER_REQUEST;
  }
}
