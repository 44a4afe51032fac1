package dev.labelops.operator.workforce.decide;

/** What one pass does for a workforce that is there to stay, or for one that is being deleted. */
public sealed interface WorkforceStep permits WorkforceAction, TeardownAction {}
