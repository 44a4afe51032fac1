package dev.labelops.operator.job;

import dev.labelops.operator.api.v1alpha1.LabelingJobStatus.Counters;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What is kept between passes in this process only. Losing it costs one more look or a little more
 * patience, never a job.
 */
final class JobMemory {
  /** When the output tree was last looked at, and what the counters were. */
  record OutputLooked(Instant at, Optional<Counters> counters) {}

  /** For so long a job that was not found need not be asked for again before it is created. */
  static final Duration ABSENCE_IS_FRESH = Duration.ofSeconds(30);

  private static final class Facts {
    private Instant absentSince;
    private Instant absentAt;
    private OutputLooked outputLooked;
    private Instant outputMissingSince;
  }

  private final Map<String, Facts> facts = new ConcurrentHashMap<>();

  private Facts of(String uid) {
    return facts.computeIfAbsent(uid, key -> new Facts());
  }

  /** The job was looked for and not found. */
  Instant absent(String uid, Instant now) {
    Facts known = of(uid);
    known.absentSince = known.absentSince == null ? now : known.absentSince;
    known.absentAt = now;
    return known.absentSince;
  }

  /** The job was found. */
  void present(String uid) {
    of(uid).absentSince = null;
    of(uid).absentAt = null;
  }

  /**
   * Since when the job is absent, when it was not found a moment ago. Creating it on that knowledge
   * is safe, for the name is the fence; whoever tries must {@link #doubtAbsence} then.
   */
  Optional<Instant> freshlyAbsent(String uid, Instant now) {
    Facts known = of(uid);
    return Optional.ofNullable(known.absentAt)
        .filter(at -> now.isBefore(at.plus(ABSENCE_IS_FRESH)))
        .map(at -> known.absentSince);
  }

  /** The next pass must ask again, and what it does not find is absent from then on. */
  void doubtAbsence(String uid) {
    of(uid).absentSince = null;
    of(uid).absentAt = null;
  }

  Optional<OutputLooked> outputLooked(String uid) {
    return Optional.ofNullable(of(uid).outputLooked);
  }

  /** Since when the output that the next attempt wants is missing; empty when it is there. */
  Optional<Instant> outputMissing(String uid, boolean there, Instant now) {
    Facts known = of(uid);
    if (there) {
      known.outputMissingSince = null;
    } else if (known.outputMissingSince == null) {
      known.outputMissingSince = now;
    }
    return Optional.ofNullable(known.outputMissingSince);
  }

  void lookedAtOutput(String uid, Instant now, Optional<Counters> counters) {
    of(uid).outputLooked = new OutputLooked(now, counters);
  }

  void forget(String uid) {
    facts.remove(uid);
  }
}
