package dev.labelops.engine.portal;

import dev.labelops.engine.front.ClientAddress;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * A session in a cookie of a browser. Scripts cannot read it, other sites cannot send it, and what
 * changes something needs the CSRF token besides.
 *
 * @param name of the cookie
 * @param address the engine's public address
 */
record SessionCookie(String name, ClientAddress addresses, Supplier<URI> address) {
  static final String CSRF_HEADER = "X-CSRF-Token";

  private static final Set<HandlerType> READING = Set.of(HandlerType.GET, HandlerType.HEAD);

  /**
   * The token of the session that the cookie names.
   *
   * @throws PortalError 403 when the request changes something and its CSRF token is not the
   *     session's
   */
  Optional<String> token(Context context) {
    Optional<String> token = unchecked(context);
    if (token.isPresent() && !READING.contains(context.method())) {
      String csrf = context.header(CSRF_HEADER);
      if (csrf == null || !Token.same(csrf, Token.csrf(token.get()))) {
        throw PortalError.noCsrfToken();
      }
    }
    return token;
  }

  /** The same without a look at the CSRF token. */
  Optional<String> unchecked(Context context) {
    return Optional.ofNullable(context.cookie(name)).filter(token -> !token.isEmpty());
  }

  void set(Context context, String token, Instant now, Instant until) {
    write(context, token, Duration.between(now, until).toSeconds());
  }

  void clear(Context context) {
    write(context, "", 0);
  }

  private void write(Context context, String value, long seconds) {
    boolean secure = "https".equals(address.get().getScheme()) || addresses.isSecure(context.req());
    context
        .res()
        .addHeader(
            "Set-Cookie",
            "%s=%s; Path=/_labelops; Max-Age=%d; HttpOnly; SameSite=Strict%s"
                .formatted(name, value, seconds, secure ? "; Secure" : ""));
  }

  /**
   * A sign-in that sets a cookie has to be JSON by name: another site's form cannot send that, so
   * it cannot sign a browser in as somebody else.
   *
   * @throws PortalError 415
   */
  static void requireJson(Context context) {
    String type = context.contentType();
    if (type == null || !type.startsWith("application/json")) {
      throw new PortalError(
          415, "JsonRequired", "Send the sign-in with Content-Type: application/json.");
    }
  }
}
