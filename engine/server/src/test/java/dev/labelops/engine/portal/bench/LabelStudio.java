package dev.labelops.engine.portal.bench;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.BoundingBox;
import com.microsoft.playwright.options.ColorScheme;
import dev.labelops.engine.portal.app.Chromium;
import java.io.IOException;
import java.util.List;

/** Label Studio with a project of the same images. */
final class LabelStudio implements LabelingProduct, AutoCloseable {
  /** Its server takes long on a busy machine. */
  private static final double PATIENCE_MILLIS = 180_000;

  private static final String IMAGE = "img[alt=image]";

  /**
   * The image element is loaded and laid out; what is drawn above it on a canvas, and the image
   * itself, may come later.
   */
  private static final String AWAIT =
      """
      before => {
        window.painted = new Promise(resolve => {
          const look = () => {
            const image = document.querySelector('img[alt=image]');
            const there = image && image.src && image.src !== before && image.complete && image.naturalWidth > 0
              && image.style.visibility !== 'hidden' && image.getBoundingClientRect().width > 0;
            if (!there) return void requestAnimationFrame(look);
            requestAnimationFrame(() => requestAnimationFrame(() => resolve(performance.timeOrigin + performance.now())));
          };
          look();
        });
      }
      """;

  private final LabelStudioServer server;
  private final Chromium chromium;
  private int project;

  LabelStudio(LabelStudioServer server, Chromium chromium) {
    this.server = server;
    this.chromium = chromium;
  }

  void start(List<byte[]> images) throws IOException, InterruptedException {
    project = server.project(images);
  }

  /** Number of answers that its server has. */
  int answers() throws IOException, InterruptedException {
    return server.annotations(project);
  }

  @Override
  public String name() {
    return "Label Studio " + LabelStudioServer.VERSION;
  }

  @Override
  public Opened open() {
    BrowserContext context = chromium.context(1280, 800, ColorScheme.LIGHT, false);
    context.setDefaultTimeout(PATIENCE_MILLIS);
    Page page = context.newPage();
    double asked = System.currentTimeMillis();
    page.navigate(
        server.address()
            + "user/login/?next=/projects/%d/data%%3Flabeling%%3D1".formatted(project));
    page.locator("input[name=email]").fill(LabelStudioServer.USER);
    page.locator("input[name=password]").fill(LabelStudioServer.PASSWORD);
    page.locator("button[type=submit]").click();
    page.locator(IMAGE).waitFor();
    page.evaluate(AWAIT, "");
    double painted = ((Number) page.evaluate("() => window.painted")).doubleValue();
    return new Opened(new Screen(context, page), painted - asked);
  }

  @Override
  public void close() throws IOException, InterruptedException {
    if (project != 0) {
      server.delete(project);
    }
  }

  record Screen(BrowserContext context, Page page) implements LabelingScreen {
    @Override
    public void draw() {
      page.keyboard().press("1");
      BoundingBox image = page.locator(IMAGE).boundingBox();
      page.mouse().move(image.x + 50, image.y + 50);
      page.mouse().down();
      page.mouse().move(image.x + 120, image.y + 100);
      page.mouse().move(image.x + 200, image.y + 150);
      page.mouse().up();
    }

    @Override
    public double submit() {
      page.evaluate(Clicks.NOTE);
      page.evaluate(AWAIT, page.locator(IMAGE).getAttribute("src"));
      page.locator("button[aria-label='Submit current annotation']").click();
      double painted = ((Number) page.evaluate("() => window.painted")).doubleValue();
      double clicked = ((Number) page.evaluate("() => window.clicked")).doubleValue();
      return painted - clicked;
    }

    @Override
    public void close() {
      context.close();
    }
  }
}
