package dev.labelops.engine.portal.app;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.AxeResults;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ForcedColors;
import com.microsoft.playwright.options.ReducedMotion;
import dev.labelops.engine.Engine;
import dev.labelops.engine.EngineSettings;
import dev.labelops.engine.labeling.LabelingFixture;
import dev.labelops.engine.labeling.Person;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * axe with the rules of WCAG 2.2 AA on every screen of a worker, nothing wider than the screen, and
 * an image of each in {@code target/screens}.
 */
class ScreensIT {
  private static final List<String> RULES =
      List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa");

  @TempDir static Path folder;
  private static Engine engine;
  private static LabelingFixture fixture;
  private static Chromium chromium;

  @BeforeAll
  static void start() {
    chromium = Chromium.open();
    engine = Engine.start(EngineSettings.local(folder));
    fixture = LabelingFixture.open(engine, "eu-west-1");
    StringBuilder images = new StringBuilder();
    for (int i = 0; i < 30; i++) {
      String uri = fixture.putImage("image-%d.png".formatted(i), 800, 600);
      images.append("{\"source-ref\":\"%s\"}\n".formatted(uri));
    }
    fixture.start(
        "boxes",
        "BoundingBox",
        fixture.put("boxes.manifest", images.toString()),
        wish -> {
          wish.human(
              h ->
                  h.taskTitle("Draw a box around each logo")
                      .taskDescription("Logos of companies on photographs of shop windows")
                      .taskKeywords("images", "boxes", "logos"));
          Templates.boxes(fixture, wish);
        });
    fixture.start(
        "texts",
        "TextMultiClass",
        fixture.texts("texts", 40),
        wish -> {
          wish.human(
              h ->
                  h.taskTitle("Is the review positive?")
                      .taskDescription("One sentence at a time")
                      .taskTimeLimitInSeconds(3600));
          Templates.classesOfTexts(fixture, wish);
        });
  }

  @AfterAll
  static void stop() {
    if (engine != null) {
      engine.close();
      chromium.close();
    }
  }

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource({"desktop, LIGHT", "desktop, DARK", "phone, LIGHT", "phone, DARK"})
  void everyScreenIsCleanByWcag22AA(String size, ColorScheme scheme) {
    boolean phone = size.equals("phone");
    String view = size + "-" + scheme.name().toLowerCase();
    String email = "worker-" + view + "@example.com";
    fixture.invite(email);
    fixture.addToTeam(email);
    try (Visit visit =
        chromium.visit(engine.address(), phone ? 390 : 1280, phone ? 844 : 800, scheme, phone)) {
      visit.open("");
      assertThat(visit.heading("Sign in")).isVisible();
      check(visit, "sign-in", view);
      visit.signIn(email, "wrong");
      assertThat(visit.page.getByRole(com.microsoft.playwright.options.AriaRole.ALERT))
          .containsText("wrong");
      check(visit, "sign-in-refused", view);
      visit.signIn(email, "Temporary-1");
      assertThat(visit.page.getByLabel("New password")).isVisible();
      check(visit, "new-password", view);
      visit.choosePassword("Permanent-1");
      assertThat(visit.page.locator(".job").first()).isVisible();
      check(visit, "jobs", view);
      visit.open("nowhere");
      assertThat(visit.heading("Not found")).isVisible();
      check(visit, "not-found", view);
      visit.open("");
      task(visit, phone, view);
      visit.page.evaluate("document.querySelector('portal-task').stop()");
      taskOfTexts(visit, view);
    }
  }

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource({"desktop, LIGHT", "phone, DARK"})
  void soIsEveryScreenOnWhichSomethingIsMissing(String size, ColorScheme scheme) {
    boolean phone = size.equals("phone");
    String view = size + "-" + scheme.name().toLowerCase();
    String job = "last-" + view;
    start(job, 2);
    signedUp("last-" + view);
    fixture.invite("alone-" + view + "@example.com");
    try (Visit visit =
        chromium.visit(engine.address(), phone ? 390 : 1280, phone ? 844 : 800, scheme, phone)) {
      visit.page.route("**/sessions/current", Route::abort);
      visit.open("");
      assertThat(visit.heading("The portal cannot be reached")).isVisible();
      check(visit, "unreachable", view);
      visit.page.unroute("**/sessions/current");
      visit.button("Try again").click();
      visit.signIn("last-" + view + "@example.com", "Permanent-1").openJob(job).awaitImage();
      troubles(visit, view);
      visit.submit();
      visit.awaitImage();
      visit.submit();
      visit.awaitNothingToLabel();
      check(visit, "nothing-to-label", view);
    }
    try (Visit visit =
        chromium.visit(engine.address(), phone ? 390 : 1280, phone ? 844 : 800, scheme, phone)) {
      visit.open("").signIn("alone-" + view + "@example.com", "Temporary-1");
      visit.choosePassword("Permanent-1");
      assertThat(visit.heading("Nothing to label now")).isVisible();
      check(visit, "no-jobs", view);
    }
  }

