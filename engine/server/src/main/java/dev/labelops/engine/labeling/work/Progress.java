package dev.labelops.engine.labeling.work;

import java.util.Optional;

/**
 * What a worker has done since the start of a day, in all jobs.
 *
 * @param answered how many tasks
 * @param medianSeconds median time of these tasks as the portal measured it; empty before the first
 */
public record Progress(int answered, Optional<Double> medianSeconds) {}
