package dev.labelops.bench;

import dev.labelops.demo.stack.Artifacts;
import java.nio.file.Path;
import java.time.Duration;

/**
 * How is measured.
 *
 * @param artifacts of the cluster and the engine
 * @param operator what is measured
 * @param folder for logs and data
 * @param latency of every AWS call
 * @param quiet how long nothing changes
 * @param changing how long one job in a hundred changes each minute
 */
public record Plan(
    Artifacts artifacts,
    OperatorProgram operator,
    Path folder,
    Duration latency,
    Duration quiet,
    Duration changing) {}
