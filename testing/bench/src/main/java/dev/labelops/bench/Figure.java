package dev.labelops.bench;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * One measured value, printed as one JSON line.
 *
 * @param figure what was measured, for example {@code aws_calls}
 * @param scene under which circumstances, for example {@code quiet}
 * @param jobs labeling jobs in progress
 * @param budget SageMaker calls a minute that the operator was given
 * @param of the operation or resource that the value is of; null for all
 * @param value in {@code unit}
 * @param samples how many measured values a percentile was taken from; null for other figures
 * @param aim the most that the value should be; null where there is no aim
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Figure(
    String figure,
    String scene,
    int jobs,
    int budget,
    String of,
    double value,
    String unit,
    Integer samples,
    Double aim) {

  /** Whether the aim is met; null where there is none. */
  @JsonProperty("met")
  public Boolean met() {
    return aim == null ? null : value <= aim;
  }

  Figure of(String part) {
    return new Figure(figure, scene, jobs, budget, part, value, unit, samples, aim);
  }

  Figure samples(int count) {
    return new Figure(figure, scene, jobs, budget, of, value, unit, count, aim);
  }
}
