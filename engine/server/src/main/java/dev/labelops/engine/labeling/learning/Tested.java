package dev.labelops.engine.labeling.learning;

import dev.labelops.learning.threshold.FixedSequence;
import dev.labelops.learning.threshold.Group;
import dev.labelops.learning.threshold.HeadChoice;
import dev.labelops.learning.threshold.TestedHead;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The tests of a round.
 *
 * @param sequence of tests that decided whether a head is worth them
 * @param choice empty when no head was worth a test
 * @param guesses on validation objects, by the tested head's name
 */
record Tested(
    FixedSequence sequence, Optional<HeadChoice> choice, Map<String, Map<Integer, Guess>> guesses) {

  Optional<TestedHead> accepted() {
    return choice.flatMap(HeadChoice::best);
  }

  Optional<Group> group() {
    return accepted().flatMap(TestedHead::accepted);
  }

  /** Whether the test lets a machine label with this confidence; the head's own scale. */
  boolean accepts(double confidence) {
    return group().filter(group -> confidence >= group.threshold()).isPresent();
  }

  /** Validation objects that represent what the accepted head labels. */
  Set<Integer> used() {
    Set<Integer> used = new TreeSet<>();
    accepted()
        .ifPresent(
            head ->
                guesses
                    .get(head.head())
                    .forEach(
                        (id, guess) -> {
                          if (accepts(guess.confidence())) {
                            used.add(id);
                          }
                        }));
    return used;
  }
}
