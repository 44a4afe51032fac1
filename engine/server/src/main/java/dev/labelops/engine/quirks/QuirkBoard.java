package dev.labelops.engine.quirks;

import dev.labelops.engine.quirks.Quirks.Fault;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/** The quirks in force, and how often each fault was used since they were set. */
public final class QuirkBoard {
  private record State(Quirks quirks, List<AtomicInteger> used) {}

  private volatile State state = new State(Quirks.NONE, List.of());

  public Quirks current() {
    return state.quirks();
  }

  /** Replaces all quirks; the faults' counts start again. */
  public void set(Quirks quirks) {
    List<AtomicInteger> used =
        IntStream.range(0, quirks.faults().size()).mapToObj(i -> new AtomicInteger()).toList();
    state = new State(quirks, used);
  }

  /**
   * The fault that hits this call, if any; counts it as used.
   *
   * @param operation the operation's name, for S3 with the prefix {@code s3:}
   */
  public Optional<Fault> take(String operation) {
    State now = state;
    for (int i = 0; i < now.used().size(); i++) {
      Fault fault = now.quirks().faults().get(i);
      boolean matches = fault.operation().equals("*") || fault.operation().equals(operation);
      if (matches && (fault.times() == 0 || now.used().get(i).getAndIncrement() < fault.times())) {
        return Optional.of(fault);
      }
    }
    return Optional.empty();
  }
}
