package dev.labelops.engine.front;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The one address of the engine: chooses the service that a request is for. JSON services are
 * identified by {@code X-Amz-Target}, STS by its form body, the engine's own surface by {@code
 * /_labelops/}; everything else is S3.
 */
public final class Front implements Filter {
  /** The engine's own surface; a bucket name cannot contain an underscore. */
  public static final String OWN_PATH = "/_labelops/";

  /** What a user pool publishes for verifiers of its tokens; pool ids contain an underscore too. */
  private static final Pattern WELL_KNOWN =
      Pattern.compile("/[a-z0-9-]+_[0-9a-zA-Z]+/\\.well-known/(jwks\\.json|openid-configuration)");

  /** Pages of a user pool's domain; they have no domain of their own here. */
  private static final Set<String> HOSTED_SIGN_IN =
      Set.of("/login", "/logout", "/signup", "/oauth2/authorize");

  /**
   * Objects and the portal have one origin. A page among the objects that somebody opens gets an
   * origin of its own instead, so that its scripts cannot act in the portal.
   */
  private static final String OBJECT_POLICY =
      "sandbox allow-scripts allow-forms allow-modals allow-popups allow-downloads";

  private final HttpService json;
  private final HttpService sts;
  private final HttpService s3;

  /**
   * @param json answers requests with {@code X-Amz-Target}
   * @param sts answers form posts
   * @param s3 answers the rest
   */
  public Front(HttpService json, HttpService sts, HttpService s3) {
    this.json = json;
    this.sts = sts;
    this.s3 = s3;
  }

  @Override
  public void doFilter(ServletRequest anyRequest, ServletResponse anyResponse, FilterChain chain)
      throws IOException, ServletException {
    HttpServletRequest request = (HttpServletRequest) anyRequest;
    HttpServletResponse response = (HttpServletResponse) anyResponse;
    String path = request.getRequestURI();
    if (path.startsWith(OWN_PATH) || WELL_KNOWN.matcher(path).matches()) {
      chain.doFilter(request, response);
    } else if (isBrowserAt(Set.of("/"), request) || isHostedSignIn(request)) {
      response.setStatus(HttpServletResponse.SC_FOUND);
      response.setHeader("Location", OWN_PATH + "portal/" + pool(request));
    } else {
      if (request.getMethod().equals("GET") && request.getHeader("Authorization") == null) {
        response.setHeader("Content-Security-Policy", OBJECT_POLICY);
      }
      service(request).handle(request, response);
      RequestBody.finish(request);
    }
  }

  private HttpService service(HttpServletRequest request) {
    if (request.getHeader("X-Amz-Target") != null) {
      return json;
    }
    return isForm(request) ? sts : s3;
  }

  // Wherever redirect_uri of the request leads: the portal is the only place.
  private static boolean isHostedSignIn(HttpServletRequest request) {
    return isBrowserAt(HOSTED_SIGN_IN, request) && request.getParameter("client_id") != null;
  }

  // The app client says which user pool the people of this link sign in to.
  private static String pool(HttpServletRequest request) {
    String client = request.getParameter("client_id");
    return client == null ? "" : "?client_id=" + URLEncoder.encode(client, StandardCharsets.UTF_8);
  }

  private static boolean isBrowserAt(Set<String> paths, HttpServletRequest request) {
    String accept = request.getHeader("Accept");
    return request.getMethod().equals("GET")
        && paths.contains(request.getRequestURI())
        && request.getHeader("Authorization") == null
        && accept != null
        && accept.contains("text/html");
  }

  private static boolean isForm(HttpServletRequest request) {
    String type = request.getContentType();
    return request.getMethod().equals("POST")
        && request.getRequestURI().equals("/")
        && type != null
        && type.startsWith("application/x-www-form-urlencoded");
  }
}
