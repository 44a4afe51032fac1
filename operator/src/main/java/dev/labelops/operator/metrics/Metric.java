package dev.labelops.operator.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.List;
import java.util.function.Supplier;

/**
 * Every metric that is LabelOps' own: the one place that names, labels and describes them.
 * docs/reference/metrics.md is generated from here. None carries the name of an object, job, bucket
 * or person.
 */
public enum Metric {
  AWS_CALLS(
      "labelops.aws.calls",
      Type.TIMER,
      "AWS calls, each with its retries and its wait for the calls budget. `outcome` is `ok` or the"
          + " class of the failure: `throttled`, `transient`, `conflict`, `exists`, `quota`,"
          + " `denied`, `invalid`, `not_found`.",
      "service",
      "operation",
      "outcome"),
  FEED_SWEEP(
      "labelops.feed.sweep",
      Type.TIMER,
      "Sweeps over running labeling jobs. `complete`: the lists were read as far as needed;"
          + " `capped`: more than 200 pages of one list, the rest was skipped; `failed`: a call"
          + " failed; `glance`: only what was modified was listed (ADR 7).",
      "region",
      "outcome"),
  FEED_WOKEN(
      "labelops.feed.woken",
      Type.COUNTER,
      "Objects that a sweep had reconciled because their" + " job had changed."),
  FEED_WATCHED("labelops.feed.watched", Type.GAUGE, "Labeling jobs that are being watched."),
  JOBS("labelops.jobs", Type.GAUGE, "LabelingJob objects by `status.phase`.", "phase"),
  CONDITIONS(
      "labelops.conditions",
      Type.GAUGE,
      "Objects whose condition is True: `Ready`, `Reconciling`, `Stalled` (a person must change"
          + " something), `RemovalsHeld` (a person must confirm) or `DeletionBlocked`; and"
          + " `NotSynced`: objects whose `Synced` is Unknown, so that their status may be out"
          + " of date.",
      "kind",
      "condition"),
  LEADER(
      "labelops.leader",
      Type.GAUGE,
      "1 on the replica that leads, 0 on a standby. Only the leader acts and sweeps."),
  STATUS_WRITES(
      "labelops.status.writes",
      Type.COUNTER,
      "Writes of status, `written` or `conflict`: the object had changed or was deleted, and"
          + " the pass was repeated.",
      "kind",
      "outcome"),
  RECONCILE_ACTIONS(
      "labelops.reconcile.actions",
      Type.COUNTER,
      "Actions that reconciles decided on, for example `CreateJob`.",
      "kind",
      "action");

  /** How a metric counts, and the suffixes of its series in the Prometheus format. */
  public enum Type {
    COUNTER("_total"),
    GAUGE(""),
    /** Seconds. */
    TIMER("_seconds_count", "_seconds_sum", "_seconds_max");

    private final List<String> suffixes;

    Type(String... suffixes) {
      this.suffixes = List.of(suffixes);
    }
  }

  private final String meter;
  private final Type type;
  private final String meaning;
  private final List<String> labels;

  Metric(String meter, Type type, String meaning, String... labels) {
    this.meter = meter;
    this.type = type;
    this.meaning = meaning;
    this.labels = List.of(labels);
  }

  public Type type() {
    return type;
  }

  /** One or two sentences in Markdown. */
  public String meaning() {
    return meaning;
  }

  /** Names of the labels. */
  public List<String> labels() {
    return labels;
  }

  /** Names of its series in the Prometheus format, for example {@code labelops_jobs}. */
  public List<String> series() {
    return type.suffixes.stream().map(suffix -> meter.replace('.', '_') + suffix).toList();
  }

  Timer timer(MeterRegistry registry, String... values) {
    return Timer.builder(meter).description(meaning).tags(tags(values)).register(registry);
  }

  Counter counter(MeterRegistry registry, String... values) {
    return Counter.builder(meter).description(meaning).tags(tags(values)).register(registry);
  }

  void gauge(MeterRegistry registry, Supplier<Number> value, String... values) {
    Gauge.builder(meter, value).description(meaning).tags(tags(values)).register(registry);
  }

  private String[] tags(String... values) {
    if (values.length != labels.size()) {
      throw new IllegalArgumentException(name() + " has the labels " + labels);
    }
    String[] tags = new String[2 * values.length];
    for (int i = 0; i < values.length; i++) {
      tags[2 * i] = labels.get(i);
      tags[2 * i + 1] = values[i];
    }
    return tags;
  }
}
