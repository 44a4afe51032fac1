package dev.labelops.operator.workforce.plan;

import dev.labelops.operator.aws.Owner;
import dev.labelops.operator.aws.sagemaker.Workforce;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The tag of a user pool that records the workforce that LabelOps created on it. A workforce's own
 * tags cannot be read (ground-truth-reference 1.2), and a person may create one on the same pool.
 * Written before the workforce is created, so that a crash in between leaves no workforce without
 * an owner, and again with the creation date when it is seen.
 *
 * @param name CreateWorkforce WorkforceName
 * @param at time of the intent; once made, CreateDate
 * @param made whether {@code at} is CreateDate
 */
public record WorkforceMark(String name, Instant at, boolean made) {
  public static final String TAG = "labelops.dev/workforce";

  private static final String INTENT = "creating ";

  /** An intent is renewed before it is acted on when it is older. */
  static final Duration FRESH = Duration.ofMinutes(5);

  /** Our clock and the service's may differ, and a call may take some time. */
  private static final Duration CLOCKS_DIFFER = Duration.ofMinutes(2);

  /** The mark among a pool's tags, if there is a readable one. */
  public static Optional<WorkforceMark> of(Map<String, String> tags) {
    String value = tags.getOrDefault(TAG, "");
    boolean made = !value.startsWith(INTENT);
    String[] parts = (made ? value : value.substring(INTENT.length())).split(" ");
    if (parts.length != 2) {
      return Optional.empty();
    }
    try {
      return Optional.of(new WorkforceMark(parts[0], Instant.parse(parts[1]), made));
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  public static WorkforceMark intent(String name, Instant now) {
    return new WorkforceMark(name, now.truncatedTo(ChronoUnit.SECONDS), false);
  }

  /** The mark of a workforce that was created by an intent; empty without a creation date. */
  public static Optional<WorkforceMark> made(Workforce found) {
    return Optional.ofNullable(found.created())
        .map(at -> new WorkforceMark(found.name(), at.truncatedTo(ChronoUnit.SECONDS), true));
  }

  /** The tags of a pool that is the owner's and carries this mark. */
  public Map<String, String> beside(Owner owner) {
    Map<String, String> tags = new HashMap<>(owner.tags());
    tags.put(TAG, (made ? "" : INTENT) + name + " " + at);
    return tags;
  }

  /** Whether a create that is sent now is covered. */
  public boolean covers(String wanted, Instant now) {
    return !made && name.equals(wanted) && now.isBefore(at.plus(FRESH));
  }

  /** Whether the workforce is the one that the mark records. */
  public boolean means(Workforce found) {
    if (!name.equals(found.name()) || found.created() == null) {
      return name.equals(found.name());
    }
    return made
        ? found.created().truncatedTo(ChronoUnit.SECONDS).equals(at)
        : !found.created().isBefore(at.minus(CLOCKS_DIFFER))
            && !found.created().isAfter(at.plus(FRESH).plus(CLOCKS_DIFFER));
  }
}
