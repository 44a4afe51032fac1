package dev.labelops.engine.labeling.learning;

import dev.labelops.learning.threshold.Validated;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** A model that may label objects of the round, once it is tested. */
interface Head extends AutoCloseable {
  String name();

  /** Guesses for training objects by models that did not see them. */
  List<Validated> crossValidated();

  /**
   * @param ids objects with features
   */
  Map<Integer, Guess> guess(Collection<Integer> ids) throws IOException;

  /** {@code model.tar.gz}; the same model gives the same bytes. */
  byte[] archive();

  @Override
  void close();

  /** The same head under another name. */
  default Head named(String name, List<Validated> crossValidated) {
    Head head = this;
    return new Head() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public List<Validated> crossValidated() {
        return crossValidated;
      }

      @Override
      public Map<Integer, Guess> guess(Collection<Integer> ids) throws IOException {
        return head.guess(ids);
      }

      @Override
      public byte[] archive() {
        return head.archive();
      }

      @Override
      public void close() {
        head.close();
      }
    };
  }
}
