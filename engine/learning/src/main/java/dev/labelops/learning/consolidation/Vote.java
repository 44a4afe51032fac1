package dev.labelops.learning.consolidation;

/**
 * One worker's class for one object; an object or worker is any text that identifies it in the job.
 */
public record Vote(String object, String worker, String label) {}
