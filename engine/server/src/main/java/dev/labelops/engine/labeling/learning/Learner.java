package dev.labelops.engine.labeling.learning;

import java.io.IOException;

/** Does one round of automated labeling. */
public interface Learner {
  /** Everything goes to people: an engine with this learner has no learning runs. */
  Learner NONE =
      round -> {
        throw new UnsupportedOperationException("this engine has no learner");
      };

  /**
   * Trains on the human labels of the round's job, labels what it may, and chooses what people
   * label next. The same job in the same state gives the same labels: it is called again after its
   * process died.
   *
   * @param round what it reads and where it writes
   * @throws IOException when the database or an object cannot be reached just now; the round is
   *     tried again
   * @throws RoundLost when another process has the round; nothing more may be written
   */
  Outcome learn(Round round) throws IOException;

  /** Another process has taken the round over, or its job was stopped. */
  final class RoundLost extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public RoundLost(String runId) {
      super("learning run " + runId + " is no longer this process's", null, false, false);
    }
  }
}
