package dev.labelops.bench;

import dev.labelops.bench.Targets.Measure;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What the operator costs while something happens, or while nothing does. */
final class CostWindow {
  private static final double NANOS_PER_MINUTE = 60e9;

  private final OperatorProcess operator;
  private final AuditTrail audit;
  private final Map<String, Long> callsBefore;
  private final Duration cpuBefore;
  private final long opened;

  private CostWindow(OperatorProcess operator, AuditTrail audit) {
    this.operator = operator;
    this.audit = audit;
    this.callsBefore = operator.awsCalls();
    audit.next();
    this.cpuBefore = operator.cost().cpu();
    this.opened = System.nanoTime();
  }

  static CostWindow open(OperatorProcess operator, AuditTrail audit) {
    return new CostWindow(operator, audit);
  }

  /**
   * Ends it.
   *
   * @param unchanged whether no job has changed, so that none may have cost a request
   */
  void close(Figures figures, Scenario here, boolean unchanged) {
    ProcessCost cost = operator.cost();
    double minutes = (System.nanoTime() - opened) / NANOS_PER_MINUTE;
    List<AuditTrail.Request> requests = audit.next();
    Map<String, Long> calls = difference(callsBefore, operator.awsCalls());

    figures.add(
        here.figure(
            Measure.AWS_CALLS, calls.values().stream().mapToLong(Long::longValue).sum() / minutes));
    calls.forEach(
        (operation, count) ->
            figures.add(here.figure(Measure.AWS_CALLS, count / minutes).of(operation)));
    figures.add(
        here.figure(Measure.CPU, cost.cpu().minus(cpuBefore).toMillis() / 1000.0 / minutes));
    figures.add(here.figure(Measure.RSS, cost.rssMebibytes()));
    figures.add(here.figure(Measure.KUBERNETES_REQUESTS, requests.size() / minutes));
    new TreeMap<>(
            requests.stream()
                .collect(
                    Collectors.groupingBy(AuditTrail.Request::toString, Collectors.counting())))
        .forEach(
            (request, count) ->
                figures.add(here.figure(Measure.KUBERNETES_REQUESTS, count / minutes).of(request)));
    if (unchanged) {
      figures.add(
          here.figure(
              Measure.KUBERNETES_REQUESTS_FOR_UNCHANGED_JOBS,
              requests.stream().filter(AuditTrail.Request::aboutJob).count()));
    }
  }

  static Map<String, Long> difference(Map<String, Long> before, Map<String, Long> after) {
    Map<String, Long> difference = new TreeMap<>();
    after.forEach(
        (operation, count) -> {
          long more = count - before.getOrDefault(operation, 0L);
          if (more > 0) {
            difference.put(operation, more);
          }
        });
    return difference;
  }
}
