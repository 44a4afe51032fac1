package dev.labelops.engine.portal.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labelops.engine.portal.app.Chromium;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * How long a worker waits from Submit until the next image is painted. A real engine, a real
 * browser, JPEG images of about 1 MB, boxes drawn and submitted with the mouse. {@code make
 * bench-portal} takes more images and Label Studio beside it.
 */
class PortalPaceIT {
  private static final int IMAGES = 12;

  /** Half of what Label Studio took on a less loaded machine; what is measured is a tenth of it. */
  private static final double BOUND_MILLIS = 500;

  @TempDir Path folder;

  @Test
  void theNextImageIsPaintedBeforeAWorkerNotices() throws Exception {
    try (Chromium chromium = Chromium.open();
        EnginePortal portal = new EnginePortal(folder, chromium)) {
      portal.start(IntStream.range(0, IMAGES).mapToObj(NoiseImage::ofOneMegabyte).toList());
      LabelingProduct.Opened opened = portal.open();
      try (LabelingScreen screen = opened.screen()) {
        // A person needs that long for a box at least; and no time at all.
        for (int workMillis : new int[] {1500, 0}) {
          var waits = LabelingProduct.waits(screen, IMAGES / 2 - 1, workMillis);
          Pace pace = new Pace("submit-to-painted-" + workMillis, portal.name(), waits);
          System.out.println(pace.line());
          assertThat(pace.median()).isLessThan(BOUND_MILLIS);
        }
      }
    }
  }

  @Test
  void theScriptsStayWithinTheirBudgets() throws Exception {
    assertThat(Sizes.gzipped("portal")).isBetween(1_000, 60 * 1024);
    assertThat(Sizes.gzipped("crowd-elements")).isBetween(1_000, 90 * 1024);
  }
}
