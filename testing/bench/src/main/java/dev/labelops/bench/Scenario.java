package dev.labelops.bench;

import dev.labelops.bench.Targets.Measure;
import java.time.Duration;

/**
 * The conditions under which figures are measured.
 *
 * @param scene what happens to the jobs
 * @param jobs in progress
 * @param budget SageMaker calls a minute
 */
record Scenario(String scene, int jobs, int budget) {
  Figure figure(Measure measure, double value) {
    return new Figure(
        measure.label(),
        scene,
        jobs,
        budget,
        null,
        Math.round(value * 1000) / 1000.0,
        measure.unit(),
        null,
        Targets.of(measure, this).orElse(null));
  }

  Figure seconds(Measure measure, Duration time) {
    return figure(measure, time.toNanos() / 1e9);
  }

  Scenario in(String otherScene) {
    return new Scenario(otherScene, jobs, budget);
  }
}
