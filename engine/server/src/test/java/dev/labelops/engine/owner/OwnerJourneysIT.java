package dev.labelops.engine.owner;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.FrameLocator;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.labelops.engine.Engine;
import dev.labelops.engine.EngineSettings;
import dev.labelops.engine.labeling.LabelingFixture;
import dev.labelops.engine.labeling.Person;
import dev.labelops.engine.portal.app.Chromium;
import dev.labelops.engine.portal.app.Templates;
import dev.labelops.engine.portal.app.Visit;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.sagemaker.model.LabelingJobStatus;

/** What owners do in a browser over several screens. */
class OwnerJourneysIT {
  private static final int MANY = 10_000;

  /** Tiles of a desktop screen of 800 pixels with some rows around it. */
  private static final int FEW = 80;

  /** To the end of what is loaded, again and again, until so many objects are. */
  private static final String SCROLL =
      """
      goal => {
        scrollTo(0, document.documentElement.scrollHeight);
        const tiles = [...document.querySelectorAll('a[data-index]')];
        window.most = Math.max(window.most ?? 0, tiles.length);
        return Number(tiles.at(-1).dataset.index) >= goal - 1;
      }""";

  @TempDir static Path folder;
  private static Engine engine;
  private static LabelingFixture fixture;
  private static Chromium chromium;

  @BeforeAll
  static void start() {
    chromium = Chromium.open();
    engine = Engine.start(EngineSettings.local(folder));
    fixture = LabelingFixture.open(engine, "eu-west-1");
    fixture.start("many", "TextMultiClass", fixture.texts("many", MANY), wish -> {});
    Person ann = fixture.worker("ann");
    fixture.start(
        "few",
        "TextMultiClass",
        fixture.texts("few", 6),
        wish -> Templates.classesOfTexts(fixture, wish));
    fixture.awaitTask(ann, "few");
    fixture.answerAll(
        ann,
        "few",
        input ->
            LabelingFixture.textChoice(
                input.path("taskObject").asText().endsWith("4") ? "bad" : "good"));
    fixture.awaitStatus("few", LabelingJobStatus.COMPLETED);
    fixture.awaitTask(ann, "many");
  }

  @AfterAll
  static void stop() {
    if (engine != null) {
      engine.close();
      chromium.close();
    }
  }

  private static Visit signedIn(String path) {
    Visit visit = chromium.desktop(engine.address());
    visit.page.navigate(address(path));
    visit.page.getByLabel("Access key id").fill("test");
    visit.page.getByLabel("Secret access key").fill("test");
    visit.button("Sign in").click();
    return visit;
  }

  private static String address(String path) {
    return engine.address().resolve("/_labelops/owner/" + path).toString();
  }

  /** The same over HTTP, page by page: every object once, in the order of the manifest. */
  @Test
  void tenThousandResultsArePages() {
    try (OwnerProgram owner = new OwnerProgram(engine.address())) {
      List<Integer> ids = new ArrayList<>();
      String after = "";
      do {
        var page = owner.get("jobs/eu-west-1/many/objects?limit=200" + after);
        page.path("objects").forEach(object -> ids.add(object.path("objectId").asInt()));
        after = "&after=" + page.path("next").asText();
      } while (!after.endsWith("null"));
      assertThat(ids).hasSize(MANY).isSorted();
      assertThat(new HashSet<>(ids)).hasSize(MANY);
    }
  }

  @Test
  void tenThousandResultsScrollWithFewElementsInThePage() {
    try (Visit visit = signedIn("jobs/eu-west-1/many/results")) {
      Page page = visit.page;
      assertThat(page.getByText("text 0", exact())).isVisible();
      for (int goal = 1000; goal <= MANY; goal += 1000) {
        page.waitForFunction(SCROLL, goal);
      }
      assertThat(page.locator(".count")).hasText("10,000 objects");
      assertThat(page.getByText("text 9999", exact())).isVisible();
      assertThat(((Number) page.evaluate("window.most")).intValue()).isBetween(10, FEW);
      page.evaluate("scrollTo(0, document.documentElement.scrollHeight / 2)");
      assertThat(page.locator(".tile .name").first()).containsText("49");
      assertThat(page.locator(".tile").count()).isLessThan(FEW);

      page.evaluate("scrollTo(0, 0)");
      page.locator(".tile a").first().focus();
      visit.press("End");
      assertThat(page.locator("a[data-index='9999']")).isFocused();
      visit.press("Home");
      assertThat(page.locator("a[data-index='0']")).isFocused();
      visit.press("End");
      assertThat(page.locator("a[data-index='9999']")).isFocused();
      visit.press("Enter");
      assertThat(visit.heading("Object 9999")).isVisible();
      page.goBack();
      assertThat(page.getByText("text 9999", exact())).isVisible();
      assertThat(visit.errors()).isEmpty();
    }
  }

