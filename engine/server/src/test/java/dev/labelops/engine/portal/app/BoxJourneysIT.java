package dev.labelops.engine.portal.app;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.TimeoutError;
import com.microsoft.playwright.options.BoundingBox;
import dev.labelops.engine.Engine;
import dev.labelops.engine.EngineSettings;
import dev.labelops.engine.EngineSettings.Smtp;
import dev.labelops.engine.labeling.LabelingFixture;
import dev.labelops.engine.labeling.Person;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.sagemaker.model.LabelingJobStatus;

/**
 * From the invitation to the box in the output manifest, in a real browser: by mouse, by keyboard,
 * by finger, on an image that a phone has turned.
 */
class BoxJourneysIT {
  private static final int WIDTH = 800;
  private static final int HEIGHT = 600;

  /**
   * The rectangle on the test images, and so the box that a worker draws: left, top, right, bottom.
   */
  private static final int[] TARGET = {200, 150, 520, 390};

  @TempDir static Path folder;
  private static GreenMail mailServer;
  private static Engine engine;
  private static LabelingFixture fixture;
  private static Chromium chromium;

  @BeforeAll
  static void start() {
    chromium = Chromium.open();
    mailServer = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
    mailServer.start();
    URI smtp = URI.create("smtp://127.0.0.1:" + mailServer.getSmtp().getPort());
    engine =
        Engine.start(
            EngineSettings.local(folder)
                .with(s -> s.smtp = Optional.of(new Smtp(smtp, "labeling@example.org"))));
    fixture = LabelingFixture.open(engine, "eu-west-1");
  }

  @AfterAll
  static void stop() {
    if (engine != null) {
      engine.close();
      mailServer.stop();
      chromium.close();
    }
  }

  @Test
  void anInvitedWorkerDrawsABoxWithTheMouse() throws Exception {
    String job = "by-mouse";
    start(job, png());
    fixture.inviteByMail("ann@example.com");
    fixture.addToTeam("ann@example.com");
    String mail =
        mailServer
            .getReceivedMessages()[mailServer.getReceivedMessages().length - 1]
            .getContent()
            .toString();
    Matcher password = Pattern.compile("temporary password is (\\S+)\\.").matcher(mail + " ");
    assertThat(password.find()).as(mail).isTrue();
    try (Visit ann = chromium.desktop(engine.address())) {
      ann.open("").signIn("ann@example.com", password.group(1)).choosePassword("Permanent-1");
      ann.openJob(job).awaitImage();
      // At its original size: a pixel of the screen is one of the image.
      ann.press("Shift+2").drag(TARGET[0], TARGET[1], TARGET[2], TARGET[3]);
      ann.submit();
      ann.awaitNothingToLabel();
      assertThat(ann.errors()).isEmpty();
    }
    assertThat(box(job, 1)).containsExactly(TARGET);
  }

  @Test
  void byKeyboardOnly() {
    String job = "by-keyboard";
    start(job, png());
    signedUp("bob@example.com");
    try (Visit bob = chromium.desktop(engine.address())) {
      bob.open("");
      assertThat(bob.page.getByLabel("User name")).isFocused();
      bob.page.keyboard().type("bob@example.com");
      bob.press("Tab");
      bob.page.keyboard().type("Permanent-1");
      bob.press("Enter");
      assertThat(bob.heading("Jobs")).isVisible();
      // The heading is there before the list of jobs, which the server sends.
      bob.awaitJob(job);
      tabTo(bob, job);
      bob.press("Enter");
      bob.awaitImage();
      bob.press("1");
      crosshairTo(bob, TARGET[0], TARGET[1]);
      bob.press("Enter");
      crosshairTo(bob, TARGET[2], TARGET[3]);
      bob.press("Enter", "Control+Enter");
      bob.awaitNothingToLabel();
    }
    assertThat(box(job, 1)).containsExactly(TARGET);
  }

