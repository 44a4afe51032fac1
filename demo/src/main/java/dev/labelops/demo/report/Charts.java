package dev.labelops.demo.report;

import dev.labelops.groundtruth.RoundReport;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/** The report's charts as SVG; colours come from the page's style sheet. */
final class Charts {
  private static final int WIDTH = 360;
  private static final int HEIGHT = 220;
  private static final int LEFT = 40;
  private static final int RIGHT = 8;
  private static final int TOP = 16;
  private static final int BOTTOM = 26;
  private static final int MOST_NUMBERED = 12;
  private static final int BINS = 10;

  private final StringBuilder svg = new StringBuilder();
  private final DoubleUnaryOperator y;

  private Charts(String description, DoubleUnaryOperator y) {
    this.y = y;
    add(
        "<svg class=\"chart\" viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\">",
        WIDTH, HEIGHT, description);
  }

  /** Objects that people and the machine labeled in each round, as stacked bars. */
  static String labels(List<RoundResult> rounds) {
    double most =
        rounds.stream()
            .mapToDouble(r -> or0(r.humanLabeled()) + or0(r.machineLabeled()))
            .max()
            .orElse(1);
    double step = step(most);
    double top = Math.max(step, Math.ceil(most / step) * step);
    Charts chart =
        new Charts(
            "Labeled objects by round",
            value -> HEIGHT - BOTTOM - value / top * (HEIGHT - TOP - BOTTOM));
    for (double tick = 0; tick <= top; tick += step) {
      chart.tick(tick, "%.0f");
    }
    for (int i = 0; i < rounds.size(); i++) {
      RoundResult round = rounds.get(i);
      double slot = slot(rounds.size());
      double x = LEFT + i * slot + slot * .18;
      double human = or0(round.humanLabeled());
      double machine = or0(round.machineLabeled());
      chart.bar("h", x, slot * .64, 0, human, "%.0f by people".formatted(human));
      chart.bar("m", x, slot * .64, human, human + machine, "%.0f by machine".formatted(machine));
      chart.round(round, i, rounds.size());
      if (rounds.size() <= MOST_NUMBERED) {
        chart.inside(x + slot * .32, 0, human);
        chart.inside(x + slot * .32, human, human + machine);
      }
    }
    return chart.end();
  }

  /**
   * For each round with machine labels: what validation promised, with its bound, and what the
   * truth says, with its interval.
   */
  static String quality(List<RoundResult> all) {
    List<RoundResult> rounds =
        all.stream()
            .filter(r -> r.truth().isPresent() || r.report().filter(Charts::measured).isPresent())
            .toList();
    OptionalDouble target =
        all.stream().flatMap(r -> r.report().stream()).mapToDouble(r -> r.target()).findFirst();
    double lowest =
        Stream.concat(
                rounds.stream().flatMap(r -> r.truth().stream()).map(Estimate::low),
                rounds.stream()
                    .flatMap(r -> r.report().stream())
                    .filter(r -> r.lowerBound() != null)
                    .map(r -> r.lowerBound()))
            .mapToDouble(Double::doubleValue)
            .min()
            .orElse(0);
    double floor = Math.max(0, Math.floor(Math.min(lowest, target.orElse(1)) * 10 - .5) / 10);
    Charts chart =
        new Charts(
            "Quality of the machine labels by round",
            value -> HEIGHT - BOTTOM - (value - floor) / (1 - floor) * (HEIGHT - TOP - BOTTOM));
    double step = 1 - floor > .55 ? .2 : 1 - floor > .25 ? .1 : .05;
    for (double tick = 1; tick >= floor - 1e-9; tick -= step) {
      chart.tick(tick, "%.2f");
    }
    target.ifPresent(chart::target);
    for (int i = 0; i < rounds.size(); i++) {
      RoundResult round = rounds.get(i);
      double slot = slot(rounds.size());
      double middle = LEFT + (i + .5) * slot;
      double aside = Math.min(9, slot * .2);
      round
          .report()
          .filter(Charts::measured)
          .ifPresent(
              r ->
                  chart.interval(
                      "v",
                      middle - aside,
                      r.quality(),
                      r.lowerBound(),
                      r.quality(),
                      "validation: %.2f, at least %.2f".formatted(r.quality(), r.lowerBound())));
      round
          .truth()
          .ifPresent(
              t ->
                  chart.interval(
                      "m",
                      middle + aside,
                      t.mean(),
                      t.low(),
                      t.high(),
                      "truth: %s (%s)".formatted(t.meanText(), t.interval())));
      chart.round(round, i, rounds.size());
    }
    return chart.end();
  }

  private static boolean measured(RoundReport report) {
    return report.quality() != null && report.lowerBound() != null;
  }

