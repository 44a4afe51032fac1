package dev.labelops.operator.manifest;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Counts what was rejected and keeps the first ones; holds places and reasons, never content. */
public final class Rejections {
  /** How many are kept one by one. */
  public static final int KEPT = 10;

  /**
   * @param line counted from 1; in a listing the position among the selected objects
   * @param field attribute of the line, or {@code key} or {@code size} of an object
   */
  public record Rejection(long line, String field, RejectionReason reason) {}

  private final Map<RejectionReason, Long> byReason = new EnumMap<>(RejectionReason.class);
  private final List<Rejection> first = new ArrayList<>();
  private long count;

  /** Adds one. */
  public void add(long line, String field, RejectionReason reason) {
    count++;
    byReason.merge(reason, 1L, Long::sum);
    if (first.size() < KEPT) {
      first.add(new Rejection(line, field, reason));
    }
  }

  public long count() {
    return count;
  }

  /** In the order of {@link RejectionReason}. */
  public Map<RejectionReason, Long> byReason() {
    return byReason;
  }

  /** At most {@link #KEPT}. */
  public List<Rejection> first() {
    return List.copyOf(first);
  }
}
