package dev.labelops.demo.report;

import java.util.List;
import java.util.Locale;

/**
 * What the same labels cost at AWS's public price list, in US dollars; sources and date in {@code
 * docs/use/quotas.md}.
 *
 * @param human objects labeled by people
 * @param machine objects labeled by the model
 * @param workersPerObject answers per human label
 * @param perAnswer price of an answer
 */
public record Cost(long human, long machine, int workersPerObject, double perAnswer) {
  /** For each labeled object, by people or by a model. */
  static final double PER_OBJECT = .08;

  static final String DATE = "November 2026";
  private static final double PER_BOX_ANSWER = .036;
  private static final double PER_CLASS_ANSWER = .012;

  /** A line of the table. */
  public record Line(String what, String how, String amount, boolean total) {}

  static Cost of(String taskType, long human, long machine, int workersPerObject) {
    return new Cost(
        human,
        machine,
        workersPerObject,
        taskType.equals("BoundingBox") ? PER_BOX_ANSWER : PER_CLASS_ANSWER);
  }

  double withModel() {
    return (human + machine) * PER_OBJECT + answers(human);
  }

  double peopleOnly() {
    return (human + machine) * PER_OBJECT + answers(human + machine);
  }

  private double answers(long objects) {
    return objects * workersPerObject * perAnswer;
  }

  public List<Line> lines() {
    long all = human + machine;
    return List.of(
        new Line(
            "Labeled objects",
            "%,d × %s".formatted(all, dollars(PER_OBJECT)),
            dollars(all * PER_OBJECT),
            false),
        new Line(
            "Answers of workers",
            "%,d × %d × %s".formatted(human, workersPerObject, dollars(perAnswer)),
            dollars(answers(human)),
            false),
        new Line("Together", "", dollars(withModel()), true),
        new Line(
            "The same without a model",
            "%,d × (%s + %d × %s)"
                .formatted(all, dollars(PER_OBJECT), workersPerObject, dollars(perAnswer)),
            dollars(peopleOnly()),
            false));
  }

  /** What the model saved, as a share of the price without it. */
  public String saved() {
    double all = peopleOnly();
    return all == 0 ? "0%" : String.format(Locale.ROOT, "%.0f%%", 100 * (all - withModel()) / all);
  }

  public String perAnswerText() {
    return dollars(perAnswer);
  }

  public String perObjectText() {
    return dollars(PER_OBJECT);
  }

  public String date() {
    return DATE;
  }

  private static String dollars(double amount) {
    return String.format(Locale.ROOT, amount > 0 && amount < .05 ? "$%.3f" : "$%,.2f", amount);
  }
}
