package dev.labelops.operator.status;

/** Condition types of the three kinds; names as they appear in {@code status.conditions[].type}. */
public enum ConditionType {
  // kstatus, all kinds
  Ready,
  Reconciling,
  Stalled,
  // LabelingJob
  InputsReady,
  Started,
  Synced,
  Complete,
  Failed,
  Finished,
  ResultsRead,
  ResultsComplete,
  // LabelingWorkforce
  WorkforceActive,
  MembersInvited,
  // LabelingDataset
  BucketReady,
  ManifestReady,
  // while deleting, all kinds
  DeletionBlocked
}
