package dev.labelops.engine;

import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.labelops.engine.front.AwsError;
import dev.labelops.engine.front.ErrorForm;
import dev.labelops.engine.front.FrontErrors;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.javalin.http.HttpStatus;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the engine reports about itself. */
final class OwnRoutes {
  private static final Logger LOG = LoggerFactory.getLogger(OwnRoutes.class);

  private OwnRoutes() {}

  static void register(RoutesConfig routes) {
    routes.get(
        "/_labelops/health", context -> context.json(Map.of("status", "UP", "version", version())));
    routes.after(OwnRoutes::nameCharset);
    routes.exception(AwsError.class, (error, context) -> write(context, error.status(), error));
    routes.exception(HttpResponseException.class, OwnRoutes::refuse);
    routes.exception(
        Exception.class,
        (error, context) -> {
          LOG.error("{} {} failed", context.method(), context.path(), error);
          AwsError failed = FrontErrors.OWN_FAILED.of();
          write(context, failed.status(), failed);
        });
  }

  // Javalin's own: no such path, a method that a path does not have, a body that is too large.
  private static void refuse(HttpResponseException error, Context context) {
    HttpStatus status = HttpStatus.forStatus(error.getStatus());
    ErrorForm form =
        status == HttpStatus.NOT_FOUND ? FrontErrors.NO_SUCH_ROUTE : FrontErrors.ROUTE_REFUSED;
    write(
        context, error.getStatus(), form.of(context.method(), context.path(), status.getMessage()));
  }

  private static void write(Context context, int status, AwsError error) {
    context.status(status).json(Map.of("code", error.code(), "message", error.getMessage()));
  }

  // Without it a browser reads text as windows-1252 and python-requests as ISO-8859-1.
  private static void nameCharset(Context context) {
    String type = context.res().getContentType();
    if (type != null && type.startsWith("text/") && !type.contains("charset")) {
      context.contentType(type + "; charset=utf-8");
    }
  }

  /** JSON of the engine's own surface: times as ISO-8601 text. */
  static JsonMapper mapper() {
    return JsonMapper.builder()
        .addModule(new JavaTimeModule())
        .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
        .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
        .build();
  }

  private static String version() {
    String version = OwnRoutes.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }
}
