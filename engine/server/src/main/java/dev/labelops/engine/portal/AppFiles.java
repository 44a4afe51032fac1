package dev.labelops.engine.portal;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.NotFoundResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * The files of the browser apps and of the crowd elements, which are in the jar. Every address of
 * an app that is no file is its page: the app chooses the screen.
 */
final class AppFiles {
  /** Address of a style sheet without rules, for templates that name the service's. */
  static final String STYLE = "/_labelops/elements/crowd-elements.css";

  private static final String ELEMENTS = "/_labelops/elements/";
  private static final String RESOURCES = "/META-INF/resources/labelops/";
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]*");
  private static final Pattern HASHED = Pattern.compile(".*[.-][0-9A-Za-z_]{8,}\\.[a-z0-9]+");
  private static final String FOR_EVER = "public, max-age=31536000, immutable";
  private static final Map<String, String> TYPES =
      Map.of(
          "js", "text/javascript; charset=utf-8",
          "css", "text/css; charset=utf-8",
          "svg", "image/svg+xml",
          "png", "image/png",
          "ico", "image/x-icon",
          "woff2", "font/woff2",
          "webmanifest", "application/manifest+json",
          "json", "application/json; charset=utf-8",
          "txt", "text/plain; charset=utf-8");

  private static final String WITHOUT_APP =
      """
      <!doctype html>
      <html lang="en">
      <meta charset="utf-8">
      <title>LabelOps portal</title>
      <h1>LabelOps portal</h1>
      <p>This build of the engine does not contain the browser app. Label through the task API:</p>
      <ol>
      <li>Sign in: <code>POST /_labelops/api/sessions</code> with <code>username</code>,
      <code>password</code> and, the first time, <code>newPassword</code>.</li>
      <li>List the jobs that have tasks: <code>GET /_labelops/api/jobs</code>.</li>
      <li>Take a task: <code>POST /_labelops/api/jobs/{jobName}/tasks</code>.</li>
      <li>Answer it: <code>POST /_labelops/api/tasks/{taskId}/answer</code>, or give it back with
      <code>decline</code> or <code>release</code>.</li>
      </ol>
      </html>
      """;

  private final Supplier<FramePolicy> policy;
  private final String elements;

  AppFiles(Supplier<FramePolicy> policy) {
    this.policy = policy;
    this.elements = elementsName();
  }

  /** Address of the script of our elements. */
  String elements() {
    return ELEMENTS + elements;
  }

  /**
   * Adds an app: its page at its address and every one below it, and its files.
   *
   * @param app name of the app, and of its folder in the jar
   */
  void register(RoutesConfig routes, String app) {
    String address = "/_labelops/" + app;
    // Before the screens, which are every other address.
    routes.get(address + "/assets/{file}", context -> asset(context, app));
    for (String screen : List.of("", "/", "/<screen>")) {
      routes.get(address + screen, context -> page(context, app));
    }
  }

  private void page(Context context, String app) {
    context.header("Content-Security-Policy", policy.get().ofPortal());
    context.header("Cross-Origin-Opener-Policy", "same-origin");
    context.header("Cache-Control", "no-cache");
    context.contentType("text/html; charset=utf-8");
    read(app + "/index.html").ifPresentOrElse(context::result, () -> context.result(WITHOUT_APP));
  }

  private static void asset(Context context, String app) {
    context.header("Cross-Origin-Resource-Policy", "same-origin");
    file(context, app + "/", context.pathParam("file"));
  }

  /** GET /_labelops/elements/{file}: for frames, which have no origin. */
  void element(Context context) {
    context.header("Access-Control-Allow-Origin", "*");
    context.header("Cross-Origin-Resource-Policy", "cross-origin");
    String name = context.pathParam("file");
    if (STYLE.equals(ELEMENTS + name)) {
      context.header("Cache-Control", FOR_EVER);
      context.contentType(TYPES.get("css")).result("");
    } else if (name.equals(elements)) {
      file(context, "", name);
    } else {
      throw new NotFoundResponse();
    }
  }

  private static void file(Context context, String folder, String name) {
    String type = TYPES.get(name.substring(name.lastIndexOf('.') + 1));
    byte[] content =
        Optional.of(name)
            .filter(n -> type != null && NAME.matcher(n).matches() && !n.contains(".."))
            .flatMap(n -> read(folder + n))
            .orElseThrow(NotFoundResponse::new);
    context.header("Cache-Control", HASHED.matcher(name).matches() ? FOR_EVER : "no-cache");
    context.header("Vary", "Accept-Encoding");
    context.contentType(type).result(content);
  }

  private static Optional<byte[]> read(String name) {
    try (InputStream file = AppFiles.class.getResourceAsStream(RESOURCES + name)) {
      return file == null ? Optional.empty() : Optional.of(file.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String elementsName() {
    Properties names = new Properties();
    try (InputStream file =
        AppFiles.class.getResourceAsStream("/META-INF/labelops/web.properties")) {
      names.load(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    String address = names.getProperty("crowd-elements");
    return List.of(address.split("/")).getLast();
  }
}
