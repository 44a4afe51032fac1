package dev.labelops.engine.portal.bench;

import com.microsoft.playwright.Frame;
import com.microsoft.playwright.Page;
import dev.labelops.engine.Engine;
import dev.labelops.engine.EngineSettings;
import dev.labelops.engine.labeling.LabelingFixture;
import dev.labelops.engine.labeling.Person;
import dev.labelops.engine.portal.app.Chromium;
import dev.labelops.engine.portal.app.Templates;
import dev.labelops.engine.portal.app.Visit;
import java.nio.file.Path;
import java.util.List;
import software.amazon.awssdk.core.sync.RequestBody;

/** The engine with its portal, and a worker who has signed in once. */
final class EnginePortal implements LabelingProduct, AutoCloseable {
  private static final String WORKER = "ann@example.com";
  private static final String PASSWORD = "Permanent-1";
  private static final String JOB = "bench";

  /** Resolves with the time, in milliseconds since 1970, at which another task was painted. */
  private static final String AWAIT_NEXT =
      """
      () => {
        const desk = document.querySelector('portal-task').desk;
        const before = desk.card.task.taskId;
        window.painted = new Promise(resolve => {
          const look = () => {
            const card = desk.card;
            if (!card || card.task.taskId === before || !card.painted) return void requestAnimationFrame(look);
            requestAnimationFrame(() => requestAnimationFrame(() => resolve(performance.timeOrigin + performance.now())));
          };
          look();
        });
      }
      """;

  private static final String AWAIT_FIRST =
      """
      () => new Promise(resolve => {
        const look = () => {
          if (!document.querySelector('portal-task')?.desk?.card?.painted) return void requestAnimationFrame(look);
          requestAnimationFrame(() => requestAnimationFrame(() => resolve(performance.timeOrigin + performance.now())));
        };
        look();
      })
      """;

  private final Engine engine;
  private final Chromium chromium;
  private final LabelingFixture fixture;

  /**
   * @param folder for the engine's data
   */
  EnginePortal(Path folder, Chromium chromium) {
    this.chromium = chromium;
    engine = Engine.start(EngineSettings.local(folder));
    fixture = LabelingFixture.open(engine, "eu-west-1");
    fixture.invite(WORKER);
    fixture.addToTeam(WORKER);
    Person.signedIn(engine.address(), WORKER, "Temporary-1", PASSWORD);
  }

  @Override
  public String name() {
    return "LabelOps";
  }

  /** Starts the job whose tasks {@link #open} opens. */
  void start(List<byte[]> images) {
    start(JOB, images, "");
  }

  /**
   * @param attributes of crowd-bounding-box in the worker template
   */
  void start(String job, List<byte[]> images, String attributes) {
    StringBuilder manifest = new StringBuilder();
    for (int i = 0; i < images.size(); i++) {
      String key = "%s-%d.jpg".formatted(job, i);
      byte[] image = images.get(i);
      fixture.s3.putObject(
          b -> b.bucket(fixture.bucket).key(key).contentType("image/jpeg"),
          RequestBody.fromBytes(image));
      manifest.append("{\"source-ref\":\"%s\"}\n".formatted(fixture.uri(key)));
    }
    fixture.start(
        job,
        "BoundingBox",
        fixture.put(job + ".manifest", manifest.toString()),
        wish -> {
          wish.human(h -> h.taskTitle(job));
          Templates.boxes(fixture, wish, job, attributes);
        });
  }

  @Override
  public Opened open() {
    return open(JOB);
  }

  Opened open(String job) {
    Visit visit = chromium.desktop(engine.address());
    double asked = System.currentTimeMillis();
    visit.open("jobs/" + job).signIn(WORKER, PASSWORD);
    visit.awaitTask();
    double painted = ((Number) visit.page.evaluate(AWAIT_FIRST)).doubleValue();
    return new Opened(new Screen(visit), painted - asked);
  }

  @Override
  public void close() {
    engine.close();
  }

  record Screen(Visit visit) implements LabelingScreen {
    @Override
    public Page page() {
      return visit.page;
    }

    @Override
    public void draw() {
      visit.drag(100, 100, 400, 300);
    }

    @Override
    public double submit() {
      Frame frame = visit.page.locator("iframe.card.front").elementHandle().contentFrame();
      frame.evaluate(Clicks.NOTE);
      visit.page.evaluate(AWAIT_NEXT);
      visit.submit();
      double painted = ((Number) visit.page.evaluate("() => window.painted")).doubleValue();
      double clicked = ((Number) frame.evaluate("() => window.clicked")).doubleValue();
      return painted - clicked;
    }

    @Override
    public void close() {
      visit.close();
    }
  }
}
