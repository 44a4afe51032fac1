package dev.labelops.demo.screenshots;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.BoundingBox;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import com.microsoft.playwright.options.ScreenshotType;
import dev.labelops.demo.images.SyntheticImages;
import dev.labelops.demo.images.SyntheticSet;
import dev.labelops.demo.stack.Artifacts;
import dev.labelops.demo.stack.Server;
import dev.labelops.demo.truth.Annotation;
import dev.labelops.demo.truth.Box;
import dev.labelops.demo.truth.ManifestLine;
import dev.labelops.demo.truth.OutputManifest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The screenshots of the documentation, of what {@code make demo} has left: a task in the portal,
 * the job as its owner sees it, and the report, each light and dark.
 *
 * <p>Arguments: the checkout, and the browser's program.
 */
public final class Screenshots {
  private static final int WIDTH = 1200;
  private static final int HEIGHT = 760;
  private static final int JPEG_QUALITY = 82;
  private static final double PATIENCE_MILLIS = 60_000;

  private static final String WORKER = "ann@example.com";
  private static final String PASSWORD = "Permanent-1";

  /** Looks like a trademark. */
  private static final String NOT_SHOWN = "Arches";

  private final Browser browser;
  private final Path demo;
  private final Path to;

  private Screenshots(Browser browser, Path demo, Path to) {
    this.browser = browser;
    this.demo = demo;
    this.to = to;
  }

  public static void main(String... arguments) throws Exception {
    Path root = Path.of(arguments[0]).toAbsolutePath().normalize();
    Path demo = root.resolve("target/demo");
    int port = Server.freePort();
    URI engine = URI.create("http://127.0.0.1:" + port);
    try (Server server =
            Server.start(
                "engine",
                demo.resolve("logs/screenshots.log"),
                Map.of(),
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-jar",
                    new Artifacts(root).engineJar().toString(),
                    "--host=127.0.0.1",
                    "--port=" + port,
                    "--data=" + demo.resolve("engine-data")));
        Playwright playwright =
            Playwright.create(
                new Playwright.CreateOptions()
                    .setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        Browser browser =
            playwright
                .chromium()
                .launch(
                    new BrowserType.LaunchOptions()
                        .setExecutablePath(Path.of(arguments[1]))
                        .setArgs(List.of("--no-sandbox", "--disable-gpu", "--no-first-run")))) {
      server.awaitReady(engine.resolve("/_labelops/health"));
      Screenshots screenshots = new Screenshots(browser, demo, root.resolve("docs/images"));
      try (LabeledBefore before = new LabeledBefore(engine)) {
        before.invite(WORKER, PASSWORD);
        String title = before.start(screenshots.richest());
        screenshots.take("portal", page -> screenshots.portal(page, engine, title));
        screenshots.take("owner", page -> owner(page, engine, before.job()));
      }
      screenshots.take("report", page -> page.navigate(screenshots.report()));
    }
  }

  private String report() {
    return demo.resolve("report.html").toUri().toString();
  }

  /** Once in each color scheme, in a browser that knows nothing. */
  private void take(String name, Consumer<Page> show) {
    for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
      try (BrowserContext context =
          browser.newContext(
              new Browser.NewContextOptions()
                  .setViewportSize(WIDTH, HEIGHT)
                  .setColorScheme(scheme)
                  .setReducedMotion(ReducedMotion.REDUCE))) {
        context.setDefaultTimeout(PATIENCE_MILLIS);
        Page page = context.newPage();
        show.accept(page);
        Path file = to.resolve(name + "-" + scheme.name().toLowerCase(Locale.ROOT) + ".jpg");
        page.screenshot(
            new Page.ScreenshotOptions()
                .setPath(file)
                .setType(ScreenshotType.JPEG)
                .setQuality(JPEG_QUALITY));
        System.out.println(file);
      }
    }
  }

  private List<ManifestLine> truth() {
    try {
      return OutputManifest.read(
          Files.readAllLines(demo.resolve("synthetic/truth.manifest")), SyntheticSet.ATTRIBUTE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Names of the images with the most boxes. */
  private List<String> richest() {
    return truth().stream()
        .filter(line -> boxes(line).stream().noneMatch(box -> box.label().equals(NOT_SHOWN)))
        .sorted(Comparator.comparing((ManifestLine line) -> boxes(line).size()).reversed())
        .limit(8)
        .map(ManifestLine::key)
        .toList();
  }

  private static List<Box> boxes(ManifestLine line) {
    return line.annotation().orElseThrow() instanceof Annotation.Boxes boxes
        ? boxes.boxes()
        : List.of();
  }

  private void portal(Page page, URI engine, String title) {
    page.navigate(engine.resolve("/_labelops/portal/").toString());
    page.getByLabel("User name").fill(WORKER);
    page.getByLabel("Password").fill(PASSWORD);
    button(page, "Sign in").click();
    page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName(title).setExact(true))
        .first()
        .click();
    page.waitForFunction("() => document.querySelector('portal-task')?.desk?.card?.painted");
    String object =
        (String)
            page.evaluate(
                "() => document.querySelector('portal-task').desk.card.task.input.taskObject");
    Locator image = page.frameLocator("iframe.card.front").locator(".stage img").first();
    double width = ((Number) image.evaluate("i => i.naturalWidth")).doubleValue();
    BoundingBox shown = image.boundingBox();
    List<Box> boxes =
        truth().stream()
            .filter(line -> line.key().equals(ManifestLine.key(object, false)))
            .map(Screenshots::boxes)
            .findFirst()
            .orElseThrow();
    double scale = shown.width / width;
    for (Box box : boxes) {
      page.keyboard().press(Integer.toString(SyntheticImages.labels().indexOf(box.label()) + 1));
      page.mouse().move(shown.x + box.left() * scale, shown.y + box.top() * scale);
      page.mouse().down();
      page.mouse().move(shown.x + box.left() * scale + 9, shown.y + box.top() * scale + 9);
      page.mouse()
          .move(
              shown.x + (box.left() + box.width()) * scale,
              shown.y + (box.top() + box.height()) * scale);
      page.mouse().up();
    }
    page.waitForFunction(
        "boxes => document.querySelector('portal-task').desk.card.draft?.[0]?.state?.length === boxes",
        boxes.size());
  }

  private static void owner(Page page, URI engine, String job) {
    page.navigate(engine.resolve("/_labelops/owner/jobs/eu-west-1/" + job).toString());
    page.getByLabel("Access key id").fill("test");
    page.getByLabel("Secret access key").fill("test");
    button(page, "Sign in").click();
    page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setName("Rounds"))
        .first()
        .waitFor();
  }

  private static Locator button(Page page, String name) {
    return page.getByRole(
        AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
  }
}
