package dev.labelops.bench;

import dev.labelops.demo.stack.Artifacts;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * How is measured.
 *
 * @param artifacts what is measured
 * @param operatorOptions of the operator's JVM
 * @param folder for logs and data
 * @param latency of every AWS call
 * @param quiet how long nothing changes
 * @param changing how long one job in a hundred changes each minute
 */
public record Plan(
    Artifacts artifacts,
    List<String> operatorOptions,
    Path folder,
    Duration latency,
    Duration quiet,
    Duration changing) {}
