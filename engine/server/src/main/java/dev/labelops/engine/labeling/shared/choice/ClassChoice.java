package dev.labelops.engine.labeling.shared.choice;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.labelops.engine.labeling.shared.Confidence;
import dev.labelops.engine.labeling.shared.KnownLabel;
import dev.labelops.engine.labeling.task.Consolidated;
import dev.labelops.engine.labeling.task.InvalidAnswer;
import dev.labelops.engine.labeling.task.WorkerAnswer;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * One class per object, {@code {"label":"x"}}.
 *
 * <p>Consolidation is a vote weighted by what is known of each worker. A worker with accuracy
 * <i>a</i> says the true class with probability <i>a</i> and each of the other <i>k-1</i> classes
 * with (1-a)/(k-1); with all classes equally likely beforehand the class with the highest posterior
 * wins, and that posterior is the confidence. Equal posteriors go to the class that comes first in
 * the label category file. With one worker there is nothing to compare, and the confidence is 0, as
 * in Ground Truth.
 */
public final class ClassChoice {
  private static final double LEAST_ACCURACY = 0.05;

  private ClassChoice() {}

  /**
   * @param labels the job's label categories
   * @throws InvalidAnswer when the answer has another shape or names none of them
   */
  public static void check(JsonNode answer, List<String> labels) {
    KnownLabel.check(answer.path("label"), "label", labels);
  }

  /**
   * @param answers at least one
   * @param labels the job's label categories; the label is an index into them
   */
  public static Consolidated consolidate(List<WorkerAnswer> answers, List<String> labels) {
    double[] posterior = posterior(answers, labels);
    int winner =
        IntStream.range(0, posterior.length)
            .boxed()
            .reduce((best, next) -> posterior[next] > posterior[best] + 1e-12 ? next : best)
            .orElseThrow();
    double confidence = answers.size() == 1 ? 0 : posterior[winner];
    Set<String> agreeing =
        answers.stream()
            .filter(a -> said(a).equals(labels.get(winner)))
            .map(WorkerAnswer::workerId)
            .collect(Collectors.toUnmodifiableSet());
    return write(labels.get(winner), confidence, labels, agreeing);
  }

  /**
   * @param name one of the labels
   * @param confidence 0 to 1
   * @param labels the job's label categories; the label is an index into them
   * @param agreeing ids of the workers who gave this class
   */
  static Consolidated write(
      String name, double confidence, List<String> labels, Set<String> agreeing) {
    var metadata = JsonNodeFactory.instance.objectNode();
    metadata.put("class-name", name);
    metadata.set("confidence", Confidence.of(confidence));
    return new Consolidated(IntNode.valueOf(labels.indexOf(name)), metadata, agreeing);
  }

  /** The class that a worker gave. */
  static String said(JsonNode answer) {
    return answer.path("label").asText();
  }

  private static double[] posterior(List<WorkerAnswer> answers, List<String> labels) {
    double[] logs = new double[labels.size()];
    int others = Math.max(1, labels.size() - 1);
    for (WorkerAnswer answer : answers) {
      double accuracy = Math.clamp(answer.accuracy(), LEAST_ACCURACY, 1 - LEAST_ACCURACY);
      for (int i = 0; i < logs.length; i++) {
        boolean chosen = labels.get(i).equals(said(answer));
        logs[i] += Math.log(chosen ? accuracy : (1 - accuracy) / others);
      }
    }
    double highest = IntStream.range(0, logs.length).mapToDouble(i -> logs[i]).max().orElse(0);
    double[] likelihood =
        IntStream.range(0, logs.length).mapToDouble(i -> Math.exp(logs[i] - highest)).toArray();
    double sum = IntStream.range(0, logs.length).mapToDouble(i -> likelihood[i]).sum();
    return IntStream.range(0, logs.length).mapToDouble(i -> likelihood[i] / sum).toArray();
  }

  private static String said(WorkerAnswer answer) {
    return said(answer.answer());
  }
}
