package dev.labelops.operator.job.look;

import dev.labelops.operator.api.v1alpha1.LabelingJobStatus.Counters;
import dev.labelops.operator.job.plan.UnderWay;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * What is kept between passes in this process only. Losing it costs one more check or a short
 * delay, never a job.
 */
public final class JobMemory {
  /** When the output tree was last read, and what the counters were. */
  record OutputLooked(Instant at, Optional<Counters> counters) {}

  /** For this time, a job that was not found is created without another check. */
  static final Duration ABSENCE_IS_FRESH = Duration.ofSeconds(30);

  private static final class Facts {
    private String absentName;
    private Instant absentSince;
    private Instant absentAt;
    private JobSearch.Progress search;
    private OutputLooked outputLooked;
    private Instant outputMissingSince;
  }

  private final Map<String, Facts> facts = new ConcurrentHashMap<>();

  /** By namespace and name: the next object of the name has another UID and the same jobs. */
  private final Map<String, Instant> sent = new ConcurrentHashMap<>();

  private volatile Instant leadingSince;

  /**
   * @param leadingSince since when this process acts; empty: from its first pass on
   */
  public JobMemory(Optional<Instant> leadingSince) {
    this.leadingSince = leadingSince.orElse(null);
  }

  private Facts of(String uid) {
    return facts.computeIfAbsent(uid, key -> new Facts());
  }

  /** CreateLabelingJob is being sent for the object, or was until now. */
  public void createSent(String object, Instant now) {
    sent.values().removeIf(at -> at.plus(UnderWay.LONGEST).isBefore(now));
    sent.put(object, now);
  }

  /**
   * From when on a labeling job that the service does not list was never created: a request of this
   * process, or of an earlier leader that left no record, may be in progress until then.
   *
   * @param object namespace and name
   * @param created creation of the object
   */
  Instant settled(String object, Instant created, Instant now) {
    if (leadingSince == null) {
      leadingSince = now;
    }
    Instant earlier = created.isBefore(leadingSince) ? leadingSince : null;
    return Stream.of(sent.get(object), earlier)
        .filter(Objects::nonNull)
        .max(Comparator.naturalOrder())
        .map(at -> at.plus(UnderWay.LONGEST))
        .orElse(Instant.MIN);
  }

  Optional<JobSearch.Progress> search(String uid) {
    return Optional.ofNullable(of(uid).search);
  }

  void searched(String uid, JobSearch.Progress progress) {
    of(uid).search = progress;
  }

  /** What was found is outdated: something was changed since. */
  public void forgetSearch(String uid) {
    of(uid).search = null;
  }

  /**
   * The job was not found.
   *
   * @param name scope and name that were searched; absence of another name counts from now
   */
  Instant absent(String uid, String name, Instant now) {
    Facts known = of(uid);
    if (!name.equals(known.absentName)) {
      known.absentName = name;
      known.absentSince = null;
    }
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
   * Since when the job is absent, when it was not found just before. Creating it on this basis is
   * safe, because the service refuses a second job of the name; the caller must {@link
   * #doubtAbsence} then.
   */
  Optional<Instant> freshlyAbsent(String uid, String name, Instant now) {
    Facts known = of(uid);
    return Optional.ofNullable(known.absentAt)
        .filter(at -> name.equals(known.absentName))
        .filter(at -> now.isBefore(at.plus(ABSENCE_IS_FRESH)))
        .filter(at -> !outdated(at, known.absentSince.plus(UnderWay.LONGEST), now))
        .map(at -> known.absentSince);
  }

  /** Whether a check shows less than one that begins now, when requests have taken effect. */
  static boolean outdated(Instant looked, Instant settled, Instant now) {
    return looked.isBefore(settled) && !now.isBefore(settled);
  }

  /** The next pass must check again, and what it does not find is absent from then on. */
  public void doubtAbsence(String uid) {
    of(uid).absentSince = null;
    of(uid).absentAt = null;
  }

  Optional<OutputLooked> outputLooked(String uid) {
    return Optional.ofNullable(of(uid).outputLooked);
  }

  /** Since when the output that the next attempt needs is missing; empty when it exists. */
  Optional<Instant> outputMissing(String uid, boolean there, Instant now) {
    Facts known = of(uid);
    if (there) {
      known.outputMissingSince = null;
    } else if (known.outputMissingSince == null) {
      known.outputMissingSince = now;
    }
    return Optional.ofNullable(known.outputMissingSince);
  }

  public void lookedAtOutput(String uid, Instant now, Optional<Counters> counters) {
    of(uid).outputLooked = new OutputLooked(now, counters);
  }

  public void forget(String uid) {
    facts.remove(uid);
  }
}
