package dev.labelops.engine.owner;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.AxeResults;
import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.FrameLocator;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import dev.labelops.engine.Engine;
import dev.labelops.engine.EngineSettings;
import dev.labelops.engine.labeling.LabelingFixture;
import dev.labelops.engine.labeling.LearnableText;
import dev.labelops.engine.labeling.Person;
import dev.labelops.engine.labeling.learning.Outcome;
import dev.labelops.engine.labeling.learning.Round;
import dev.labelops.engine.portal.app.Chromium;
import dev.labelops.engine.portal.app.Templates;
import dev.labelops.engine.portal.app.Visit;
import dev.labelops.groundtruth.RoundReport;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.sagemaker.model.LabelingJobStatus;

/**
 * axe with the rules of WCAG 2.2 AA on every screen of an owner, nothing wider than the screen, and
 * an image of each in {@code target/screens}.
 */
class OwnerScreensIT {
  private static final List<String> RULES =
      List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa");
  private static final CountDownLatch REACHED = new CountDownLatch(1);
  private static final CountDownLatch HELD = new CountDownLatch(1);

  @TempDir static Path folder;
  private static Engine engine;
  private static LabelingFixture fixture;
  private static Chromium chromium;

  @BeforeAll
  static void start() {
    chromium = Chromium.open();
    engine = Engine.start(EngineSettings.local(folder), LearnableText.TYPES, OwnerScreensIT::learn);
    fixture = LabelingFixture.open(engine, "eu-west-1");
    List<Person> three = fixture.workers(3);
    automated(three);
    boxes(three);
    MarkedJobs.spans(fixture, "spans", three.subList(0, 2));
    MarkedJobs.masks(fixture, "masks", three.subList(0, 2));
    running(three);
    fixture.inviteByMail("invited@example.com");
  }

  /** Labels some in each round, and says what a learner would. */
  private static Outcome learn(Round round) throws IOException {
    if (round.number() == 0) {
      return LearnableText.nothing(round);
    }
    List<Integer> open = LearnableText.open(round);
    if (round.jobArn().endsWith("/running")) {
      round.progress("Training on 20 objects: 3 of 5 folds.");
      REACHED.countDown();
      await();
    }
    round.log("Trained on what people labeled.");
    int labeled = Math.min(open.size(), 30);
    open.subList(0, labeled).forEach(id -> round.label(id, LearnableText.label(id % 2)));
    round.model(out -> out.write(1));
    return new Outcome(
        true,
        LearnableText.training(open.subList(labeled, open.size())),
        Set.of(),
        report(round, labeled, open.size() - labeled));
  }

  private static RoundReport report(Round round, int labeled, int open) {
    return new RoundReport(
        round.number(),
        "accuracy",
        .95,
        round.number() * 20,
        20,
        List.of(),
        "linear",
        .83,
        .974,
        .951,
        .05,
        .5,
        labeled,
        open,
        labeled
            + " objects have a confidence of .83 or more: of 20 validation objects like them, .974 were right, at least .951.",
        null,
        14.2);
  }

