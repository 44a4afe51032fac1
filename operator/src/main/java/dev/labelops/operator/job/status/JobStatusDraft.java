package dev.labelops.operator.job.status;

import dev.labelops.operator.api.v1alpha1.Condition;
import dev.labelops.operator.api.v1alpha1.LabelingJobStatus;
import dev.labelops.operator.api.v1alpha1.LabelingJobStatus.Attempt;
import dev.labelops.operator.api.v1alpha1.LabelingJobStatus.Counters;
import dev.labelops.operator.api.v1alpha1.LabelingJobStatus.Input;
import dev.labelops.operator.api.v1alpha1.LabelingJobStatus.Phase;
import dev.labelops.operator.api.v1alpha1.LabelingJobStatus.Results;
import dev.labelops.operator.api.v1alpha1.LabelingJobStatus.Rounds;
import dev.labelops.operator.aws.AwsClients.Scope;
import dev.labelops.operator.job.plan.Reservation;
import java.util.ArrayList;
import java.util.List;

/** A status under construction; starts as a copy of the old one. */
public final class JobStatusDraft {
  /** Earlier attempts that are kept; an object must not outgrow the API server. */
  static final int KEPT = 50;

  public Phase phase;
  public Integer run;
  Integer attempt;
  public String jobName;
  public String jobArn;
  String region;
  public String assumeRoleArn;
  String externalId;
  String requestHash;
  List<Attempt> attempts;
  Input input;
  String labelAttributeName;
  public Counters counters;
  String progress;
  Integer autoLabelingRounds;
  Rounds rounds;
  public String outputManifestUri;
  Results results;
  public String finalModelArn;
  String failureReason;
  String startTime;
  public String completionTime;

  public JobStatusDraft(LabelingJobStatus old) {
    phase = old.phase();
    run = old.run();
    attempt = old.attempt();
    jobName = old.jobName();
    jobArn = old.jobArn();
    region = old.region();
    assumeRoleArn = old.assumeRoleArn();
    externalId = old.externalId();
    requestHash = old.requestHash();
    attempts = old.attempts();
    input = old.input();
    labelAttributeName = old.labelAttributeName();
    counters = old.counters();
    progress = old.progress();
    autoLabelingRounds = old.autoLabelingRounds();
    rounds = old.rounds();
    outputManifestUri = old.outputManifestUri();
    results = old.results();
    finalModelArn = old.finalModelArn();
    failureReason = old.failureReason();
    startTime = old.startTime();
    completionTime = old.completionTime();
  }

  /** Moves a created job into the history, and clears all that was seen of it. */
  public void reserve(Reservation reservation, String failedAs) {
    if (jobArn != null) {
      List<Attempt> longer = new ArrayList<>(attempts == null ? List.of() : attempts);
      longer.add(
          new Attempt(
              run,
              attempt,
              jobName,
              failedAs == null && phase != null ? phase.name() : failedAs,
              failureReason,
              outputManifestUri));
      attempts = List.copyOf(longer.subList(Math.max(0, longer.size() - KEPT), longer.size()));
    }
    forgetJob();
    run = reservation.run();
    attempt = reservation.attempt();
    jobName = reservation.jobName();
    in(reservation.scope());
    input = reservation.input();
    requestHash = reservation.requestHash();
    labelAttributeName = reservation.labelAttributeName();
  }

  /** Takes the reservation back: the service refused the request, so no job came of it. */
  void unreserve() {
    run = null;
    attempt = null;
    jobName = null;
    in(null);
    requestHash = null;
    input = null;
    labelAttributeName = null;
  }

  private void in(Scope scope) {
    region = scope == null ? null : scope.region();
    assumeRoleArn = scope == null ? null : scope.roleArn().orElse(null);
    externalId = scope == null ? null : scope.externalId().orElse(null);
  }

  private void forgetJob() {
    jobArn = null;
    counters = null;
    progress = null;
    autoLabelingRounds = null;
    rounds = null;
    outputManifestUri = null;
    results = null;
    finalModelArn = null;
    failureReason = null;
    startTime = null;
    completionTime = null;
  }

  public LabelingJobStatus build(long observedGeneration, List<Condition> conditions) {
    return new LabelingJobStatus(
        observedGeneration,
        conditions,
        phase,
        run,
        attempt,
        jobName,
        jobArn,
        region,
        assumeRoleArn,
        externalId,
        requestHash,
        attempts,
        input,
        labelAttributeName,
        counters,
        progress,
        autoLabelingRounds,
        rounds,
        outputManifestUri,
        results,
        finalModelArn,
        failureReason,
        startTime,
        completionTime);
  }
}
