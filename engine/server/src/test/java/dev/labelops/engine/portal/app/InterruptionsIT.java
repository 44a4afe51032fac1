package dev.labelops.engine.portal.app;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import dev.labelops.engine.EngineMain;
import dev.labelops.engine.EngineProcess;
import dev.labelops.engine.labeling.JobRequest;
import dev.labelops.engine.labeling.LabelingFixture;
import dev.labelops.engine.labeling.Person;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.sagemaker.model.LabelingJobStatus;

/**
 * Nothing of a worker's work is lost and no answer counts twice: two tabs, a reload, no connection,
 * an engine that is killed, an expired lease, a stopped job, an ended session.
 */
class InterruptionsIT {
  @TempDir static Path folder;
  private static int port;
  private static EngineProcess engine;
  private static LabelingFixture fixture;
  private static Chromium chromium;

  @BeforeAll
  static void start() throws Exception {
    chromium = Chromium.open();
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    startEngine();
    fixture = LabelingFixture.open(engine.address(), "eu-west-1");
    fixture.invite("ann@example.com");
    fixture.addToTeam("ann@example.com");
    Person.signedIn(engine.address(), "ann@example.com", "Temporary-1", "Permanent-1");
  }

  private static void startEngine() throws IOException {
    engine =
        EngineProcess.start(
            EngineMain.class,
            List.of("--port", String.valueOf(port), "--data", folder.toString()),
            List.of());
  }

  @AfterAll
  static void stop() throws InterruptedException {
    if (engine != null) {
      engine.close();
      chromium.close();
    }
  }

  private static Visit boxes(String job, int images, Consumer<JobRequest> wishes) {
    StringBuilder manifest = new StringBuilder();
    for (int i = 0; i < images; i++) {
      String uri = fixture.putImage("%s-%d.png".formatted(job, i), 400, 300);
      manifest.append("{\"source-ref\":\"%s\"}\n".formatted(uri));
    }
    fixture.start(
        job,
        "BoundingBox",
        fixture.put(job + ".manifest", manifest.toString()),
        wish -> {
          wish.human(h -> h.taskTitle(job));
          Templates.boxes(fixture, wish);
          wishes.accept(wish);
        });
    Visit ann = chromium.desktop(engine.address());
    ann.open("").signIn("ann@example.com", "Permanent-1");
    ann.openJob(job).awaitImage();
    return ann;
  }

  private static void assertBoxes(String job, int... boxes) {
    fixture.awaitStatus(job, LabelingJobStatus.COMPLETED);
    List<JsonNode> lines = fixture.readLines("output/" + job + "/manifests/output/output.manifest");
    assertThat(lines)
        .extracting(line -> line.path("kind").path("annotations").size())
        .as("a job gives its objects out in a random order")
        .containsExactlyInAnyOrder(Arrays.stream(boxes).boxed().toArray(Integer[]::new));
  }

  private static void assertDrawn(Visit visit, int boxes) {
    assertThat(visit.frame().locator(".list li")).hasCount(boxes);
  }

  @Test
  void aReloadInTheMiddleLosesNothing() {
    try (Visit ann = boxes("reload", 1, wish -> {})) {
      ann.drag(50, 50, 150, 150).drag(200, 100, 300, 200);
      assertDrawn(ann, 2);
      ann.awaitKept(2);
      ann.page.reload();
      ann.awaitImage();
      assertDrawn(ann, 2);
      assertThat(ann.page.locator(".toast")).containsText("is restored");
      ann.submit();
      ann.awaitNothingToLabel();
    }
    assertBoxes("reload", 2);
  }

  @Test
  void aReloadRightAfterSubmitLosesNoAnswer() {
    try (Visit ann = boxes("reload-held", 2, wish -> {})) {
      ann.awaitNextReady();
      ann.drag(50, 50, 150, 150).submit();
      assertDrawn(ann, 0);
      ann.page.reload();
      ann.awaitImage();
      assertDrawn(ann, 0);
      ann.drag(50, 50, 150, 150).drag(200, 100, 300, 200).submit();
      ann.awaitNothingToLabel();
    }
    fixture.awaitStatus("reload-held", LabelingJobStatus.COMPLETED);
    assertThat(fixture.describe("reload-held").labelCounters().humanLabeled()).isEqualTo(2);
  }

  /** What the closing page sends does not arrive, so the server would offer the task again. */
  @Test
  void aReloadOffersNoTaskAgainWhoseAnswerIsStillInTheBrowser() {
    try (Visit ann = boxes("reload-unsent", 2, wish -> {})) {
      ann.awaitNextReady();
      ann.page.evaluate(
          "() => { const send = window.fetch; window.fetch = (url, options) =>"
              + " options?.keepalive ? Promise.reject(new TypeError()) : send(url, options); }");
      ann.drag(50, 50, 150, 150).submit();
      assertDrawn(ann, 0);
      ann.page.reload();
      ann.awaitImage();
      assertDrawn(ann, 0);
      ann.drag(50, 50, 150, 150).drag(200, 100, 300, 200).submit();
      ann.awaitNothingToLabel();
    }
    assertBoxes("reload-unsent", 1, 2);
  }