  @Test
  void byFingerOnAPhone() {
    String job = "by-finger";
    start(job, png());
    signedUp("cleo@example.com");
    try (Visit cleo = chromium.phone(engine.address())) {
      cleo.open("").signIn("cleo@example.com", "Permanent-1");
      cleo.openJob(job).awaitImage();
      CDPSession cdp = cleo.page.context().newCDPSession(cleo.page);
      double[] from = cleo.at(TARGET[0], TARGET[1]);
      double[] to = cleo.at(TARGET[2], TARGET[3]);
      touch(cdp, "touchStart", from);
      touch(cdp, "touchMove", new double[] {(from[0] + to[0]) / 2, (from[1] + to[1]) / 2});
      touch(cdp, "touchMove", to);
      touch(cdp, "touchEnd", null);
      BoundingBox submit = cleo.find("button[part=submit]").boundingBox();
      assertThat(submit.y + submit.height).as("Submit is on the screen").isLessThanOrEqualTo(844);
      tapSubmit(cleo);
      cleo.awaitNothingToLabel();
    }
    int[] box = box(job, 1);
    for (int i = 0; i < 4; i++) {
      // One pixel of the screen is more than two of the image.
      assertThat(box[i]).isBetween(TARGET[i] - 3, TARGET[i] + 3);
    }
  }

  @Test
  void theNextImageOfThatSizeIsSeenAsTheOneBefore() {
    String job = "zoomed";
    start(job, png(), png());
    signedUp("eve@example.com");
    try (Visit eve = chromium.desktop(engine.address())) {
      eve.open("").signIn("eve@example.com", "Permanent-1");
      eve.openJob(job).awaitImage();
      eve.awaitNextReady();
      eve.press("Shift+2", "+", "+");
      eve.find("button:text-is('Image…')").click();
      eve.find("input[name=contrast]").fill("140");
      eve.press("Escape");
      double[] corner = eve.at(0, 0);
      // What the frame behind shows, before anybody sees it.
      eve.page.waitForFunction(
          "() => document.querySelector('portal-task').desk.view?.look.contrast === 140");
      eve.submit();
      eve.awaitImage();
      assertThat(eve.find(".list li")).hasCount(0);
      assertThat(eve.find(".stage img")).hasCSS("filter", "brightness(1) contrast(1.4)");
      assertThat(eve.at(0, 0)).containsExactly(corner, within(1.0));
      eve.drag(TARGET[0], TARGET[1], TARGET[2], TARGET[3]).submit();
      eve.awaitNothingToLabel();
    }
    fixture.awaitStatus(job, LabelingJobStatus.COMPLETED);
  }

  @Test
  void aPhotographThatAPhoneTurnedIsLabeledAsItIsStored() {
    String job = "turned";
    start(job, turned(jpeg()));
    signedUp("dan@example.com");
    try (Visit dan = chromium.desktop(engine.address())) {
      dan.open("").signIn("dan@example.com", "Permanent-1");
      dan.openJob(job).awaitImage();
      // Wide as stored; turned by its EXIF data it would be tall.
      BoundingBox image = dan.find(".stage img").boundingBox();
      assertThat(image.width).isGreaterThan(image.height);
      dan.press("Shift+2").drag(TARGET[0], TARGET[1], TARGET[2], TARGET[3]).submit();
      dan.awaitNothingToLabel();
    }
    assertThat(box(job, 1)).containsExactly(TARGET);
  }

  /** Presses Tab until what has the focus has this name. */
  private static void tabTo(Visit visit, String name) {
    for (int i = 0; i < 20; i++) {
      visit.press("Tab");
      if (name.equals(visit.page.evaluate("document.activeElement.textContent.trim()"))) {
        return;
      }
    }
    throw new AssertionError("Tab does not reach " + name);
  }

  /** Moves the crosshair by what the live region says: steps of 8 pixels, with Alt of 1. */
  private static void crosshairTo(Visit visit, int x, int y) {
    visit.press("Alt+ArrowLeft");
    Matcher at = Pattern.compile("(\\d+), (\\d+)").matcher(visit.find("[role=status]").innerText());
    assertThat(at.matches()).as(at.toString()).isTrue();
    walk(visit, x - Integer.parseInt(at.group(1)), "ArrowRight", "ArrowLeft");
    walk(visit, y - Integer.parseInt(at.group(2)), "ArrowDown", "ArrowUp");
  }

