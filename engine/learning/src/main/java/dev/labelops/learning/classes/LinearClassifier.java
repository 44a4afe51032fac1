package dev.labelops.learning.classes;

import de.bwaldvogel.liblinear.Feature;
import de.bwaldvogel.liblinear.FeatureNode;
import de.bwaldvogel.liblinear.Linear;
import de.bwaldvogel.liblinear.Model;
import de.bwaldvogel.liblinear.Parameter;
import de.bwaldvogel.liblinear.Problem;
import de.bwaldvogel.liblinear.SolverType;
import java.util.ArrayList;
import java.util.List;

/**
 * Logistic regression, one class against the rest, L2-regularized (liblinear: Fan et al.,
 * "LIBLINEAR: A Library for Large Linear Classification", JMLR 9, 2008). The same examples give the
 * same model.
 */
final class LinearClassifier {
  static final int MOST_DIMENSIONS = 1 << 20;

  private static final double STOP = .001;
  private static final double BIAS = 1;

  /** Copies of an example of weight 1, when not all weigh 1. */
  private static final int STEPS = 4;

  static {
    Linear.disableDebugOutput();
  }

  private LinearClassifier() {}

  /**
   * @param examples of at least two labels
   * @param labels the class's number is its place in this list
   * @param dimensions length of a row
   * @param c weight of the errors against the regularization, above 0
   */
  static Model train(List<Example> examples, List<String> labels, int dimensions, double c) {
    boolean weighted = examples.stream().anyMatch(example -> example.weight() != 1);
    List<Example> counted = weighted ? copies(examples) : examples;
    Problem problem = new Problem();
    problem.l = counted.size();
    problem.n = dimensions + 1;
    problem.bias = BIAS;
    problem.x =
        counted.stream().map(example -> nodes(example.row(), dimensions)).toArray(Feature[][]::new);
    problem.y = counted.stream().mapToDouble(example -> labels.indexOf(example.label())).toArray();
    return Linear.train(problem, new Parameter(SolverType.L2R_LR, weighted ? c / STEPS : c, STOP));
  }

  /** Probability of each of the model's classes, in the order of {@code model.getLabels()}. */
  static double[] probabilities(Model model, Row row, int dimensions) {
    double[] probabilities = new double[model.getNrClass()];
    Linear.predictProbability(model, nodes(row, dimensions), probabilities);
    return probabilities;
  }

  /**
   * liblinear has one weight per class, none per example: k copies at C/4 are an example of weight
   * k/4.
   */
  private static List<Example> copies(List<Example> examples) {
    List<Example> copies = new ArrayList<>();
    for (Example example : examples) {
      for (int i = 0; i < Math.max(1, Math.round(STEPS * example.weight())); i++) {
        copies.add(example);
      }
    }
    return copies;
  }

  /** liblinear counts from 1; the last is the constant. */
  private static Feature[] nodes(Row row, int dimensions) {
    Feature[] nodes = new Feature[row.index().length + 1];
    for (int i = 0; i < row.index().length; i++) {
      nodes[i] = new FeatureNode(row.index()[i] + 1, row.value()[i]);
    }
    nodes[row.index().length] = new FeatureNode(dimensions + 1, BIAS);
    return nodes;
  }
}
