package dev.labelops.learning.boxes;

import java.io.IOException;
import java.util.List;

/**
 * A way to learn boxes.
 *
 * @param <F> what it reads of an image
 */
public interface BoxHead<F> {

  String name();

  /** Whether its scores are 0 to 1; else they have no upper limit. */
  boolean probabilities();

  /**
   * The same images and seed give the same model.
   *
   * @param images with at least one box in all
   */
  BoxModel<F> train(List<LabeledImage<F>> images, long seed);

  /**
   * The model whose {@link BoxModel#save} gave these bytes.
   *
   * @throws IOException in a sentence, when it is no such model
   */
  BoxModel<F> load(byte[] saved) throws IOException;
}
