package dev.labelops.engine.labeling.learning;

import dev.labelops.groundtruth.RoundReport;
import java.util.List;
import java.util.Set;

/**
 * What a round decided besides the labels that it wrote.
 *
 * @param trained whether a model was trained; then one was written with {@link Round#model}
 * @param next what people label next, in this order; empty lets the core go on in its random order
 * @param used validation objects that represent what the machine has labeled now: they become
 *     {@link Role#ValidationUsed}
 * @param report what happened, in numbers
 */
public record Outcome(boolean trained, List<Choice> next, Set<Integer> used, RoundReport report) {
  /**
   * @param role {@link Role#Validation} or {@link Role#Training}
   */
  public record Choice(int objectId, Role role) {}

  public Outcome {
    next = List.copyOf(next);
    used = Set.copyOf(used);
  }
}
