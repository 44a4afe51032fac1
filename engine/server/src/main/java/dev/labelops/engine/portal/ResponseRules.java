package dev.labelops.engine.portal;

import dev.labelops.engine.front.ClientAddress;
import io.javalin.http.Context;
import io.javalin.http.NotFoundResponse;
import java.net.URI;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Headers of every answer below {@code /_labelops/}, which its own route may change.
 *
 * @param address the engine's public address
 * @param frames origin of the frames, when it is another than the portal's
 */
record ResponseRules(ClientAddress addresses, Supplier<URI> address, Optional<String> frames) {
  private static final String ANSWER = "default-src 'none'; frame-ancestors 'none'";
  private static final String YEAR = "max-age=31536000";

  /**
   * Sets the headers before a route answers.
   *
   * @throws NotFoundResponse 404 for anything but frames at the frames' own address
   */
  void before(Context context) {
    context.header("X-Content-Type-Options", "nosniff");
    context.header("Referrer-Policy", "no-referrer");
    context.header("Content-Security-Policy", ANSWER);
    context.header("Cache-Control", "no-store");
    if ("https".equals(address.get().getScheme()) || addresses.isSecure(context.req())) {
      context.header("Strict-Transport-Security", YEAR);
    }
    String path = context.path();
    if (path.startsWith("/_labelops/api/")) {
      // Opened as a page, an answer is saved and not shown.
      context.header("Content-Disposition", "attachment; filename=\"api.json\"");
    }
    boolean ofFrames = path.startsWith(FrameRoutes.PATH) || path.startsWith("/_labelops/elements/");
    boolean atFrames =
        frames
            .map(origin -> origin.substring(origin.indexOf("//") + 2))
            .filter(host -> host.equalsIgnoreCase(context.host()))
            .isPresent();
    if (atFrames && !ofFrames) {
      throw new NotFoundResponse();
    }
  }
}
