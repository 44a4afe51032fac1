package dev.labelops.engine.portal.bench;

import dev.labelops.engine.portal.app.Chromium;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import org.opentest4j.TestAbortedException;

/**
 * How long somebody waits in the portal, beside Label Studio in the same run: a JSON line for each
 * figure on standard output, progress on standard error. The two take turns, so that the machine's
 * changing load counts for both.
 *
 * <p>Arguments: number of images, and the folder of caches.
 */
public final class PortalBench {
  private static final int TURN = 6;
  private static final int COLD_STARTS = 5;

  /** What a worker needs at least for one box, in milliseconds. */
  private static final int WORK_MILLIS = 1500;

  private final int images;
  private final Chromium chromium;
  private final EnginePortal portal;
  private final Optional<LabelStudio> other;

  private PortalBench(
      int images, Chromium chromium, EnginePortal portal, Optional<LabelStudio> other) {
    this.images = images;
    this.chromium = chromium;
    this.portal = portal;
    this.other = other;
  }

  public static void main(String... arguments) throws Exception {
    int images = Integer.parseInt(arguments[0]);
    Path cache = Path.of(arguments[1]);
    // Below the folder of the build, which is removed with it.
    Path folder = Files.createTempDirectory(Files.createDirectories(Path.of("target")), "bench-");
    try (Chromium chromium = Chromium.open();
        EnginePortal portal = new EnginePortal(folder, chromium)) {
      List<byte[]> same = IntStream.range(0, images).mapToObj(NoiseImage::ofOneMegabyte).toList();
      portal.start(same);
      System.err.println("browser: Chromium " + chromium.version());
      try (LabelStudioServer server = LabelStudioServer.start(cache);
          LabelStudio studio = new LabelStudio(server, chromium)) {
        studio.start(same);
        new PortalBench(images, chromium, portal, Optional.of(studio)).run();
        System.err.println(
            "Label Studio has %d answers of %d tasks".formatted(studio.answers(), images));
      } catch (MissingProductException e) {
        System.err.println("Without Label Studio: " + e.getMessage());
        new PortalBench(images, chromium, portal, Optional.empty()).run();
      }
    } catch (TestAbortedException noBrowser) {
      System.err.println(noBrowser.getMessage());
      System.exit(1);
    }
  }

  private void run() throws IOException {
    coldStarts();
    submits();
    drag();
    size("portal", 60);
    size("crowd-elements", 90);
  }

  private List<LabelingProduct> products() {
    List<LabelingProduct> all = new ArrayList<>(List.of(portal));
    other.ifPresent(all::add);
    return all;
  }

  private void coldStarts() {
    List<List<Double>> millis = new ArrayList<>();
    for (LabelingProduct product : products()) {
      // The servers are warm, the browsers are not.
      product.open().screen().close();
      millis.add(new ArrayList<>());
    }
    for (int i = 0; i < COLD_STARTS; i++) {
      for (int p = 0; p < products().size(); p++) {
        LabelingProduct.Opened opened = products().get(p).open();
        opened.screen().close();
        millis.get(p).add(opened.millis());
      }
    }
    for (int p = 0; p < products().size(); p++) {
      print(new Pace("cold-to-first-task", products().get(p).name(), millis.get(p)).line());
    }
  }

  private void submits() {
    List<LabelingScreen> screens =
        products().stream().map(product -> product.open().screen()).toList();
    List<List<Double>> waits = screens.stream().<List<Double>>map(s -> new ArrayList<>()).toList();
    // The last one has no next image.
    for (int done = 0; done < images - 1; done += TURN) {
      int tasks = Math.min(TURN, images - 1 - done);
      for (int p = 0; p < screens.size(); p++) {
        waits.get(p).addAll(LabelingProduct.waits(screens.get(p), tasks, WORK_MILLIS));
      }
    }
    screens.forEach(LabelingScreen::close);
    List<Pace> paces = new ArrayList<>();
    for (int p = 0; p < screens.size(); p++) {
      paces.add(new Pace("submit-to-painted", products().get(p).name(), waits.get(p)));
      print(paces.getLast().line());
    }
    Pace ours = paces.getFirst();
    aim("submit-to-painted median", ours.median(), 100, "ms");
    aim("submit-to-painted p95", ours.p95(), 150, "ms");
    if (paces.size() > 1) {
      aim(
          "submit-to-painted share of Label Studio's median",
          ours.median() / paces.get(1).median(),
          0.2,
          "ratio");
    }
  }

  private void drag() {
    portal.start("boxes", List.of(NoiseImage.large()), BoxDrag.boxes());
    EnginePortal.Screen screen = (EnginePortal.Screen) portal.open("boxes").screen();
    BoxDrag.Frames frames = BoxDrag.drag(screen.visit());
    screen.close();
    Pace moving = new Pace("drag-one-of-1000-boxes-frame", portal.name(), frames.moving());
    print(moving.line());
    print(new Pace("frame-between-moves", portal.name(), frames.resting()).line());
    // Two frames at 60 Hz.
    aim("drag-one-of-1000-boxes-frame p95", moving.p95(), 33.4, "ms");
  }

  private static void size(String part, int kilobytes) throws IOException {
    aim("gzipped " + part, Sizes.gzipped(part) / 1024.0, kilobytes, "KiB");
  }

  private static void aim(String figure, double value, double most, String unit) {
    print(
        String.format(
            Locale.ROOT,
            "{\"aim\":\"%s\",\"unit\":\"%s\",\"value\":%.3g,\"most\":%s,\"met\":%b,\"load\":%.1f}",
            figure,
            unit,
            value,
            most,
            value <= most,
            Pace.load()));
  }

  private static void print(String line) {
    System.out.println(line);
  }
}
