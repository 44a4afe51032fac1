package dev.labelops.web;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.FrameLocator;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Assumptions;

/**
 * A portal in miniature: a page that opens a template in a sandboxed frame under the policy that
 * the engine will send, hands over the port, and keeps what comes back. Needs Chromium ({@code
 * LABELOPS_BROWSER}, else on the path); without one the tests are skipped.
 */
final class Harness implements AutoCloseable {
  static final ObjectMapper JSON = new ObjectMapper();

  /** Of a condition; a busy machine starts no page within seconds. */
  private static final double PATIENCE_MILLIS = 90_000;

  private static final String PARENT =
      """
      <!doctype html><html lang="en"><title>Portal</title><style>html,body{margin:0;height:100%}iframe{border:0;width:100%;height:100%;display:block}</style>
      <body><iframe title="Task" sandbox="allow-scripts allow-forms allow-popups allow-modals" src="/frame/NAME"></iframe>
      <script>
      window.messages = [];
      window.connect = (more) => {
        const channel = new MessageChannel();
        channel.port1.onmessage = event => window.messages.push(event.data);
        window.port = channel.port1;
        document.querySelector('iframe').contentWindow.postMessage({type: 'labelops:connect', version: 1, ...more}, '*', [channel.port2]);
      };
      document.querySelector('iframe').addEventListener('load', () => connect(CONNECT));
      </script></body></html>
      """;

  private final HttpServer server;
  private final Playwright playwright;
  private final Browser browser;
  private final Map<String, String> templates = new ConcurrentHashMap<>();
  private final Map<String, byte[]> objects = new ConcurrentHashMap<>();
  private final List<BrowserContext> contexts = new ArrayList<>();
  private String connect = "{}";

