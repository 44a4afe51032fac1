package dev.labelops.engine.portal.app;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Frame;
import com.microsoft.playwright.FrameLocator;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.BoundingBox;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A worker in a tab of the portal. Everything waits, with a deadline, until it is there. */
public final class Visit implements AutoCloseable {
  public final Page page;
  private final BrowserContext context;
  private final URI engine;
  private final boolean tab;
  private final List<String> errors = new CopyOnWriteArrayList<>();

  Visit(BrowserContext context, URI engine) {
    this(context, engine, false);
  }

  private Visit(BrowserContext context, URI engine, boolean tab) {
    this.tab = tab;
    this.context = context;
    this.engine = engine;
    this.page = context.newPage();
    page.onPageError(errors::add);
    page.onConsoleMessage(
        message -> {
          // A failed request is logged by the browser; what the portal does about it is tested.
          if (message.type().equals("error") && !message.text().startsWith("Failed to load")) {
            errors.add(message.text());
          }
        });
  }

  /** Another tab of the same browser. */
  public Visit tab() {
    return new Visit(context, engine, true);
  }

  public BrowserContext context() {
    return context;
  }

  /** What failed in the pages, and what their policies blocked. */
  public List<String> errors() {
    return errors;
  }

  public Visit open(String path) {
    page.navigate(engine.resolve("/_labelops/portal/" + path).toString());
    return this;
  }

  /** Fills in the sign-in form that is on the screen. */
  public Visit signIn(String username, String password) {
    page.getByLabel("User name").fill(username);
    page.getByLabel("Password").fill(password);
    button("Sign in").click();
    return this;
  }

  /** Chooses a password after the first sign-in. */
  public Visit choosePassword(String password) {
    page.getByLabel("New password").fill(password);
    page.getByLabel("The same again").fill(password);
    button("Set password and sign in").click();
    return this;
  }

  public Locator button(String name) {
    return page.getByRole(
        AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
  }

  public Locator link(String name) {
    return page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName(name).setExact(true));
  }

  public Locator heading(String name) {
    return page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setName(name));
  }

  /** Waits until the list has a job. The list looks again every 15 seconds; this asks it to. */
  public Locator awaitJob(String title) {
    page.waitForCondition(
        () -> {
          page.evaluate("() => document.querySelector('portal-jobs')?.look()");
          return link(title).isVisible();
        });
    return link(title);
  }

  /** Opens a job from the list of jobs, and waits for its first task. */
  public Visit openJob(String title) {
    awaitJob(title).click();
    awaitTask();
    return this;
  }

  /** Waits until the task in front takes keys and clicks. */
  public void awaitTask() {
    try {
      assertThat(page.locator("iframe.card.front")).isVisible();
    } catch (AssertionError e) {
      screenshot("failed");
      throw new AssertionError("No task is shown, but: " + page.locator("body").innerText(), e);
    }
    page.waitForFunction("() => document.querySelector('portal-task').desk.card?.ready");
  }

  /** A frame gets the focus a moment after the page has given it, by another process. */
  private void awaitKeys() {
    page.waitForFunction(
        "() => { const desk = document.querySelector('portal-task')?.desk; return desk?.state !== 'working' || desk.card.ready }");
    boolean inTask =
        (boolean)
            page.evaluate("() => document.activeElement?.matches('iframe.card.front') === true");
    if (inTask) {
      Frame task = page.querySelector("iframe.card.front").contentFrame();
      task.waitForFunction("() => document.hasFocus()");
    }
  }

  /** Waits until another task is in front, and takes keys and clicks. */
  public void awaitOther(String selector, String text) {
    assertThat(find(selector)).not().hasText(text);
    awaitTask();
  }

  /** Waits until a task with an image can be worked on. */
  public void awaitImage() {
    awaitTask();
    assertThat(find(".stage .wait")).isEmpty();
  }

  /** Waits until the next task is ready behind this one. */
  public void awaitNextReady() {
    page.waitForFunction(
        "() => document.querySelector('portal-task').desk.row.cards.some(card => card.unshown && card.ready)");
  }

  public FrameLocator frame() {
    return page.frameLocator("iframe.card.front");
  }

  public Locator find(String selector) {
    return frame().locator(selector).first();
  }

  /**
   * Presses keys wherever the focus is, as a person does: not before the task in front takes them.
   */
  public Visit press(String... keys) {
    for (String key : keys) {
      awaitKeys();
      page.keyboard().press(key);
    }
    return this;
  }

  /** Where a stored pixel of the image is on the screen. */
  public double[] at(double x, double y) {
    Locator image = find(".stage img");
    BoundingBox box = image.boundingBox();
    double width = ((Number) image.evaluate("i => i.width")).doubleValue();
    return new double[] {box.x + x * box.width / width, box.y + y * box.width / width};
  }

  public Visit drag(double x1, double y1, double x2, double y2) {
    double[] from = at(x1, y1);
    double[] to = at(x2, y2);
    page.mouse().move(from[0], from[1]);
    page.mouse().down();
    page.mouse().move((from[0] + to[0]) / 2, (from[1] + to[1]) / 2);
    page.mouse().move(to[0], to[1]);
    page.mouse().up();
    return this;
  }

  /** Presses the Submit button of the task. */
  public Visit submit() {
    find("button[part=submit]").click();
    return this;
  }

  /** Waits until the portal has a draft of the task in front with so many shapes. */
  public void awaitKept(int shapes) {
    page.waitForFunction(
        "shapes => document.querySelector('portal-task').desk.card.draft?.[0]?.state?.length === shapes",
        shapes);
  }

  /** Waits until the server has every answer. */
  public void awaitSaved() {
    assertThat(page.locator(".saving")).hasCount(0);
  }

  /** Waits until every answer is saved and the job has nothing more. */
  public void awaitNothingToLabel() {
    try {
      assertThat(heading("Nothing to label now")).isVisible();
      awaitSaved();
    } catch (AssertionError e) {
      screenshot("failed");
      throw e;
    }
  }

  /** A picture of the screen for people who judge it. */
  public void screenshot(String name) {
    page.screenshot(new Page.ScreenshotOptions().setPath(Path.of("target/screens", name + ".png")));
  }

  /** Closes the tab; the first one of a browser takes the others with it. */
  @Override
  public void close() {
    if (tab) {
      page.close();
    } else {
      context.close();
    }
  }
}