  @Test
  void aTabThatIsClosedRightAfterSubmitLosesNoAnswer() {
    try (Visit ann = boxes("closed", 2, wish -> {})) {
      ann.awaitNextReady();
      ann.drag(50, 50, 150, 150).submit();
      assertDrawn(ann, 0);
      ann.page.close();
      try (Visit again = ann.tab()) {
        again.open("");
        again.openJob("closed").awaitImage();
        assertDrawn(again, 0);
        again.submit();
        again.awaitNothingToLabel();
      }
    }
    fixture.awaitStatus("closed", LabelingJobStatus.COMPLETED);
  }

  @Test
  void aSecondTabSaysWhereTheTaskIsAndTakesItOverWithTheWork() {
    try (Visit first = boxes("two-tabs", 1, wish -> {});
        Visit second = first.tab()) {
      first.drag(50, 50, 150, 150);
      second.open("");
      second.page.getByText("two-tabs", new Page.GetByTextOptions().setExact(true)).click();
      assertThat(second.heading("This job is open in another tab")).isVisible();
      second.button("Take over").click();
      second.awaitImage();
      assertDrawn(second, 1);
      assertThat(first.heading("Another tab has taken this job over")).isVisible();
      assertThat(first.page.locator("iframe")).hasCount(0);
      second.submit();
      second.awaitNothingToLabel();
    }
    assertBoxes("two-tabs", 1);
  }

  @Test
  void withoutAConnectionAnswersWaitAndGoInOrderWhenItIsBack() {
    try (Visit ann = boxes("offline", 2, wish -> {})) {
      ann.awaitNextReady();
      ann.context().setOffline(true);
      assertThat(ann.page.locator(".offline")).isVisible();
      ann.drag(50, 50, 150, 150).submit();
      assertDrawn(ann, 0);
      ann.drag(50, 50, 150, 150).drag(200, 100, 300, 200).submit();
      assertThat(ann.page.getByText("2 to send")).isVisible();
      ann.context().setOffline(false);
      ann.awaitNothingToLabel();
    }
    assertBoxes("offline", 1, 2);
  }

  @Test
  void anEngineThatIsKilledInTheMiddleLosesNoAnswer() throws Exception {
    try (Visit ann = boxes("killed", 2, wish -> {})) {
      ann.awaitNextReady();
      ann.drag(50, 50, 150, 150);
      engine.close();
      ann.submit();
      assertDrawn(ann, 0);
      ann.drag(50, 50, 150, 150).drag(200, 100, 300, 200).submit();
      assertThat(ann.page.getByText("2 to send")).isVisible();
      startEngine();
      ann.awaitNothingToLabel();
    }
    assertBoxes("killed", 1, 2);
  }

  @Test
  void anExpiredLeaseFreezesTheTaskAndKeepsTheWork() {
    try (Visit ann = boxes("expired", 1, wish -> wish.human(h -> h.taskTimeLimitInSeconds(30)))) {
      ann.drag(50, 50, 150, 150);
      assertThat(ann.page.locator(".time")).isVisible();
      assertThat(ann.page.locator(".banner"))
          .containsText(
              "time limit", new LocatorAssertions.ContainsTextOptions().setTimeout(60_000));
      assertThat(ann.find("button[part=submit]")).isDisabled();
      ann.button("Take it again").click();
      assertThat(ann.page.locator(".banner")).hasCount(0);
      assertDrawn(ann, 1);
      ann.submit();
      ann.awaitNothingToLabel();
    }
    assertBoxes("expired", 1);
  }

  @Test
  void aJobThatIsStoppedWhileSomebodyDrawsSaysSoAndKeepsTheWork() {
    try (Visit ann = boxes("stopped", 1, wish -> {})) {
      ann.drag(50, 50, 150, 150);
      fixture.sageMaker.stopLabelingJob(b -> b.labelingJobName("stopped"));
      fixture.awaitStatus("stopped", LabelingJobStatus.STOPPED);
      ann.submit();
      assertThat(ann.page.locator(".banner")).isVisible();
      assertDrawn(ann, 1);
      assertThat(ann.button("Copy my work")).isVisible();
    }
  }

  @Test
  void anEndedSessionIsRenewedOverTheTask() {
    try (Visit ann = boxes("session", 1, wish -> {})) {
      ann.drag(50, 50, 150, 150);
      ann.context().clearCookies();
      // The portal finds out by itself, with the next thing that it asks.
      var dialog = ann.page.locator("dialog");
      assertThat(dialog).containsText("Your session has ended");
      ann.page.getByLabel("Password").fill("Permanent-1");
      ann.button("Sign in").click();
      assertThat(dialog).hasCount(0);
      assertDrawn(ann, 1);
      ann.submit();
      ann.awaitNothingToLabel();
    }
    assertBoxes("session", 1);
  }
}
