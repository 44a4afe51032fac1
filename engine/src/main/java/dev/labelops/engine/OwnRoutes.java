package dev.labelops.engine;

import io.javalin.config.RoutesConfig;
import java.util.Map;

/** What the engine tells of itself. */
final class OwnRoutes {
  private OwnRoutes() {}

  static void register(RoutesConfig routes) {
    routes.get(
        "/_labelops/health", context -> context.json(Map.of("status", "UP", "version", version())));
  }

  private static String version() {
    String version = OwnRoutes.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }
}