  private static void await() {
    try {
      HELD.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void automated(List<Person> three) {
    fixture.start(
        "sentiment-of-reviews",
        "TextMultiClass",
        fixture.texts("automated", 120),
        wish -> {
          Templates.classesOfTexts(fixture, wish);
          wish.automated().human(h -> h.maxConcurrentTaskCount(20));
        });
    JsonNode task = fixture.awaitTask(three.getFirst(), "sentiment-of-reviews");
    three
        .getFirst()
        .post(
            "/_labelops/api/tasks/" + task.path("taskId").asText() + "/violations",
            LabelingFixture.json(
                "{\"violations\":[{\"directive\":\"script-src\",\"blocked\":\"https://cdn.example.com/chart.js?x=1\"}]}"));
    fixture.finish("sentiment-of-reviews", three, input -> LabelingFixture.textChoice("good"));
  }

  private static void boxes(List<Person> three) {
    StringBuilder images = new StringBuilder();
    for (int i = 0; i < 12; i++) {
      String uri = fixture.putImage("image-%d.png".formatted(i), 640, 480);
      images.append("{\"source-ref\":\"%s\"}\n".formatted(uri));
    }
    fixture.start(
        "boxes",
        "BoundingBox",
        fixture.put("boxes.manifest", images.toString()),
        wish -> wish.human(h -> h.numberOfHumanWorkersPerDataObject(3)));
    fixture.awaitTask(three.getFirst(), "boxes");
    for (int i = 0; i < three.size(); i++) {
      int shift = i;
      fixture.answerAll(three.get(i), "boxes", input -> drawn(input, shift));
    }
    fixture.awaitStatus("boxes", LabelingJobStatus.COMPLETED);
  }

  /** Two boxes; about every third image the workers differ more. */
  private static JsonNode drawn(JsonNode input, int shift) {
    String uri = input.path("taskObject").asText();
    int number = Integer.parseInt(uri.replaceAll(".*image-(\\d+)\\.png", "$1"));
    int off = shift * (number % 3 == 0 ? 40 : 4);
    return LabelingFixture.json(
        """
        {"boundingBox":{"boundingBoxes":[
          {"label":"good","left":%d,"top":60,"width":180,"height":140},
          {"label":"bad","left":360,"top":%d,"width":150,"height":120}],
         "inputImageProperties":{"width":640,"height":480}}}"""
            .formatted(80 + off, 240 + off));
  }

  private static void running(List<Person> three) {
    fixture.start(
        "running",
        "TextMultiClass",
        fixture.texts("running", 60),
        wish -> wish.automated().human(h -> h.maxConcurrentTaskCount(20)));
    Awaitility.await("a round of the job that is held")
        .atMost(LabelingFixture.DEADLINE)
        .pollInterval(Duration.ofMillis(50))
        .until(
            () -> {
              fixture.answerAll(
                  three.getFirst(), "running", input -> LabelingFixture.textChoice("bad"));
              return REACHED.getCount() == 0;
            });
  }

  @AfterAll
  static void stop() {
    HELD.countDown();
    if (engine != null) {
      engine.close();
      chromium.close();
    }
  }

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource({"desktop, LIGHT", "desktop, DARK", "phone, LIGHT", "phone, DARK"})
  void everyScreenIsCleanByWcag22AA(String size, ColorScheme scheme) {
    boolean phone = size.equals("phone");
    String view = size + "-" + scheme.name().toLowerCase(Locale.ROOT);
    try (Visit visit =
        chromium.visit(engine.address(), phone ? 390 : 1280, phone ? 844 : 800, scheme, phone)) {
      open(visit, "");
      assertThat(visit.heading("Sign in")).isVisible();
      check(visit, "sign-in", view);
      signIn(visit, "wrong");
      assertThat(visit.page.getByRole(AriaRole.ALERT)).containsText("wrong");
      check(visit, "sign-in-refused", view);
      signIn(visit, "test");
      assertThat(visit.page.locator(".job")).hasCount(5);
      check(visit, "jobs", view);
      visit.page.getByText("running", exact()).click();
      assertThat(visit.page.locator(".run")).containsText("Training on 20 objects: 3 of 5 folds.");
      check(visit, "running", view);
      open(visit, "jobs/eu-west-1/sentiment-of-reviews");
      assertThat(visit.page.locator("table.rounds")).containsText("at least .951");
      assertThat(visit.page.getByText("https://cdn.example.com/chart.js")).isVisible();
      check(visit, "job", view);
      open(visit, "jobs/eu-west-1/boxes");
      visit.page.getByText("Workers", exact()).click();
      assertThat(visit.page.locator("tbody tr")).hasCount(3);
      check(visit, "workers", view);
      results(visit, view);
      object(visit, view);
      disagreement(visit, view);
      marks(visit, view);
      template(visit, view);
      visit.page.getByText("Outbox", exact()).click();
      assertThat(visit.page.getByText("invited@example.com", exact())).isVisible();
      check(visit, "outbox", view);
      open(visit, "jobs/eu-west-1/none");
      assertThat(visit.heading("Job not found")).isVisible();
      check(visit, "no-such-job", view);
      open(visit, "nowhere");
      assertThat(visit.heading("Not found")).isVisible();
      check(visit, "not-found", view);
      visit.context().clearCookies();
      open(visit, "");
      assertThat(visit.heading("Sign in")).isVisible();
      visit.button("Sign in with a user name").click();
      check(visit, "sign-in-user", view);
      assertThat(visit.errors())
          .as("but for what the template that was tried may not load")
          .allMatch(error -> error.contains("cdn.invalid"));
    }
  }

  private static void results(Visit visit, String view) {
    open(visit, "jobs/eu-west-1/sentiment-of-reviews/results");
    visit.page.locator("select[name=source]").selectOption("machine");
    assertThat(visit.page.locator(".count")).hasText("30 objects");
    assertThat(visit.page.locator(".tile.machine").first()).isVisible();
    assertThat(visit.page.locator(".tile.human")).hasCount(0);
    check(visit, "results-texts", view);
    open(visit, "jobs/eu-west-1/boxes/results");
    assertThat(visit.page.locator(".count")).hasText("12 objects");
    assertThat(visit.page.locator(".tile").first().locator("rect.box.human")).hasCount(2);
    visit.page.waitForFunction(
        "() => [...document.querySelectorAll('.tile img')].slice(0, 4).every(i => i.naturalWidth === 640)");
    check(visit, "results", view);
    visit.page.locator("select[name=label]").selectOption("good");
    assertThat(visit.page.locator(".count")).hasText("12 objects");
    visit.page.locator("select[name=source]").selectOption("failed");
    assertThat(visit.heading("No objects")).isVisible();
    check(visit, "results-none", view);
    visit.page.locator("select[name=source]").selectOption("human");
    assertThat(visit.page.locator(".count")).hasText("12 objects");
  }

  /** Arrows lead from tile to tile, Enter opens one. */
  private static void object(Visit visit, String view) {
    visit.page.locator(".tile a").first().focus();
    visit.press("ArrowRight", "End", "ArrowLeft", "Home", "ArrowRight");
    assertThat(visit.page.locator(".tile a").nth(1)).isFocused();
    visit.press("Enter");
    assertThat(visit.heading("Object 1")).isVisible();
    assertThat(visit.page.locator("rect.box")).hasCount(8);
    assertThat(visit.page.locator("rect.box.answer")).hasCount(6);
    check(visit, "object", view);
    visit.page.locator(".layers input").nth(1).uncheck();
    assertThat(visit.page.locator("rect.box.answer")).hasCount(4);
    visit.page.getByLabel("Show the label").uncheck();
    assertThat(visit.page.locator("rect.box.human")).hasCount(0);
    visit.page.goBack();
    assertThat(visit.heading("Results")).isVisible();
  }

  /** The label and the answers side by side; what is chosen leaves the label as it is. */
  private static void disagreement(Visit visit, String view) {
    visit.page.getByText("Disagreement", exact()).first().click();
    Locator objects = visit.page.locator(".queue > li");
    assertThat(objects).hasCount(12);
    assertThat(objects.first().locator(".sides > li")).hasCount(4);
    assertThat(objects.first().locator("rect.box.answer")).hasCount(6);
    List<String> names = visit.page.locator(".queue h2").allTextContents();
    assertThat(names.subList(0, 4))
        .as("those that the workers drew differently")
        .containsExactly("Object 0", "Object 3", "Object 6", "Object 9");
    press(objects.nth(1), "Label again");
    press(objects.nth(0), "Fix");
    press(objects.nth(2), "Accept");
    assertThat(visit.button("Write accepted manifest (1)")).isEnabled();
    visit.page.waitForFunction(
        "() => [...document.querySelectorAll('.queue img')].slice(0, 4).every(i => i.naturalWidth === 640)");
    // Wherever else it is scrolled to, the bar that stays in sight covers some of the buttons.
    visit.page.evaluate("scrollTo(0, 0)");
    check(visit, "disagreement", view);
    visit.button("Write adjustment manifest (2)").click();
    visit.page.evaluate("scrollTo(0, 0)");
    assertThat(fixture.readLines(written(visit, "/label-again/")))
        .hasSize(2)
        .allMatch(line -> line.path("kind").path("annotations").size() == 2);
    check(visit, "labeled-again", view);
    visit.button("Write accepted manifest (1)").click();
    assertThat(fixture.readLines(written(visit, "/accepted/"))).hasSize(12);
    // The next round of this test begins without.
    press(objects.nth(2), "Accepted");
    assertThat(visit.button("Write accepted manifest (0)")).isDisabled();
  }

  private static void press(Locator object, String text) {
    Locator button =
        object.locator(
            ".sides button",
            new Locator.LocatorOptions().setHasText(Pattern.compile("^" + text + ":")));
    String before = button.first().getAttribute("aria-pressed");
    button.first().click();
    if (before.equals("false")) {
      assertThat(object.locator("button[aria-pressed=true]")).hasCount(1);
    }
  }

  private static String written(Visit visit, String part) {
    Locator manifest = visit.page.locator(".written code");
    assertThat(manifest).containsText(part);
    return manifest.textContent().substring(fixture.uri("").length());
  }

  /** Spans are marked in each text, masks tint each image. */
  private static void marks(Visit visit, String view) {
    open(visit, "jobs/eu-west-1/spans/disagreement");
    Locator first = visit.page.locator(".queue > li").first();
    assertThat(first.locator(".sides > li")).hasCount(3);
    assertThat(first.locator(".sides > li").last().locator("mark"))
        .hasText(new String[] {"AnaPerson", "OsloCity", "BoPerson", "RomeCity"});
    check(visit, "disagreement-spans", view);
    open(visit, "jobs/eu-west-1/spans/objects/1");
    assertThat(visit.page.locator(".layers mark")).hasCount(7);
    check(visit, "object-spans", view);
    open(visit, "jobs/eu-west-1/masks/results");
    awaitMasks(visit, 2);
    check(visit, "results-masks", view);
    open(visit, "jobs/eu-west-1/masks/disagreement");
    awaitMasks(visit, 3);
    visit.page.evaluate("scrollTo(0, 0)");
    check(visit, "disagreement-masks", view);
    open(visit, "jobs/eu-west-1/masks/objects/1");
    awaitMasks(visit, 3);
    check(visit, "object-masks", view);
    visit.page.getByLabel("Show the label").uncheck();
    assertThat(visit.page.locator("img.mask")).hasCount(2);
  }

  private static void awaitMasks(Visit visit, int most) {
    visit.page.waitForFunction(
        "most => { const masks = [...document.querySelectorAll('img.mask')].slice(0, most); return masks.length === most && masks.every(mask => mask.naturalWidth === 320) }",
        most);
  }

  /** What a worker would see; the answer is shown and goes nowhere. */
  private static void template(Visit visit, String view) {
    open(visit, "jobs/eu-west-1/sentiment-of-reviews/template?object=3");
    check(visit, "template", view);
    visit.button("Show").click();
    FrameLocator frame = visit.page.frameLocator("iframe.preview");
    assertThat(frame.locator("classification-target")).hasText("text 3");
    frame.locator("input[type=radio]").nth(1).check();
    frame.locator("button[part=submit]").first().click();
    assertThat(visit.page.getByText("would be accepted")).isVisible();
    assertThat(visit.page.getByLabel("Answer as JSON")).containsText("\"label\": \"bad\"");
    assertThat(visit.page.getByLabel("Label as JSON")).containsText("\"class-name\": \"bad\"");
    check(visit, "template-answered", view);
    visit.page.getByLabel("pasted text").check();
    visit
        .page
        .getByLabel("Text of the template")
        .fill("<p>{{ task.input.taskObject }}</p><script src='http://cdn.invalid/x.js'></script>");
    visit.button("Show again").click();
    assertThat(frame.locator("p")).hasText("text 3");
    assertThat(visit.page.getByText("http://cdn.invalid/x.js")).isVisible();
    check(visit, "template-blocked", view);
    visit.page.getByLabel("Text of the template").fill("{% if %}");
    visit.button("Show again").click();
    assertThat(visit.page.getByRole(AriaRole.ALERT)).containsText("template");
    check(visit, "template-refused", view);
  }

  private static Page.GetByTextOptions exact() {
    return new Page.GetByTextOptions().setExact(true);
  }

  private static void open(Visit visit, String path) {
    visit.page.navigate(engine.address().resolve("/_labelops/owner/" + path).toString());
  }

  private static void signIn(Visit visit, String secret) {
    visit.page.getByLabel("Access key id").fill("test");
    visit.page.getByLabel("Secret access key").fill(secret);
    visit.button("Sign in").click();
  }

  private static void check(Visit visit, String screen, String view) {
    visit.page.screenshot(
        new Page.ScreenshotOptions()
            .setFullPage(true)
            .setPath(Path.of("target/screens", "owner-" + screen + "-" + view + ".png")));
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
