package dev.labelops.engine.sagemaker.workforce;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.labelops.engine.front.Caller;
import dev.labelops.engine.front.Json;
import dev.labelops.engine.front.JsonOperation;
import dev.labelops.engine.front.Page;
import dev.labelops.engine.sagemaker.SageMakerErrors;
import dev.labelops.engine.store.Database;
import dev.labelops.engine.tags.Tags;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;

/** CreateWorkteam, DescribeWorkteam, UpdateWorkteam, DeleteWorkteam, ListWorkteams. */
public final class WorkteamOperations {
  private static final int MAX_TEAMS = 25;
  private static final List<String> UPDATABLE =
      List.of(
          "MemberDefinitions",
          "Description",
          "NotificationConfiguration",
          "WorkerAccessConfiguration");

  private final Database database;
  private final MemberCheck members;
  private final Clock clock;
  private final Supplier<String> subDomain;

  public WorkteamOperations(
      Database database, MemberCheck members, Clock clock, Supplier<String> subDomain) {
    this.database = database;
    this.members = members;
    this.clock = clock;
    this.subDomain = subDomain;
  }

  public List<JsonOperation> operations() {
    return List.of(
        JsonOperation.of("SageMaker.CreateWorkteam", this::create),
        JsonOperation.of("SageMaker.DescribeWorkteam", this::describe),
        JsonOperation.of("SageMaker.UpdateWorkteam", this::update),
        JsonOperation.of("SageMaker.DeleteWorkteam", this::delete),
        JsonOperation.of("SageMaker.ListWorkteams", this::list));
  }

  private JsonNode create(Caller caller, JsonNode request) {
    String name = request.get("WorkteamName").asText();
    return database.inTransaction(
        handle -> {
          Workforce workforce = workforce(handle, caller, Json.text(request, "WorkforceName"));
          members.check(workforce, request.path("MemberDefinitions"));
          List<Workteam> teams = WorkteamStore.list(handle, caller);
          if (teams.stream().anyMatch(team -> team.name().equals(name))) {
            throw SageMakerErrors.TEAM_EXISTS.of(name);
          }
          if (teams.size() >= MAX_TEAMS) {
            throw SageMakerErrors.TOO_MANY_TEAMS.of(MAX_TEAMS);
          }
          ObjectNode settings = request.deepCopy();
          settings.remove(List.of("WorkteamName", "WorkforceName", "Tags"));
          Instant now = clock.instant();
          Workteam team =
              new Workteam(
                  caller.arnOf("sagemaker", "workteam/private-crowd/" + name),
                  caller.accountId(),
                  caller.region(),
                  name,
                  settings,
                  now,
                  now);
          WorkteamStore.insert(handle, team);
          Tags.put(handle, team.arn(), Tags.of(request.path("Tags")));
          return Json.object().put("WorkteamArn", team.arn());
        });
  }

  private JsonNode describe(Caller caller, JsonNode request) {
    return database.inTransaction(
        handle -> shown(handle, caller, require(handle, caller, request)));
  }

  private JsonNode update(Caller caller, JsonNode request) {
    return database.inTransaction(
        handle -> {
          Workteam old = require(handle, caller, request);
          if (request.has("MemberDefinitions")) {
            members.check(
                workforce(handle, caller, Optional.empty()), request.get("MemberDefinitions"));
          }
          ObjectNode settings = old.settings().deepCopy();
          UPDATABLE.stream()
              .filter(request::has)
              .forEach(member -> settings.set(member, request.get(member)));
          Workteam changed =
              new Workteam(
                  old.arn(),
                  old.accountId(),
                  old.region(),
                  old.name(),
                  settings,
                  old.createdAt(),
                  clock.instant());
          WorkteamStore.update(handle, changed);
          return shown(handle, caller, changed);
        });
  }

  private JsonNode delete(Caller caller, JsonNode request) {
    return database.inTransaction(
        handle -> {
          Workteam team = require(handle, caller, request);
          WorkteamStore.delete(handle, team.arn());
          Tags.clear(handle, team.arn());
          return Json.object().put("Success", true);
        });
  }

  private JsonNode list(Caller caller, JsonNode request) {
    String contains = Json.text(request, "NameContains").orElse("");
    boolean byName = Json.text(request, "SortBy").orElse("CreateDate").equals("Name");
    Function<Workteam, String> sortKey = byName ? Workteam::name : Workteam::createdSortKey;
    boolean descending = Json.text(request, "SortOrder").orElse("Ascending").equals("Descending");
    return database.inTransaction(
        handle -> {
          List<Workteam> teams =
              WorkteamStore.list(handle, caller).stream()
                  .filter(team -> team.name().contains(contains))
                  .toList();
          String workforceArn = workforceArn(handle, caller);
          return Page.of(
                  teams,
                  Json.text(request, "NextToken"),
                  request.path("MaxResults").asInt(10),
                  sortKey,
                  descending ? Comparator.reverseOrder() : Comparator.naturalOrder(),
                  SageMakerErrors.UNKNOWN_PAGE)
              .toJson("Workteams", "NextToken", team -> team.toJson(workforceArn, subDomain.get()));
        });
  }

  private Workforce workforce(Handle handle, Caller caller, Optional<String> name) {
    Instant now = clock.instant();
    Workforce workforce =
        WorkforceStore.find(handle, caller, now)
            .filter(found -> name.isEmpty() || name.get().equals(found.name()))
            .orElseThrow(() -> Workforces.noSuchWorkforce(name.orElse("default")));
    if (!workforce.isActive(now)) {
      throw SageMakerErrors.WORKFORCE_NOT_ACTIVE.of(workforce.name(), workforce.status(now));
    }
    return workforce;
  }

  private static Workteam require(Handle handle, Caller caller, JsonNode request) {
    String name = request.get("WorkteamName").asText();
    return WorkteamStore.byArn(handle, caller.arnOf("sagemaker", "workteam/private-crowd/" + name))
        .orElseThrow(() -> SageMakerErrors.NO_SUCH_TEAM.of(name));
  }

  private JsonNode shown(Handle handle, Caller caller, Workteam team) {
    return Json.object()
        .set("Workteam", team.toJson(workforceArn(handle, caller), subDomain.get()));
  }

  private String workforceArn(Handle handle, Caller caller) {
    return WorkforceStore.find(handle, caller, clock.instant()).map(Workforce::arn).orElse(null);
  }
}
