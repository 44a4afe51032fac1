package dev.labelops.operator.status;

import java.util.Optional;
import java.util.stream.Stream;

/**
 * Every reason that a condition or an Event can carry. The documentation's list of reasons is made
 * from these, so each says what happened and what to do.
 */
public enum Reason {
  // Waiting for something that time or another object brings
  WaitingForWorkforce(
      "The referenced LabelingWorkforce or team is missing or not ready yet.",
      "Look at it with kubectl describe lwf."),
  WaitingForDataset(
      "The referenced LabelingDataset is missing or not ready yet.",
      "Look at it with kubectl describe lds."),
  WaitingForSecret(
      "A referenced Secret or its key is missing.", "Create it; nobody is removed meanwhile."),
  WaitingForTemplate("A referenced template, in a ConfigMap or in S3, is missing.", "Create it."),
  WaitingForModel(
      "The job that brings the first model has no model yet.",
      "Wait for it, or remove initialModelFrom."),
  WaitingForJob(
      "The LabelingJob whose labels are adjusted or verified is missing or has not ended yet.",
      "Look at it with kubectl describe ljob."),
  WaitingForBucket("The bucket does not exist.", "Create it, or set bucket.create."),
  EmptySource(
      "Nothing to label was found under the source.",
      "Upload objects; it is looked at again every minute."),
  InvitationBudget(
      "More people wait for an invitation than may be sent a day.",
      "Wait: the rest follows on the days named."),
  TeamsRemain(
      "Teams that LabelOps did not make still use the workforce.",
      "Remove those teams, or set deletionPolicy: Retain."),
  // A person must change something
  InvalidSpec(
      "The specification breaks a rule that the schema cannot see.",
      "Correct every field that the message lists."),
  NotAllowed(
      "The namespace may not name what the message says, or not use the workforce.",
      "Ask whoever runs the operator to extend its tenancy setting."),
  UnreadableMembers(
      "Entries of a list of members cannot be read; nobody is removed meanwhile.",
      "Fix the entries that the message names."),
  ManyRemovals(
      "A team of four or more would lose more than half of its people at once; nobody is removed.",
      "Fix the list, or set the annotation labelops.dev/confirm-removal that the message names."),
  InvalidManifest(
      "The input manifest cannot be used.", "Correct the lines that status.rejected lists."),
  InvalidTemplate(
      "The worker template cannot be used or rendered.", "Correct what the message lists."),
  TooManyObjects(
      "There are more objects than one labeling job takes (100,000).",
      "Narrow the prefix or the globs, use sample, or split the data set."),
  CorsMissing(
      "A bucket with input objects lacks the CORS rule that browsers need.",
      "Set cors: Merge on the LabelingDataset, or add the rule."),
  WrongRegion("Bucket, team and job are not in one region.", "Use resources of one region."),
  NoWorkforce(
      "The account and region has no private workforce.",
      "Use managedCognito, or create one first."),
  WorkforceExists(
      "The account and region has another private workforce already.", "Use existing: {}."),
  DuplicatePool(
      "Two user pools carry our mark.", "Delete the one that is not used; nothing was changed."),
  NoMembers("The team has nobody who can work.", "Add members to the team."),
  NameTaken(
      "A labeling job or team of this name exists and is not ours.",
      "Choose another name, or set adoption."),
  PaidElsewhere(
      "Another installation of LabelOps has created a labeling job for the same namespace, name and"
          + " run.",
      "Set the operator's labelops.installation to the one that the message names, set adoption:"
          + " Always to observe its job, or increase spec.run to pay for another."),
  SpecDiffersFromExistingJob(
      "Our labeling job of this name was made from another specification.",
      "Raise spec.run to label again."),
  // What AWS said
  AccessDenied(
      "AWS refused a call for lack of permission.", "Grant the action that the message names."),
  Throttled("AWS asks to slow down.", "Nothing: it is tried again."),
  Unreachable("AWS did not answer.", "Nothing: it is tried again."),
  QuotaExceeded("An AWS quota is exhausted.", "Ask AWS for more, or remove what is not used."),
  Refused("AWS refused a request as invalid.", "Correct what the message names."),
  OperatorFault(
      "The operator met a fault of its own; what is shown may be old.",
      "Report it with what the operator's log says at that time; it is tried again."),
  // Progress
  Paused("The annotation labelops.dev/reconcile: paused is set.", "Remove it."),
  Held("spec.hold keeps the job from starting.", "Set hold: false."),
  Reserved("The job's name is written down; it is created next.", "Nothing."),
  Creating("Something is being made.", "Nothing."),
  Initializing("Ground Truth prepares the labeling job.", "Nothing."),
  Labeling("People, and the model where it is on, label.", "Nothing."),
  Stopping("The labeling job is being stopped.", "Nothing."),
  Retrying("An attempt failed and another follows.", "Nothing."),
  Available("What the specification asks for is there.", "Nothing."),
  PartlyProved(
      "The checks before the start passed as far as AWS can be asked.",
      "Nothing, or check by hand what the message calls not known."),
  Refreshing("The source is being read.", "Nothing."),
  // Ends
  Completed("The labeling job has completed.", "Nothing."),
  LabelingFailed("The labeling job failed.", "Read failureReason; raise spec.run to label again."),
  NothingToChainFrom(
      "The failed attempt left no readable output to continue from.",
      "Raise spec.run to start afresh."),
  Stopped("The job was stopped as spec.stop asks.", "Nothing."),
  StoppedExternally("The job was stopped by somebody else.", "Raise spec.run to label the rest."),
  StoppedEarlier(
      "LabelOps itself stopped the job, when an earlier object of the name was deleted or had"
          + " spec.stop: true.",
      "Increase spec.run to label the rest, or set spec.stop: true to agree."),
  // Results and watching
  ResultsExact("The output manifest was read and adds up with the counters.", "Nothing."),
  ResultsPending("Output files are still arriving.", "Nothing: they are read again."),
  ResultsUnreadable(
      "The output manifest cannot be read.",
      "Grant the operator s3:GetObject and s3:ListBucket on the output."),
  ObjectsFailed(
      "Ground Truth gave objects up; status.results.failures says why and on which lines.",
      "Fix these objects, and increase spec.run to label them."),
  Unknown("It could not be found out.", "Nothing, or see the message."),
  Synced("What is shown was seen in the last sweep.", "Nothing."),
  SweepsMissed("Three sweeps in a row failed; what is shown may be old.", "See the message."),
  // Deletion
  DeletionBlocked(
      "Deletion waits.",
      "Do what the message says, or set the annotation labelops.dev/force-orphan."),
  Orphaned(
      "The object is gone; what it made in AWS stays.", "Remove it by hand if it is not wanted."),
  FewObjects(
      "Automated labeling rarely starts under 1,250 objects.",
      "Nothing: people label all of them.");

  private final String meaning;
  private final String cure;

  Reason(String meaning, String cure) {
    this.meaning = meaning;
    this.cure = cure;
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
  public String cure() {
    return cure;
  }
}
