package dev.labelops.engine;

import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.labelops.engine.front.AwsError;
import io.javalin.config.RoutesConfig;
import java.util.Map;

/** What the engine tells of itself. */
final class OwnRoutes {
  private OwnRoutes() {}

  static void register(RoutesConfig routes) {
    routes.get(
        "/_labelops/health", context -> context.json(Map.of("status", "UP", "version", version())));
    routes.exception(
        AwsError.class,
        (error, context) ->
            context
                .status(error.status())
                .json(Map.of("code", error.code(), "message", error.getMessage())));
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