  @Test
  void aFilterIsInTheAddressAndTheWayBackLeadsToIt() {
    try (Visit visit = signedIn("jobs/eu-west-1/few/results?label=bad")) {
      Page page = visit.page;
      Locator tiles = page.locator(".tile");
      assertThat(tiles).hasCount(1);
      assertThat(page.locator("select[name=label]")).hasValue("bad");
      page.locator("select[name=source]").focus();
      page.locator("select[name=source]").selectOption("machine");
      assertThat(visit.heading("No objects")).isVisible();
      assertThat(page).hasURL(address("jobs/eu-west-1/few/results?source=machine&label=bad"));
      assertThat(page.locator("select[name=source]")).isFocused();
      page.goBack();
      assertThat(tiles).hasCount(1);
      assertThat(page.locator("select[name=source]")).hasValue("");
      tiles.locator("a").click();
      assertThat(visit.heading("Object 4")).isVisible();
      page.goBack();
      assertThat(visit.heading("Results")).isVisible();
      assertThat(tiles).hasCount(1);
      assertThat(page.locator("select[name=label]")).hasValue("bad");
      page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Clear")).click();
      assertThat(tiles).hasCount(6);
      assertThat(page).hasURL(address("jobs/eu-west-1/few/results"));
      assertThat(page.locator("select[name=label]")).hasValue("");
      assertThat(visit.errors()).isEmpty();
    }
  }

  @Test
  void aTemplateIsTriedAndItsAnswerGoesNowhere() {
    try (Visit visit = signedIn("jobs/eu-west-1/few/template?object=3")) {
      Page page = visit.page;
      visit.button("Show").click();
      FrameLocator frame = page.frameLocator("iframe.preview");
      assertThat(frame.locator("classification-target")).hasText("text 3");
      frame.locator("input[type=radio]").nth(1).check();
      frame.locator("button[part=submit]").first().click();
      assertThat(page.getByText("would be accepted")).isVisible();
      assertThat(page.getByLabel("Answer as JSON")).containsText("\"label\": \"bad\"");
      assertThat(page.getByLabel("Label as JSON")).containsText("\"class-name\": \"bad\"");
      assertThat(visit.errors()).isEmpty();
      try (OwnerProgram owner = new OwnerProgram(engine.address())) {
        assertThat(owner.get("jobs/eu-west-1/few/objects/3").path("answers")).hasSize(1);
      }
    }
  }

  @Test
  void anOwnerUserChoosesAPasswordAndSeesTheJobs() {
    fixture.createGroup("labelops:owners");
    fixture.invite("owner@example.com");
    fixture.addToGroup("owner@example.com", "labelops:owners");
    try (Visit visit = chromium.desktop(engine.address())) {
      visit.page.navigate(address(""));
      visit.button("Sign in with a user name").click();
      visit.page.getByLabel("User name").fill("owner@example.com");
      visit.page.getByLabel("Password").fill("wrong");
      visit.button("Sign in").click();
      assertThat(visit.page.getByRole(AriaRole.ALERT)).containsText("is wrong");
      visit.signIn("owner@example.com", "Temporary-1");
      visit.page.getByLabel("New password").fill("Permanent-1");
      visit.page.getByLabel("The same again").fill("Permanent-1");
      visit.button("Set password and sign in").click();
      assertThat(visit.page.locator(".job")).hasCount(2);
      assertThat(visit.page.locator(".bar")).containsText("owner@example.com");
      visit.page.reload();
      assertThat(visit.page.locator(".job")).hasCount(2);
      visit.button("Sign out").click();
      assertThat(visit.page.getByLabel("User name")).isVisible();
      assertThat(visit.errors()).isEmpty();
    }
  }

  private static Page.GetByTextOptions exact() {
    return new Page.GetByTextOptions().setExact(true);
  }
}
