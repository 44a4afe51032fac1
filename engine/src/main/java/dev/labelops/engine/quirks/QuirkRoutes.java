package dev.labelops.engine.quirks;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.labelops.engine.front.AwsError;
import dev.labelops.engine.front.OwnerAuth;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;

/** {@code GET} and {@code PUT /_labelops/quirks}, for the owner. */
public final class QuirkRoutes {
  private static final String PATH = "/_labelops/quirks";

  private final QuirkBoard board;
  private final OwnerAuth owners;
  private final JsonMapper mapper;

  public QuirkRoutes(QuirkBoard board, OwnerAuth owners, JsonMapper mapper) {
    this.board = board;
    this.owners = owners;
    this.mapper = mapper;
  }

  public void register(RoutesConfig routes) {
    routes.get(PATH, this::get);
    routes.put(PATH, this::put);
  }

  private void get(Context context) {
    owners.requireOwner(context);
    context.json(board.current());
  }

  private void put(Context context) {
    owners.requireOwner(context);
    try {
      board.set(mapper.readValue(context.body(), Quirks.class));
    } catch (JsonProcessingException e) {
      throw new AwsError(
          400, "InvalidQuirks", "The body is not the quirks' JSON: " + e.getOriginalMessage());
    }
    context.json(board.current());
  }
}
