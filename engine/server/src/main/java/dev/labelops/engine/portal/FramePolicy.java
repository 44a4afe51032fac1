package dev.labelops.engine.portal;

import dev.labelops.engine.EngineSettings.TemplateHosts;
import java.net.URI;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the pages below {@code /_labelops/} may do, as Content-Security-Policy.
 *
 * @param hosts what templates may load besides the engine and its objects
 * @param engine origin of the engine and of its objects
 * @param frames origin of the frames
 */
record FramePolicy(TemplateHosts hosts, String engine, String frames) {
  private static final String SANDBOX =
      "sandbox allow-scripts allow-forms allow-modals allow-popups allow-popups-to-escape-sandbox"
          + " allow-downloads";

  /** Scheme, host and port of an address. */
  static String origin(URI address) {
    return address.getScheme() + "://" + address.getRawAuthority();
  }

  /**
   * Of a page that a job's owner wrote. It has an origin of its own ({@code null}) also when it is
   * opened outside of a frame: neither cookies nor storage, and nothing of the page around it.
   */
  String ofTemplate() {
    String loaded = sources(List.of());
    String shown = sources(List.of("data:", "blob:"));
    return String.join(
        "; ",
        SANDBOX,
        "default-src 'none'",
        "script-src 'unsafe-inline' 'unsafe-eval' " + loaded,
        "style-src 'unsafe-inline' " + loaded,
        "img-src " + shown,
        "media-src " + shown,
        "font-src " + shown,
        "frame-src " + shown,
        "connect-src " + loaded,
        "form-action 'none'",
        "base-uri 'none'",
        "frame-ancestors 'self' " + engine);
  }

  private String sources(List<String> more) {
    return Stream.of(Stream.of("'self'", engine), hosts.sources().stream(), more.stream())
        .flatMap(stream -> stream)
        .distinct()
        .collect(Collectors.joining(" "));
  }

  /** Of the engine's own pages: nothing inline, nothing from elsewhere. */
  String ofPortal() {
    return String.join(
        "; ",
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data: blob: " + engine,
        "connect-src 'self'",
        "font-src 'self'",
        "manifest-src 'self'",
        "frame-src 'self' " + frames,
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'");
  }
}
