package dev.labelops.engine.portal.app;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.ColorScheme;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * A real browser for the portal: Chromium of {@code LABELOPS_BROWSER}, else of the path. Where
 * there is none, the tests are skipped with that reason.
 */
public final class Chromium implements AutoCloseable {
  /** Of a condition; a busy machine starts no page within seconds. */
  static final double PATIENCE_MILLIS = 90_000;

  private final Playwright playwright;
  private final Browser browser;

  private Chromium(Path program) {
    playwright =
        Playwright.create(
            new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    browser =
        playwright
            .chromium()
            .launch(
                new BrowserType.LaunchOptions()
                    .setTimeout(PATIENCE_MILLIS)
                    .setExecutablePath(program)
                    .setArgs(
                        List.of(
                            "--no-sandbox",
                            "--disable-gpu",
                            "--disable-background-networking",
                            "--no-first-run")));
  }

  public static Chromium open() {
    Optional<Path> program = find();
    Assumptions.assumeTrue(
        program.isPresent(),
        "No Chromium on the path: install the package chromium, or set LABELOPS_BROWSER");
    PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE_MILLIS);
    return new Chromium(program.get());
  }

  private static Optional<Path> find() {
    String named = System.getenv("LABELOPS_BROWSER");
    return Stream.concat(
            Stream.ofNullable(named).filter(name -> !name.isBlank()),
            Stream.of("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome"))
        .flatMap(
            name ->
                name.contains("/")
                    ? Stream.of(Path.of(name))
                    : Stream.of(System.getenv("PATH").split(java.io.File.pathSeparator))
                        .map(folder -> Path.of(folder, name)))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** A desk of 1280 x 800 pixels. */
  public Visit desktop(URI engine) {
    return visit(engine, 1280, 800, ColorScheme.LIGHT, false);
  }

  /** A phone of 390 x 844 pixels, with fingers. */
  public Visit phone(URI engine) {
    return visit(engine, 390, 844, ColorScheme.LIGHT, true);
  }

  public String version() {
    return browser.version();
  }

  /** The desk at a zoom of 200%: half as many CSS pixels, each of four. */
  public Visit zoomed(URI engine) {
    return new Visit(context(options(640, 400, ColorScheme.LIGHT).setDeviceScaleFactor(2)), engine);
  }

  /** A browser profile of its own: nothing is signed in, nothing is stored. */
  public Visit visit(URI engine, int width, int height, ColorScheme scheme, boolean touch) {
    return new Visit(context(width, height, scheme, touch), engine);
  }

  /** As for a visit, but for any page. */
  public BrowserContext context(int width, int height, ColorScheme scheme, boolean touch) {
    return context(options(width, height, scheme).setHasTouch(touch).setIsMobile(touch));
  }

  private static Browser.NewContextOptions options(int width, int height, ColorScheme scheme) {
    return new Browser.NewContextOptions().setViewportSize(width, height).setColorScheme(scheme);
  }

  private BrowserContext context(Browser.NewContextOptions options) {
    BrowserContext context = browser.newContext(options);
    context.setDefaultTimeout(PATIENCE_MILLIS);
    return context;
  }

  @Override
  public void close() {
    browser.close();
    playwright.close();
  }
}
