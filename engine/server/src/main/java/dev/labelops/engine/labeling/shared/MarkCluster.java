package dev.labelops.engine.labeling.shared;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToDoubleBiFunction;

/**
 * Marks of different workers, such as boxes or spans, that mean the same thing: overlapping, at
 * most one of each worker.
 *
 * @param <T> a mark
 */
public final class MarkCluster<T> {
  /** Marks that overlap less than this (intersection over union) are about different things. */
  private static final double SAME_THING = 0.5;

  /**
   * A mark of a worker.
   *
   * @param workerId whose it is
   * @param mark where it is
   */
  public record Member<T>(String workerId, T mark) {}

  private final Function<List<T>, T> middle;
  private final List<Member<T>> members = new ArrayList<>();

  /** Kept, because each further mark is compared with the middle of every cluster. */
  private T centre;

  private MarkCluster(Function<List<T>, T> middle, Member<T> first) {
    this.middle = middle;
    add(first);
  }

  /**
   * Clusters greedily in the given order: a mark joins the cluster whose middle it overlaps most,
   * if that is at least one half and its worker is not in it yet.
   *
   * @param overlap intersection over union, 0 for marks that never mean the same
   * @param middle the mark that stands for those of a cluster
   */
  public static <T> List<MarkCluster<T>> of(
      List<Member<T>> marks, ToDoubleBiFunction<T, T> overlap, Function<List<T>, T> middle) {
    List<MarkCluster<T>> clusters = new ArrayList<>();
    for (Member<T> mark : marks) {
      nearest(clusters, mark, overlap)
          .ifPresentOrElse(
              cluster -> cluster.add(mark), () -> clusters.add(new MarkCluster<>(middle, mark)));
    }
    return clusters;
  }

  private static <T> Optional<MarkCluster<T>> nearest(
      List<MarkCluster<T>> clusters, Member<T> mark, ToDoubleBiFunction<T, T> overlap) {
    MarkCluster<T> nearest = null;
    double most = 0;
    // A plain loop with the quick question first: a worker may make thousands of marks.
    for (MarkCluster<T> cluster : clusters) {
      double common = overlap.applyAsDouble(cluster.centre, mark.mark());
      if (common >= SAME_THING && common > most && cluster.lacks(mark.workerId())) {
        nearest = cluster;
        most = common;
      }
    }
    return Optional.ofNullable(nearest);
  }

  private void add(Member<T> member) {
    members.add(member);
    centre = middle.apply(marks());
  }

  private boolean lacks(String workerId) {
    return members.stream().noneMatch(member -> member.workerId().equals(workerId));
  }

  /**
   * Whether at least half of the workers made it.
   *
   * @param answers how many workers answered
   */
  public boolean isOfHalf(int answers) {
    return members.size() * 2 >= answers;
  }

  /** Its marks, at least one. */
  public List<T> marks() {
    return members.stream().map(Member::mark).toList();
  }

  /** The mark that stands for all. */
  public T middle() {
    return centre;
  }
}
