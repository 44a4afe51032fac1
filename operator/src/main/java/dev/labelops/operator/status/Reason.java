package dev.labelops.operator.status;

import java.util.Optional;
import java.util.stream.Stream;

/**
 * Every reason that a condition or an Event can carry. The documentation's list of reasons is
 * generated from these, so each says what happened and what to do.
 */
public enum Reason {
  // Waiting for time or another object
  WaitingForWorkforce(
      "The referenced LabelingWorkforce or team is missing or not ready yet.",
      "Check it with kubectl describe lwf."),
  WaitingForDataset(
      "The referenced LabelingDataset is missing or not ready yet.",
      "Check it with kubectl describe lds."),
  WaitingForSecret(
      "A referenced Secret or its key is missing.", "Create it; nobody is removed meanwhile."),
  WaitingForTemplate("A referenced template, in a ConfigMap or in S3, is missing.", "Create it."),
  WaitingForModel(
      "The job that supplies the first model has no model yet.",
      "Wait for it, or remove initialModelFrom."),
  WaitingForJob(
      "The LabelingJob whose labels are adjusted or verified is missing or has not ended yet.",
      "Look at it with kubectl describe ljob."),
  WaitingForBucket("The bucket does not exist.", "Create it, or set bucket.create."),
  EmptySource(
      "Nothing to label was found under the source.",
      "Upload objects; LabelOps checks again every minute."),
  InvitationBudget(
      "More members wait for an invitation than the daily limit allows.",
      "Wait: the others are invited on the days that the message names."),
  TeamsRemain(
      "Teams that LabelOps did not create still use the workforce.",
      "Remove those teams, or set deletionPolicy: Retain."),
  // A person must change something
  InvalidSpec(
      "The specification breaks a rule that the schema cannot check.",
      "Correct every field that the message lists."),
  NotAllowed(
      "The namespace may not use the resource or the workforce that the message names.",
      "Ask whoever runs the operator to extend its tenancy setting."),
  UnreadableMembers(
      "Entries of a list of members cannot be read; nobody is removed meanwhile.",
      "Fix the entries that the message names."),
  ManyRemovals(
      "A team of four or more would lose more than half of its members in one change; nobody is"
          + " removed.",
      "Fix the list, or set the annotation labelops.dev/confirm-removal that the message names."),
  InvalidManifest(
      "The input manifest cannot be used.", "Correct the lines that status.rejected lists."),
  InvalidTemplate(
      "The worker template cannot be used or rendered.", "Correct what the message lists."),
  TooManyObjects(
      "There are more objects than one labeling job accepts (100,000).",
      "Narrow the prefix or the globs, use sample, or split the data set."),
  CorsMissing(
      "A bucket with input objects lacks the CORS rule that browsers need.",
      "Set cors: Merge on the LabelingDataset, or add the rule."),
  WrongRegion("Bucket, team and job are not in one region.", "Use resources of one region."),
  NoWorkforce(
      "The account and region has no private workforce.",
      "Use managedCognito, or create one first."),
  WorkforceExists(
      "The account and region already has another private workforce.", "Use existing: {}."),
  DuplicatePool(
      "Two user pools have the ownership mark of this LabelingWorkforce.",
      "Delete the one that" + " is not used; nothing was changed."),
  NoMembers("The team has no member who can work.", "Add members to the team."),
  NameTaken(
      "A labeling job or team of this name exists and does not belong to this object.",
      "Choose another name, or set adoption."),
  PaidElsewhere(
      "Another installation of LabelOps has created a labeling job for the same namespace, name and"
          + " run.",
      "Set the operator's labelops.installation to the one that the message names, set adoption:"
          + " Always to observe its job, or increase spec.run to pay for another."),
  SpecDiffersFromExistingJob(
      "This object's labeling job was created from another specification.",
      "Increase spec.run to label again."),
  // What AWS said
  AccessDenied(
      "AWS denied a call because a permission is missing.",
      "Grant the action that the message" + " names."),
  Throttled("AWS throttles the calls.", "Nothing: LabelOps tries again."),
  Unreachable("AWS did not answer.", "Nothing: LabelOps tries again."),
  QuotaExceeded(
      "An AWS quota is exhausted.",
      "Request a higher quota from AWS, or delete what" + " is not used."),
  Refused("AWS rejected a request as invalid.", "Correct what the message names."),
  OperatorFault(
      "The operator had an internal error; the status may be out of date.",
      "Report it with the operator's log of that time; LabelOps tries again."),
  // Progress
  Paused("The annotation labelops.dev/reconcile: paused is set.", "Remove it."),
  Held("spec.hold keeps the job from starting.", "Set hold: false."),
  Reserved("The job's name is stored in status; the job is created next.", "Nothing."),
  Creating("LabelOps is creating or changing resources in AWS.", "Nothing."),
  Initializing("Ground Truth prepares the labeling job.", "Nothing."),
  Labeling("Workers label, and so does the model with automated labeling.", "Nothing."),
  Stopping("The labeling job is being stopped.", "Nothing."),
  Retrying("An attempt failed and another follows.", "Nothing."),
  Available("Everything in the specification exists.", "Nothing."),
  PartlyProved(
      "The checks before the start passed; some facts could not be checked.",
      "Nothing, or check yourself what the message lists as not known."),
  Refreshing("The source is being read.", "Nothing."),
  // Ends
  Completed("The labeling job has completed.", "Nothing."),
  LabelingFailed(
      "The labeling job failed.", "Read failureReason; increase spec.run to label" + " again."),
  NothingToChainFrom(
      "The failed attempt left no readable output to continue from.",
      "Increase spec.run to start again."),
  Stopped("The job was stopped because spec.stop is true.", "Nothing."),
  StoppedExternally(
      "The job was stopped by somebody else.", "Increase spec.run to label the" + " rest."),
  StoppedEarlier(
      "LabelOps itself stopped the job, when an earlier object of the name was deleted or had"
          + " spec.stop: true.",
      "Increase spec.run to label the rest, or set spec.stop: true to agree."),
  // Results and watching
  ResultsExact("The output manifest was read and matches the counters.", "Nothing."),
  ResultsPending("Output files are still arriving.", "Nothing: LabelOps reads them again."),
  ResultsUnreadable(
      "The output manifest cannot be read.",
      "Grant the operator s3:GetObject and s3:ListBucket on the output."),
  ObjectsFailed(
      "Ground Truth could not label some objects; status.results.failures lists reasons and lines.",
      "Fix these objects, and increase spec.run to label them."),
  Unknown("The state could not be determined.", "Nothing, or see the message."),
  Synced("The status is from the last sweep.", "Nothing."),
  SweepsMissed("Three sweeps in a row failed; the status may be out of date.", "See the message."),
  // Deletion
  DeletionBlocked(
      "Deletion waits.", "Follow the message, or set the annotation labelops.dev/force-orphan."),
  Orphaned(
      "The object is deleted; what it created in AWS is kept.",
      "Delete it in AWS if you do not" + " need it."),
  // Rounds of automated labeling
  RoundLabeled(
      "A round of automated labeling labeled objects; status.rounds.reports has its numbers.",
      "Nothing."),
  NothingQualified(
      "In a round of automated labeling, no group of objects reached the target.",
      "Nothing: people label on. The message has the numbers."),
  FewObjects(
      "The input has fewer objects than AWS advises for automated labeling (1,250).",
      "Nothing: fewer may be enough; workers label what the model does not.");

  private final String meaning;
  private final String fix;

  Reason(String meaning, String fix) {
    this.meaning = meaning;
    this.fix = fix;
  }

  /** The reason of the name; empty for one that only another version of the operator knows. */
  public static Optional<Reason> of(String name) {
    return Stream.of(values()).filter(reason -> reason.name().equals(name)).findAny();
  }

  /** What happened, one sentence. */
  public String meaning() {
    return meaning;
  }

  /** What to do about it, one sentence. */
  public String fix() {
    return fix;
  }
}
