package dev.labelops.engine.labeling.job;

import java.time.Instant;
import java.util.Optional;

/**
 * Objects that are out at a time; number n of a job's batches writes {@code iteration-n}.
 *
 * @param iteration its number, from 1
 * @param size how many objects it was given
 * @param publishedAt since when workers are offered its tasks
 * @param deadlineAt when what nobody answered is given up (TaskAvailabilityLifetimeInSeconds)
 * @param finishedAt when the last object was settled
 * @param filesDueAt when its files have to be in the output tree
 * @param filesDone whether they are there
 * @param trained whether a model was trained after it
 */
public record Batch(
    int iteration,
    int size,
    Instant publishedAt,
    Instant deadlineAt,
    Optional<Instant> finishedAt,
    Optional<Instant> filesDueAt,
    boolean filesDone,
    boolean trained) {}
