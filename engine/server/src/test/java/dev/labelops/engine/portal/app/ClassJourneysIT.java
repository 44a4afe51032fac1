package dev.labelops.engine.portal.app;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.AriaRole;
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
import software.amazon.awssdk.services.cognitoidentityprovider.model.MessageActionType;
import software.amazon.awssdk.services.cognitoidentityprovider.model.UsernameAttributeType;
import software.amazon.awssdk.services.sagemaker.model.LabelingJobStatus;

/**
 * Classes by digits, one key for each task, undo over Submit, decline and release, in a browser.
 */
class ClassJourneysIT {
  @TempDir static Path folder;
  private static Engine engine;
  private static LabelingFixture fixture;
  private static Chromium chromium;

  @BeforeAll
  static void start() {
    chromium = Chromium.open();
    engine = Engine.start(EngineSettings.local(folder));
    fixture = LabelingFixture.open(engine, "eu-west-1");
    fixture.invite("ann@example.com");
    fixture.addToTeam("ann@example.com");
    Person.signedIn(engine.address(), "ann@example.com", "Temporary-1", "Permanent-1");
  }

  @AfterAll
  static void stop() {
    if (engine != null) {
      engine.close();
      chromium.close();
    }
  }

  /** Starts a job and opens its first task as Ann. */
  private static Visit ann(String job, int texts) {
    fixture.start(
        job,
        "TextMultiClass",
        fixture.texts(job, texts),
        wish -> {
          wish.human(h -> h.taskTitle(job));
          Templates.classesOfTexts(fixture, wish);
        });
    Visit ann = chromium.desktop(engine.address());
    ann.open("").signIn("ann@example.com", "Permanent-1");
    ann.openJob(job);
    return ann;
  }

  private static String text(Visit visit) {
    return visit.find("classification-target").innerText().strip();
  }

  private static void awaitOther(Visit visit, String before) {
    visit.awaitOther("classification-target", before);
  }

  /** The class of each text of the finished job, in the order of the texts. */
  private static List<String> classes(String job) {
    fixture.awaitStatus(job, LabelingJobStatus.COMPLETED);
    List<JsonNode> lines = fixture.readLines("output/" + job + "/manifests/output/output.manifest");
    return lines.stream()
        .map(line -> line.path("kind-metadata").path("class-name").asText())
        .toList();
  }

  @Test
  void digitsChooseAndControlEnterSubmits() {
    try (Visit ann = ann("digits", 4)) {
      for (int i = 0; i < 4; i++) {
        String before = text(ann);
        ann.press(before.endsWith("1") || before.endsWith("3") ? "2" : "1", "Control+Enter");
        if (i < 3) {
          awaitOther(ann, before);
        }
      }
      ann.awaitNothingToLabel();
      assertThat(ann.errors()).isEmpty();
    }
    assertThat(classes("digits")).containsExactly("good", "bad", "good", "bad");
  }

  @Test
  void withSubmitOnChoiceADigitIsATaskAndTheChoiceLasts() {
    try (Visit ann = ann("one-key", 5)) {
      ann.page.locator("button[aria-label='Shortcuts and settings']").click();
      ann.page.getByLabel("Submit as soon as a category is chosen").check();
      ann.press("Escape");
      ann.page.reload();
      ann.awaitTask();
      for (int i = 0; i < 5; i++) {
        String before = text(ann);
        ann.press("2");
        if (i < 4) {
          awaitOther(ann, before);
        }
      }
      ann.awaitNothingToLabel();
    }
    assertThat(classes("one-key")).containsOnly("bad").hasSize(5);
  }

  @Test
  void withoutSingleKeysADigitDoesNothing() {
    try (Visit ann = ann("no-single-keys", 1)) {
      ann.page.locator("button[aria-label='Shortcuts and settings']").click();
      ann.page.getByLabel("Shortcuts of a single character").uncheck();
      ann.press("Escape");
      ann.page.locator("iframe.card.front").focus();
      ann.press("2");
      ann.press("Control+Enter");
      assertThat(ann.find("crowd-form [role=alert]")).containsText("is missing");
      assertThat(ann.frame().locator("input:checked")).hasCount(0);
    }
    fixture.sageMaker.stopLabelingJob(b -> b.labelingJobName("no-single-keys"));
  }

  @Test
  void aSubmittedAnswerCanBeUndoneUntilItIsSent() {
    try (Visit ann = ann("undo", 2)) {
      String first = text(ann);
      ann.awaitNextReady();
      ann.press("1", "Control+Enter");
      awaitOther(ann, first);
      assertThat(ann.page.locator(".saving")).isVisible();
      ann.press("Alt+z");
      assertThat(ann.find("classification-target")).hasText(first);
      // The choice is still there; it is corrected, and both answers are sent.
      assertThat(ann.find("input[value=good]")).isChecked();
      ann.press("2", "Control+Enter");
      awaitOther(ann, first);
      ann.press("2", "Control+Enter");
      ann.awaitNothingToLabel();
    }
    assertThat(classes("undo")).containsExactly("bad", "bad");
  }

  @Test
  void theUndoneTaskComesBackByControlZToo() {
    try (Visit ann = ann("undo-z", 2)) {
      String first = text(ann);
      ann.awaitNextReady();
      ann.press("1", "Control+Enter");
      awaitOther(ann, first);
      ann.press("Control+z");
      assertThat(ann.find("classification-target")).hasText(first);
      assertThat(ann.page.locator(".saving")).hasCount(0);
    }
    fixture.sageMaker.stopLabelingJob(b -> b.labelingJobName("undo-z"));
  }