  private static void walk(Visit visit, int pixels, String forward, String back) {
    String key = pixels > 0 ? forward : back;
    for (int i = 0; i < Math.abs(pixels) / 8; i++) {
      visit.press(key);
    }
    for (int i = 0; i < Math.abs(pixels) % 8; i++) {
      visit.press("Alt+" + key);
    }
  }

  private static void signedUp(String email) {
    fixture.invite(email);
    fixture.addToTeam(email);
    Person.signedIn(engine.address(), email, "Temporary-1", "Permanent-1");
  }

  private static void start(String job, byte[]... images) {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < images.length; i++) {
      String key = "%s-%d.img".formatted(job, i);
      RequestBody body = RequestBody.fromBytes(images[i]);
      fixture.s3.putObject(b -> b.bucket(fixture.bucket).key(key), body);
      lines.append("{\"source-ref\":\"%s\"}\n".formatted(fixture.uri(key)));
    }
    fixture.start(
        job,
        "BoundingBox",
        fixture.put(job + ".manifest", lines.toString()),
        wish -> {
          wish.human(h -> h.taskTitle(job));
          Templates.boxes(fixture, wish);
        });
  }

  /** Left, top, right and bottom of the only box in a job's output. */
  private static int[] box(String job, int boxes) {
    fixture.awaitStatus(job, LabelingJobStatus.COMPLETED);
    JsonNode label =
        fixture
            .readLines("output/" + job + "/manifests/output/output.manifest")
            .getFirst()
            .path("kind");
    assertThat(label.path("image_size").get(0).path("width").asInt()).isEqualTo(WIDTH);
    assertThat(label.path("annotations")).hasSize(boxes);
    JsonNode box = label.path("annotations").get(0);
    int left = box.path("left").asInt();
    int top = box.path("top").asInt();
    return new int[] {
      left, top, left + box.path("width").asInt(), top + box.path("height").asInt()
    };
  }

  private static BufferedImage image() {
    BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    graphics.setColor(new Color(0x9db7c9));
    graphics.fillRect(0, 0, WIDTH, HEIGHT);
    graphics.setColor(new Color(0xc0392b));
    graphics.fillRect(TARGET[0], TARGET[1], TARGET[2] - TARGET[0], TARGET[3] - TARGET[1]);
    graphics.dispose();
    return image;
  }

  private static byte[] png() {
    return encoded("png");
  }

  private static byte[] jpeg() {
    return encoded("jpeg");
  }

  private static byte[] encoded(String format) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      ImageIO.write(image(), format, out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  /** With an EXIF block after the start marker that says: turn by 90 degrees (orientation 6). */
  private static byte[] turned(byte[] jpeg) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(jpeg, 0, 2);
    out.writeBytes(new byte[] {(byte) 0xff, (byte) 0xe1, 0, 34});
    out.writeBytes("Exif\0\0MM\0*\0\0\0\10\0\1".getBytes(StandardCharsets.ISO_8859_1));
    out.writeBytes(new byte[] {1, 0x12, 0, 3, 0, 0, 0, 1, 0, 6, 0, 0, 0, 0, 0, 0});
    out.write(jpeg, 2, jpeg.length - 2);
    return out.toByteArray();
  }

  /**
   * On a loaded machine a finger seems to rest on the button, which is no tap: people tap again.
   */
  private static void tapSubmit(Visit visit) {
    for (int i = 0; i < 5; i++) {
      visit.find("button[part=submit]").tap();
      try {
        visit.page.waitForFunction(
            "() => document.querySelector('portal-task').desk.state !== 'working'",
            null,
            new Page.WaitForFunctionOptions().setTimeout(3000));
        return;
      } catch (TimeoutError e) {
        // Once more.
      }
    }
    throw new AssertionError("Submit does not react to taps");
  }

  private static void touch(CDPSession cdp, String type, double[] at) {
    JsonArray points = new JsonArray();
    if (at != null) {
      JsonObject point = new JsonObject();
      point.addProperty("x", at[0]);
      point.addProperty("y", at[1]);
      points.add(point);
    }
    JsonObject event = new JsonObject();
    event.addProperty("type", type);
    event.add("touchPoints", points);
    cdp.send("Input.dispatchTouchEvent", event);
  }
}
