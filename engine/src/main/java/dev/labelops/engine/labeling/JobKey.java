package dev.labelops.engine.labeling;

/** A labeling job's identity: names are unique per account and region, ignoring case. */
public record JobKey(String accountId, String region, String jobName) {}
