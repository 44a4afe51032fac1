package dev.labelops.learning.boxes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SoftmaxTest {
  static {
    NativeThreads.limit(1);
  }

  private static final int INPUTS = 3;
  private static final int LABELS = 3;
  private static final int ROWS = 400;

  /** All labels differ from the background in the first input, which they share. */
  @Test
  void itDoesNotMatterWhichClassHasTheLogitsOfZero() {
    Random random = new Random(1);
    float[] features = new float[ROWS * INPUTS];
    int[] classes = new int[ROWS];
    int[] turned = new int[ROWS];
    for (int r = 0; r < ROWS; r++) {
      classes[r] = r % (LABELS + 1);
      turned[r] = (classes[r] + 1) % (LABELS + 1);
      features[r * INPUTS] = (float) (random.nextGaussian() + (classes[r] < LABELS ? 2 : 0));
      features[r * INPUTS + 1] = (float) (random.nextGaussian() + classes[r] % 2);
      features[r * INPUTS + 2] = (float) random.nextGaussian();
    }

    float[] probabilities = probabilities(features, classes);
    float[] ofTurned = probabilities(features, turned);

    for (int r = 0; r < ROWS; r++) {
      float background = 1;
      for (int o = 0; o < LABELS; o++) {
        background -= probabilities[r * LABELS + o];
      }
      assertThat(ofTurned[r * LABELS]).isCloseTo(background, within(.01f));
    }
  }

  private static float[] probabilities(float[] features, int[] classes) {
    double[] weights = new double[LABELS + 1];
    Arrays.fill(weights, 1);
    LinearMap trained = Softmax.train(features, classes, INPUTS, LABELS, weights, 2.4 / ROWS, 2000);
    float[] logits = trained.apply(features);
    Softmax.probabilities(logits, LABELS);
    return logits;
  }
}
