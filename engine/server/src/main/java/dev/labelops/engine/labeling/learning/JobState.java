package dev.labelops.engine.labeling.learning;

import dev.labelops.engine.labeling.learning.Round.Entry;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.function.Predicate;

/**
 * Who labeled what before a round, of the objects that a model can read.
 *
 * @param size all objects of the job, readable or not
 * @param unreadable objects without features; people label them
 * @param unreadableOpen those of them without a label
 * @param open objects without a label
 * @param validation objects that measure models in this round
 * @param training objects that models may be trained on
 * @param machineLabeled whether an earlier round labeled by machine
 */
record JobState(
    int size,
    int unreadable,
    int unreadableOpen,
    List<Integer> open,
    List<Integer> validation,
    List<Integer> training,
    boolean machineLabeled) {

  static JobState of(List<Entry> entries, IntPredicate usable) {
    return new JobState(
        entries.size(),
        count(entries, entry -> !usable.test(entry.id())),
        count(entries, entry -> entry.open() && !usable.test(entry.id())),
        ids(entries, usable, Entry::open),
        ids(entries, usable, role(Role.Validation)),
        ids(entries, usable, role(Role.Training)),
        entries.stream().anyMatch(role(Role.ValidationUsed)));
  }

  private static int count(List<Entry> entries, Predicate<Entry> which) {
    return Math.toIntExact(entries.stream().filter(which).count());
  }

  private static Predicate<Entry> role(Role role) {
    return entry -> entry.role().filter(role::equals).isPresent();
  }

  private static List<Integer> ids(
      List<Entry> entries, IntPredicate usable, Predicate<Entry> which) {
    return entries.stream().filter(which).map(Entry::id).filter(usable::test).sorted().toList();
  }
}
