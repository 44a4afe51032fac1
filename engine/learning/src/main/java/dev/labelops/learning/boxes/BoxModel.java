package dev.labelops.learning.boxes;

import java.util.List;

/** A trained head. Its boxes are candidates: {@link AnswerRule} decides which are the answer. */
public interface BoxModel<F> extends AutoCloseable {

  /**
   * All boxes that the model considers, without those that a better one overlaps (non-maximum
   * suppression at IoU .3).
   *
   * @return highest score first
   */
  List<ScoredBox> detect(F features);

  /** The bytes from which the head loads the same model. */
  byte[] save();

  /** Frees what is outside the heap. */
  @Override
  void close();
}
