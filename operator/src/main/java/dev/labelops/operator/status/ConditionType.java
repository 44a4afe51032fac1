package dev.labelops.operator.status;

import java.util.Optional;
import java.util.stream.Stream;

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
  RemovalsHeld,
  // LabelingDataset
  BucketReady,
  ManifestReady,
  // while deleting, all kinds
  DeletionBlocked;

  /** The type of the name; empty for one that only another version of the operator knows. */
  public static Optional<ConditionType> of(String name) {
    return Stream.of(values()).filter(type -> type.name().equals(name)).findAny();
  }
}