  /** Shares of human and of machine labels with a score of 0 to .1, .1 to .2 and so on. */
  static String scores(List<Card> cards) {
    double[] human = shares(Cards.with(cards, "human"));
    double[] machine = shares(Cards.with(cards, "machine"));
    double most =
        DoubleStream.concat(DoubleStream.of(human), DoubleStream.of(machine)).max().orElse(1);
    double top = Math.max(.2, Math.ceil(most * 5) / 5);
    Charts chart =
        new Charts(
            "Distribution of the scores",
            value -> HEIGHT - BOTTOM - value / top * (HEIGHT - TOP - BOTTOM));
    for (double tick = 0; tick <= top + 1e-9; tick += .2) {
      chart.tick(tick * 100, "%.0f%%", tick);
    }
    double slot = slot(BINS);
    for (int bin = 0; bin < BINS; bin++) {
      double x = LEFT + bin * slot;
      String range = String.format(Locale.ROOT, "IoU %.1f to %.1f", bin / 10.0, (bin + 1) / 10.0);
      chart.bar(
          "h", x + slot * .1, slot * .38, 0, human[bin], percent(human[bin], "people", range));
      chart.bar(
          "m",
          x + slot * .52,
          slot * .38,
          0,
          machine[bin],
          percent(machine[bin], "machine", range));
      if (bin % 2 == 0) {
        chart.text(x, HEIGHT - 8, "middle", String.format(Locale.ROOT, "%.1f", bin / 10.0));
      }
    }
    chart.text(WIDTH - RIGHT, HEIGHT - 8, "end", "1.0");
    return chart.end();
  }

  private static String percent(double share, String who, String range) {
    return String.format(Locale.ROOT, "%.0f%% of the labels by %s: %s", 100 * share, who, range);
  }

  private static double[] shares(List<Card> cards) {
    double[] shares = new double[BINS];
    List<Card> scored = cards.stream().filter(card -> card.score() != null).toList();
    for (Card card : scored) {
      shares[Math.min(BINS - 1, (int) (card.score() * BINS))] += 1.0 / scored.size();
    }
    return shares;
  }

  private void tick(double value, String format) {
    tick(value, format, value);
  }

  private void tick(double shown, String format, double at) {
    double height = y.applyAsDouble(at);
    add(
        "<line class=\"grid\" x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\"/>",
        LEFT, WIDTH - RIGHT, height, height);
    text(LEFT - 6, height + 4, "end", String.format(Locale.ROOT, format, shown));
  }

  private void target(double value) {
    double height = y.applyAsDouble(value);
    add(
        "<line class=\"target\" x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\"/>",
        LEFT, WIDTH - RIGHT, height, height);
    text(LEFT + 2, height - 5, "start", String.format(Locale.ROOT, "target %.2f", value));
  }

  private void bar(String kind, double x, double width, double from, double to, String title) {
    if (to > from) {
      add(
          "<rect class=\"%s\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\"><title>%s</title></rect>",
          kind, x, y.applyAsDouble(to), width, y.applyAsDouble(from) - y.applyAsDouble(to), title);
    }
  }

  private void interval(String kind, double x, double at, double low, double high, String title) {
    add("<g class=\"%s\"><title>%s</title>", kind, title);
    add(
        "<line x1=\"%.1f\" x2=\"%.1f\" y1=\"%.1f\" y2=\"%.1f\"/>",
        x, x, y.applyAsDouble(low), y.applyAsDouble(high));
    add(
        "<line x1=\"%.1f\" x2=\"%.1f\" y1=\"%.1f\" y2=\"%.1f\"/>",
        x - 4, x + 4, y.applyAsDouble(low), y.applyAsDouble(low));
    add("<circle cx=\"%.1f\" cy=\"%.1f\" r=\"4.5\"/></g>", x, y.applyAsDouble(at));
  }

  /** The number of a bar, where it has room. */
  private void inside(double x, double from, double to) {
    if (y.applyAsDouble(from) - y.applyAsDouble(to) > 15) {
      double middle = (y.applyAsDouble(from) + y.applyAsDouble(to)) / 2 + 4;
      add(
          "<text class=\"in\" x=\"%.1f\" y=\"%.1f\" text-anchor=\"middle\">%.0f</text>",
          x, middle, to - from);
    }
  }

  private void round(RoundResult round, int i, int of) {
    int every = 1 + of / MOST_NUMBERED;
    if (i % every == 0) {
      text(LEFT + (i + .5) * slot(of), HEIGHT - 8, "middle", Integer.toString(round.number()));
    }
  }

  private void text(double x, double height, String anchor, String text) {
    add("<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>", x, height, anchor, text);
  }

  private void add(String format, Object... values) {
    svg.append(String.format(Locale.ROOT, format, values));
  }

  private String end() {
    return svg + "</svg>";
  }

  private static double slot(int count) {
    return (double) (WIDTH - LEFT - RIGHT) / Math.max(1, count);
  }

  private static double or0(Long value) {
    return value == null ? 0 : value;
  }

  /** 1, 2 or 5 times a power of ten, for about four steps. */
  private static double step(double most) {
    double power = Math.pow(10, Math.floor(Math.log10(Math.max(most, 4) / 4)));
    double times = Math.max(most, 4) / 4 / power;
    return power * (times <= 1 ? 1 : times <= 2 ? 2 : times <= 5 ? 5 : 10);
  }
}