  private Harness(Path chromium) throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::serve);
    server.start();
    playwright =
        Playwright.create(
            new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    browser =
        playwright
            .chromium()
            .launch(
                new BrowserType.LaunchOptions()
                    .setTimeout(PATIENCE_MILLIS)
                    .setExecutablePath(chromium)
                    .setArgs(
                        List.of(
                            "--no-sandbox",
                            "--disable-gpu",
                            "--disable-background-networking",
                            "--no-first-run")));
    object("picture.png", picture(800, 533));
  }

  /** Skips the test, with the reason, where there is no Chromium. */
  static Harness open() {
    Optional<Path> chromium = chromium();
    Assumptions.assumeTrue(
        chromium.isPresent(),
        "No Chromium on the path: install the package chromium, or set LABELOPS_BROWSER");
    try {
      return new Harness(chromium.get());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Optional<Path> chromium() {
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

  String address() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  String picture() {
    return object("picture.png");
  }

  String object(String name) {
    return address() + "/objects/" + name;
  }

  void object(String name, byte[] bytes) {
    objects.put(name, bytes);
  }

  /** What the portal hands over with the port, as JavaScript. */
  void connectWith(String javascript) {
    connect = javascript;
  }

  Task task(String template) {
    return task(template, 1280, 800, ColorScheme.LIGHT, false);
  }

  Task phone(String template) {
    return task(template, 390, 844, ColorScheme.LIGHT, true);
  }

  Task task(String template, int width, int height, ColorScheme scheme, boolean touch) {
    String name = "t" + templates.size();
    templates.put(name, template);
    BrowserContext context =
        browser.newContext(
            new Browser.NewContextOptions()
                .setViewportSize(width, height)
                .setColorScheme(scheme)
                .setHasTouch(touch));
    contexts.add(context);
    context.setDefaultTimeout(PATIENCE_MILLIS);
    Page page = context.newPage();
    Task task = new Task(page);
    page.onConsoleMessage(message -> task.console.add(message.type() + ": " + message.text()));
    page.onPageError(task.errors::add);
    page.route(
        url -> !url.startsWith(address()) && !url.startsWith("data:"), route -> route.abort());
    page.route(
        "https://s3.amazonaws.com/cv-demo-images/**",
        route ->
            route.fulfill(
                new com.microsoft.playwright.Route.FulfillOptions()
                    .setHeaders(
                        Map.of("Access-Control-Allow-Origin", "*", "Content-Type", "image/png"))
                    .setBodyBytes(objects.get("picture.png"))));
    page.navigate(address() + "/parent/" + name);
    page.waitForFunction("messages.some(m => m.type === 'ready')");
    return task;
  }

  private void serve(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    String last = path.substring(path.lastIndexOf('/') + 1);
    var headers = exchange.getResponseHeaders();
    byte[] body;
    if (path.startsWith("/parent/")) {
      headers.set("Content-Type", "text/html; charset=utf-8");
      body =
          PARENT.replace("NAME", last).replace("CONNECT", connect).getBytes(StandardCharsets.UTF_8);
    } else if (path.startsWith("/frame/")) {
      headers.set("Content-Type", "text/html; charset=utf-8");
      headers.set("Content-Security-Policy", policy());
      body = withOurScript(templates.get(last)).getBytes(StandardCharsets.UTF_8);
    } else if (path.startsWith("/labelops/")) {
      headers.set("Content-Type", "text/javascript");
      try (InputStream script = Harness.class.getResourceAsStream("/META-INF/resources" + path)) {
        body = script.readAllBytes();
      }
    } else {
      body = path.startsWith("/objects/") ? objects.get(last) : null;
      headers.set("Access-Control-Allow-Origin", "*");
      headers.set("Content-Type", last.endsWith("jpg") ? "image/jpeg" : "image/png");
    }
    exchange.sendResponseHeaders(body == null ? 404 : 200, body == null ? -1 : body.length);
    if (body != null) {
      exchange.getResponseBody().write(body);
    }
    exchange.close();
  }

  private String policy() {
    String here = address();
    return "sandbox allow-scripts allow-forms allow-popups allow-modals; default-src 'none'; script-src 'unsafe-inline'"
        + " 'unsafe-eval' https: "
        + here
        + "; style-src 'unsafe-inline' https: "
        + here
        + "; img-src https: data: blob: "
        + here
        + "; media-src https: data: blob: "
        + here
        + "; frame-src https: "
        + here
        + "; connect-src https: "
        + here
        + "; form-action 'none'; base-uri 'none'; frame-ancestors "
        + here;
  }

  /** As the engine will: the two script addresses and the style sheet of the service are ours. */
  static String withOurScript(String template) {
    return template
        .replaceAll("https://assets\\.crowd\\.aws/crowd-html-elements(-v2)?\\.js", script())
        .replaceAll(
            "https://assets\\.crowd\\.aws/css/crowd-html-elements-v2\\.css", "data:text/css,");
  }

  static String script() {
    Properties names = new Properties();
    try (InputStream file =
        Harness.class.getResourceAsStream("/META-INF/labelops/web.properties")) {
      names.load(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return names.getProperty("crowd-elements");
  }

  static byte[] picture(int width, int height) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    graphics.setColor(new Color(0x9db7c9));
    graphics.fillRect(0, 0, width, height);
    graphics.setColor(new Color(0x6a8f5a));
    graphics.fillRect(0, height * 2 / 3, width, height / 3);
    graphics.setColor(new Color(0xc0392b));
    graphics.fillOval(width / 8, height / 3, width / 5, height / 3);
    graphics.setColor(new Color(0xf1c40f));
    graphics.fillRect(width * 5 / 8, height / 2, width / 6, height / 4);
    graphics.dispose();
    return png(image);
  }

  static byte[] png(BufferedImage image) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      ImageIO.write(image, "png", out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  @Override
  public void close() {
    contexts.forEach(BrowserContext::close);
    browser.close();
    playwright.close();
    server.stop(0);
  }

  /** One open task: the page, the frame in it, and what the frame has said. */
  static final class Task implements AutoCloseable {
    final Page page;
    final FrameLocator frame;
    final List<String> console = new ArrayList<>();
    final List<String> errors = new ArrayList<>();

    private Task(Page page) {
      this.page = page;
      this.frame = page.frameLocator("iframe");
    }

    Locator find(String selector) {
      return frame.locator(selector).first();
    }

    Object eval(String javascript) {
      return page.frames().get(1).evaluate(javascript);
    }

    void press(String... keys) {
      for (String key : keys) {
        page.keyboard().press(key);
      }
    }

    /** Focus as the portal gives it after a switch. */
    void focusFrame() {
      page.evaluate("document.querySelector('iframe').focus()");
    }

    void waitForPicture() {
      page.waitForFunction("messages.some(m => m.type === 'shown')");
    }

    /** Where a pixel of the picture is on the page. */
    double[] at(double x, double y) {
      Locator image = find(".stage img");
      var box = image.boundingBox();
      double width = ((Number) image.evaluate("i => i.width")).doubleValue();
      return new double[] {box.x + x * box.width / width, box.y + y * box.width / width};
    }

    void drag(double x1, double y1, double x2, double y2) {
      double[] from = at(x1, y1);
      double[] to = at(x2, y2);
      page.mouse().move(from[0], from[1]);
      page.mouse().down();
      page.mouse().move((from[0] + to[0]) / 2, (from[1] + to[1]) / 2);
      page.mouse().move(to[0], to[1]);
      page.mouse().up();
    }

    void click(double x, double y) {
      double[] at = at(x, y);
      page.mouse().click(at[0], at[1]);
    }

    /**
     * Submits with the form's own button or the added one, and returns what the portal received.
     */
    JsonNode submit() {
      find("button[part=submit], crowd-button[form-action=submit], button[type=submit], input[type=submit]")
          .click();
      return answer();
    }

    JsonNode answer() {
      page.waitForFunction("messages.some(m => m.type === 'submit')");
      return json("messages.filter(m => m.type === 'submit').at(-1).answer");
    }

    JsonNode json(String javascript) {
      try {
        return JSON.readTree((String) page.evaluate("JSON.stringify(" + javascript + ")"));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    boolean submitted() {
      return (Boolean) page.evaluate("messages.some(m => m.type === 'submit')");
    }

    @Override
    public void close() {
      page.context().close();
    }
  }
}