  private static void troubles(Visit visit, String view) {
    visit.find("button:text-is('Image…')").click();
    check(visit, "image", view);
    visit.press("Escape", "F1");
    assertThat(visit.find("full-instructions")).isVisible();
    check(visit, "instructions", view);
    visit.press("Escape");
    card(visit, "card.refused = 'boundingBox.boundingBoxes[0] is outside the image.'");
    check(visit, "refused", view);
    card(visit, "card.refused = ''; card.stalled = true");
    check(visit, "stalled", view);
    card(visit, "card.stalled = false; card.blocked.add('https://example.com/logo.png (img-src)')");
    visit.button("Not loaded: 1").click();
    check(visit, "not-loaded", view);
    visit.press("Escape");
    visit.context().setOffline(true);
    assertThat(visit.page.locator(".offline")).isVisible();
    check(visit, "offline", view);
    visit.context().setOffline(false);
    assertThat(visit.page.locator(".offline")).hasCount(0);
  }

  /** Puts the task in front into a state that is hard to cause, and shows it. */
  private static void card(Visit visit, String change) {
    visit.page.evaluate(
        "() => { const task = document.querySelector('portal-task'); const {card} = task.desk; "
            + change
            + "; task.requestUpdate(); return task.updateComplete; }");
  }

  /** 1280 x 800 pixels at 200%. */
  @Test
  void at200PercentTheTaskIsWholeAndEveryActIsWithinReach() {
    start("zoomed", 1);
    signedUp("zoomed");
    try (Visit visit = chromium.zoomed(engine.address())) {
      visit.open("").signIn("zoomed@example.com", "Permanent-1");
      visit.openJob("zoomed").awaitImage();
      visit.drag(100, 100, 400, 300);
      check(visit, "task", "zoomed");
      assertThat(bottom(visit.find("button[part=submit]"))).isLessThanOrEqualTo(400);
      var stage = visit.find(".stage").boundingBox();
      assertThat(Math.min(400, stage.y + stage.height) - stage.y).isGreaterThan(120);
      visit.page.locator("button.more").click();
      check(visit, "more", "zoomed");
      for (String act : List.of("Stop and resume later", "Release task", "Decline task")) {
        assertThat(bottom(visit.page.locator("#more").getByText(act))).isLessThanOrEqualTo(400);
      }
      visit.press("Escape");
      visit.page.locator("button[aria-label='Shortcuts and settings']").click();
      visit.page.getByLabel("Appearance").scrollIntoViewIfNeeded();
      check(visit, "shortcuts", "zoomed");
    }
    fixture.sageMaker.stopLabelingJob(b -> b.labelingJobName("zoomed"));
  }

  private static double bottom(Locator locator) {
    var box = locator.boundingBox();
    return box.y + box.height;
  }

  @Test
  void withForcedColoursAndReducedMotionTheTaskShowsWhatItShowsOtherwise() {
    start("forced", 1);
    signedUp("forced");
    try (Visit visit = chromium.desktop(engine.address())) {
      visit.page.emulateMedia(
          new Page.EmulateMediaOptions()
              .setForcedColors(ForcedColors.ACTIVE)
              .setReducedMotion(ReducedMotion.REDUCE));
      visit.open("").signIn("forced@example.com", "Permanent-1");
      visit.openJob("forced").awaitImage();
      visit.drag(100, 100, 400, 300);
      check(visit, "task", "forced-colours");
      String outline = "e => getComputedStyle(e).outlineStyle";
      assertThat(visit.find(".labels button[aria-pressed=true]").evaluate(outline))
          .isEqualTo("solid");
      assertThat(visit.find(".labels button[aria-pressed=false]").evaluate(outline))
          .isEqualTo("none");
      String stroke = "e => getComputedStyle(e).stroke";
      assertThat(visit.find(".shape .line").evaluate(stroke)).isEqualTo("rgb(31, 119, 180)");
      visit.button("Release task").click();
      // The message of a released task would rise otherwise.
      var toast = visit.page.locator(".toast").first();
      assertThat(toast).isVisible();
      assertThat(visit.page.evaluate("document.getAnimations().length")).isEqualTo(0);
      assertThat(toast).hasCSS("animation-name", "none");
      visit.page.locator("button[aria-label='Shortcuts and settings']").click();
      check(visit, "shortcuts", "forced-colours");
    }
    fixture.sageMaker.stopLabelingJob(b -> b.labelingJobName("forced"));
  }

