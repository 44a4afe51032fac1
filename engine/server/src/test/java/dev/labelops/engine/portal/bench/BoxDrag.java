package dev.labelops.engine.portal.bench;

import com.microsoft.playwright.Frame;
import dev.labelops.engine.portal.app.Visit;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** One of 1,000 boxes on an image of 4000 x 3000 pixels is dragged in the portal. */
final class BoxDrag {
  private static final int MOVES = 120;

  private static final String WATCH =
      """
      () => {
        const watch = window.watch = {frames: [], moves: [], on: true};
        document.addEventListener('pointermove', () => watch.moves.push(watch.frames.length), true);
        const tick = now => { watch.frames.push(now); if (watch.on) requestAnimationFrame(tick); };
        requestAnimationFrame(tick);
      }
      """;

  /**
   * For each move the longer of the two intervals at the frame before which it arrived, and all
   * other intervals.
   */
  private static final String INTERVALS =
      """
      async () => {
        for (let i = 0; i < 3; i++) await new Promise(requestAnimationFrame);
        const {frames, moves} = window.watch;
        window.watch.on = false;
        const before = at => frames[at] - frames[at - 1];
        const near = new Set(moves.flatMap(at => [at, at + 1]));
        return [
          moves.filter(at => at > 0).map(at => Math.max(before(at), before(at + 1))),
          frames.map((_, at) => at).filter(at => at > 0 && !near.has(at)).map(before)];
      }
      """;

  /**
   * Milliseconds between animation frames.
   *
   * @param moving at each move
   * @param resting between the moves: what the machine allows
   */
  record Frames(List<Double> moving, List<Double> resting) {}

  private BoxDrag() {}

  /** Attributes of crowd-bounding-box. */
  static String boxes() {
    return IntStream.range(0, 1000)
        .mapToObj(
            i ->
                "{label:'Cat',left:%d,top:%d,width:60,height:50}"
                    .formatted(20 + i % 40 * 98, 20 + i / 40 * 118))
        .collect(Collectors.joining(", ", "initial-value=\"[ ", " ]\""));
  }

  /** Drags the first box with the mouse. */
  static Frames drag(Visit visit) {
    double[] from = visit.at(50, 45);
    Frame frame = visit.page.locator("iframe.card.front").elementHandle().contentFrame();
    visit.page.mouse().move(from[0], from[1]);
    visit.page.mouse().down();
    visit.page.mouse().move(from[0] + 5, from[1] + 5);
    frame.evaluate(WATCH);
    for (int i = 0; i < MOVES; i++) {
      visit.page.mouse().move(from[0] + 6 + i * 3, from[1] + 5 + i * 2);
    }
    List<?> intervals = (List<?>) frame.evaluate(INTERVALS);
    visit.page.mouse().up();
    return new Frames(millis(intervals.get(0)), millis(intervals.get(1)));
  }

  private static List<Double> millis(Object numbers) {
    return ((List<?>) numbers).stream().map(number -> ((Number) number).doubleValue()).toList();
  }
}
