package dev.labelops.engine.labeling.types.boundingbox;

import dev.labelops.engine.labeling.task.WorkerAnswer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Boxes of different workers that mean the same thing: one label, overlapping, at most one box of
 * each worker.
 */
final class BoxCluster {
  /** Boxes that overlap less than this (intersection over union) are about different things. */
  static final double SAME_THING = 0.5;

  private record Member(String workerId, Box box) {}

  private final List<Member> members = new ArrayList<>();

  /** Kept, because each further box is compared with the mean of every cluster. */
  private Box mean;

  private BoxCluster(Member first) {
    add(first);
  }

  private void add(Member member) {
    members.add(member);
    mean = Box.mean(members.stream().map(Member::box).toList());
  }

  /**
   * Clusters greedily in the given order: a box joins the cluster of its label whose mean it
   * overlaps most, if that is at least {@link #SAME_THING} and its worker is not in it yet.
   */
  static List<BoxCluster> of(List<WorkerAnswer> answers) {
    List<BoxCluster> clusters = new ArrayList<>();
    for (WorkerAnswer answer : answers) {
      for (var node : answer.answer().path("boundingBoxes")) {
        Member member = new Member(answer.workerId(), Box.of(node));
        nearest(clusters, member)
            .ifPresentOrElse(
                cluster -> cluster.add(member), () -> clusters.add(new BoxCluster(member)));
      }
    }
    return clusters;
  }

  private static Optional<BoxCluster> nearest(List<BoxCluster> clusters, Member member) {
    BoxCluster nearest = null;
    double overlap = 0;
    // A plain loop with the quick questions first: a worker may draw thousands of boxes.
    for (BoxCluster cluster : clusters) {
      double iou = cluster.mean.iou(member.box());
      if (iou >= SAME_THING && iou > overlap && cluster.takes(member)) {
        nearest = cluster;
        overlap = iou;
      }
    }
    return Optional.ofNullable(nearest);
  }

  private boolean takes(Member member) {
    return mean.label().equals(member.box().label())
        && members.stream().noneMatch(m -> m.workerId().equals(member.workerId()));
  }

  int support() {
    return members.size();
  }

  Box mean() {
    return mean;
  }

  /** How well the members agree: mean intersection over union with the mean box. */
  double agreement() {
    return members.stream().mapToDouble(m -> m.box().iou(mean)).average().orElseThrow();
  }
}