  private static void start(String job, int images) {
    StringBuilder manifest = new StringBuilder();
    for (int i = 0; i < images; i++) {
      String uri = fixture.putImage("%s-%d.png".formatted(job, i), 800, 600);
      manifest.append("{\"source-ref\":\"%s\"}\n".formatted(uri));
    }
    fixture.start(
        job,
        "BoundingBox",
        fixture.put(job + ".manifest", manifest.toString()),
        wish -> {
          wish.human(h -> h.taskTitle(job));
          Templates.boxes(fixture, wish);
        });
  }

  private static void signedUp(String name) {
    String email = name + "@example.com";
    fixture.invite(email);
    fixture.addToTeam(email);
    Person.signedIn(engine.address(), email, "Temporary-1", "Permanent-1");
  }

  private static void task(Visit visit, boolean phone, String view) {
    visit.openJob("Draw a box around each logo").awaitImage();
    visit.drag(100, 100, 400, 300);
    visit.awaitNextReady();
    check(visit, "task", view);
    var submit = visit.find("button[part=submit]").boundingBox();
    assertThat(submit.y + submit.height).isLessThanOrEqualTo(phone ? 844 : 800);
    visit.submit();
    assertThat(visit.button("Undo submit")).isVisible();
    check(visit, "undo", view);
    visit.page.locator("button[aria-label='Shortcuts and settings']").click();
    check(visit, "shortcuts", view);
    visit.press("Escape");
    if (phone) {
      visit.page.locator("button.more").click();
      check(visit, "more", view);
      visit.press("Escape");
    }
    visit.press("Alt+d");
    assertThat(visit.page.locator("dialog")).isVisible();
    check(visit, "decline", view);
    visit.press("Escape");
    try (Visit other = visit.tab()) {
      other.open("jobs/boxes");
      assertThat(other.heading("This job is open in another tab")).isVisible();
      check(other, "elsewhere", view);
    }
  }

  private static void taskOfTexts(Visit visit, String view) {
    visit.openJob("Is the review positive?");
    assertThat(visit.find("classification-target")).isVisible();
    check(visit, "text-task", view);
    visit.page.evaluate(
        "const desk = document.querySelector('portal-task').desk; desk.freeze(desk.card, {reason: 'expired', message: 'The time limit of this task has passed, so it went back. Your work is still here.'})");
    check(visit, "task-gone", view);
    visit.context().clearCookies();
    // The portal may find out by itself before this click, which its dialog would then cover.
    visit.button("Take it again").dispatchEvent("click");
    assertThat(visit.page.locator("dialog")).containsText("Your session has ended");
    check(visit, "session-ended", view);
    visit.page.getByLabel("Password").fill("Permanent-1");
    visit.button("Sign in").click();
    assertThat(visit.page.locator("dialog")).hasCount(0);
    visit.open("jobs/none");
    assertThat(visit.heading("This task cannot be opened")).isVisible();
    check(visit, "no-such-job", view);
  }

  private static void check(Visit visit, String screen, String view) {
    // Dialogs and messages move for a moment where people allow it: not while they are judged.
    visit.page.evaluate("Promise.all(document.getAnimations().map(a => a.finished))");
    visit.screenshot(screen + "-" + view);
    AxeResults results = new AxeBuilder(visit.page).withTags(RULES).analyze();
    assertThat(results.getViolations())
        .as(
            "%s %s: %s",
            screen,
            view,
            results.getViolations().stream()
                .map(
                    rule ->
                        rule.getId()
                            + ": "
                            + rule.getNodes().stream().map(node -> node.getHtml()).toList())
                .toList())
        .isEmpty();
    assertThat(visit.page.evaluate("document.documentElement.scrollWidth <= innerWidth"))
        .as("%s %s is no wider than the screen", screen, view)
        .isEqualTo(true);
  }
}
