package dev.labelops.engine.quirks;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.labelops.engine.front.FrontErrors;
import dev.labelops.engine.front.OwnerAuth;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;

/** {@code GET} and {@code PUT /_labelops/quirks}, for the owner of an engine that allows them. */
public final class QuirkRoutes {
  private static final String PATH = "/_labelops/quirks";

  private final boolean allowed;
  private final QuirkBoard board;
  private final OwnerAuth owners;
  private final JsonMapper mapper;

  /**
   * @param allowed whether the engine was started so that quirks may be used
   */
  public QuirkRoutes(boolean allowed, QuirkBoard board, OwnerAuth owners, JsonMapper mapper) {
    this.allowed = allowed;
    this.board = board;
    this.owners = owners;
    this.mapper = mapper;
  }

  public void register(RoutesConfig routes) {
    routes.get(PATH, this::get);
    routes.put(PATH, this::put);
  }

  private void get(Context context) {
    check(context);
    context.json(board.current());
  }

  private void check(Context context) {
    owners.requireOwner(context);
    if (!allowed) {
      throw FrontErrors.QUIRKS_NOT_ALLOWED.of();
    }
  }

  private void put(Context context) {
    check(context);
    try {
      board.set(mapper.readValue(context.body(), Quirks.class));
    } catch (JsonProcessingException e) {
      throw FrontErrors.INVALID_QUIRKS.of(e.getOriginalMessage());
    }
    context.json(board.current());
  }
}