  @Test
  void theLastWorkerDeclinesAndTheObjectFails() {
    try (Visit ann = ann("declined", 2)) {
      String first = text(ann);
      ann.press("Alt+d");
      assertThat(ann.page.locator("dialog")).containsText("cannot be undone");
      ann.button("Keep it").click();
      assertThat(ann.find("classification-target")).hasText(first);
      ann.button("Decline task").click();
      ann.page.locator("dialog").locator("button.primary").click();
      awaitOther(ann, first);
      ann.press("1", "Control+Enter");
      ann.awaitNothingToLabel();
    }
    fixture.awaitStatus("declined", LabelingJobStatus.COMPLETED);
    var counters = fixture.describe("declined").labelCounters();
    assertThat(counters.humanLabeled()).isEqualTo(1);
    assertThat(counters.failedNonRetryableError()).isEqualTo(1);
  }

  @Test
  void aReleasedTaskIsOfferedAgain() {
    try (Visit ann = ann("released", 1)) {
      String first = text(ann);
      // From the bar: a key that removes the frame that has it may never be answered.
      ann.press("2").page.locator("button.help").focus();
      ann.press("Alt+r");
      assertThat(ann.page.getByText("Task released.").first()).isAttached();
      ann.awaitTask();
      assertThat(ann.find("classification-target")).hasText(first);
      // What was chosen comes back with the object.
      assertThat(ann.find("input[value=bad]")).isChecked();
      ann.press("1", "Control+Enter");
      ann.awaitNothingToLabel();
    }
    assertThat(classes("released")).containsExactly("good");
  }

  @Test
  void instructionsFoldOnceTheyAreKnownAndOpenAgainWhenTheyChange() {
    try (Visit ann = ann("known", 6)) {
      for (int i = 0; i < 3; i++) {
        assertThat(instructions(ann)).hasAttribute("open", "");
        answerAndGoOn(ann);
      }
      assertThat(instructions(ann)).not().hasAttribute("open", "");
      ann.page.reload();
      ann.awaitTask();
      assertThat(instructions(ann)).not().hasAttribute("open", "");
      ann.press("F1");
      assertThat(ann.find("full-instructions")).isVisible();
      ann.press("Escape");
      // As if she had learned others in an earlier task of this job.
      ann.page.evaluate(
          "const key = 'labelops.read.' + document.querySelector('portal-task').around.sub;"
              + " localStorage.setItem(key, localStorage.getItem(key).replace(/\"hash\":\"\\w+\"/, '\"hash\":\"0\"'))");
      ann.page.reload();
      ann.awaitTask();
      assertThat(instructions(ann)).hasAttribute("open", "");
      assertThat(ann.page.locator(".toast").last()).containsText("The instructions have changed.");
      ann.button("Read them").click();
      assertThat(ann.find("full-instructions")).isVisible();
    }
    fixture.sageMaker.stopLabelingJob(b -> b.labelingJobName("known"));
  }

  private static Locator instructions(Visit visit) {
    return visit.find(".awsui-app-layout__navigation details");
  }

  private static void answerAndGoOn(Visit visit) {
    String before = text(visit);
    visit.awaitNextReady();
    visit.press("1", "Control+Enter");
    awaitOther(visit, before);
  }

  @Test
  void aTaskThatSomebodyReleasesAppearsByItself() {
    fixture.start(
        "appears",
        "TextMultiClass",
        fixture.texts("appears", 1),
        wish -> Templates.classesOfTexts(fixture, wish));
    Person bob = fixture.worker("bob-appears");
    String task = fixture.awaitTask(bob, "appears").path("taskId").asText();
    try (Visit ann = chromium.desktop(engine.address())) {
      ann.open("jobs/appears").signIn("ann@example.com", "Permanent-1");
      assertThat(ann.heading("Nothing to label now")).isVisible();
      assertThat(bob.release(task).status()).isEqualTo(204);
      ann.awaitTask();
      ann.press("1", "Control+Enter");
      ann.awaitNothingToLabel();
    }
    assertThat(classes("appears")).containsExactly("good");
  }

  @Test
  void theSignInAddressOfAnAppClientIsForItsUserPool() {
    // The same person in two pools of one account: the name alone says too little.
    fixture.invite("twice@example.com");
    String pool =
        fixture
            .cognito
            .createUserPool(
                b -> b.poolName("second").usernameAttributes(UsernameAttributeType.EMAIL))
            .userPool()
            .id();
    String client =
        fixture
            .cognito
            .createUserPoolClient(b -> b.userPoolId(pool).clientName("portal"))
            .userPoolClient()
            .clientId();
    fixture.cognito.adminCreateUser(
        b ->
            b.userPoolId(pool)
                .username("twice@example.com")
                .temporaryPassword("Temporary-2")
                .messageAction(MessageActionType.SUPPRESS));
    try (Visit twice = chromium.desktop(engine.address())) {
      twice.open("").signIn("twice@example.com", "Temporary-2");
      assertThat(twice.page.getByRole(AriaRole.ALERT)).containsText("wrong");
      twice.page.navigate(
          engine
              .address()
              .resolve("/login?client_id=%s&response_type=code".formatted(client))
              .toString());
      twice.signIn("twice@example.com", "Temporary-2").choosePassword("Permanent-2");
      assertThat(twice.heading("Nothing to label now")).isVisible();
    }
  }

  @Test
  void stopAndResumeLaterKeepsTaskAndDraft() {
    try (Visit ann = ann("stopped", 1)) {
      ann.press("2").page.locator("button.help").focus();
      ann.press("Alt+s");
      assertThat(ann.heading("Jobs").first()).isVisible();
      assertThat(ann.page.getByText("Unfinished work is kept")).isVisible();
      ann.openJob("stopped");
      assertThat(ann.find("input[value=bad]")).isChecked();
      ann.press("Control+Enter");
      ann.awaitNothingToLabel();
    }
    assertThat(classes("stopped")).containsExactly("bad");
  }
}
