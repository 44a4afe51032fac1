package dev.labelops.engine.sagemaker.workforce;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.labelops.engine.cognito.UserPoolDirectory;
import dev.labelops.engine.front.AwsError;
import dev.labelops.engine.front.Caller;
import dev.labelops.engine.front.Json;
import dev.labelops.engine.front.JsonOperation;
import dev.labelops.engine.front.Page;
import dev.labelops.engine.sagemaker.SageMakerErrors;
import dev.labelops.engine.store.Database;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;

/** CreateWorkforce, DescribeWorkforce, UpdateWorkforce, DeleteWorkforce, ListWorkforces. */
public final class Workforces {
  private static final int MAX_CIDRS = 10;
  private static final List<String> UPDATABLE =
      List.of("SourceIpConfig", "OidcConfig", "WorkforceVpcConfig", "IpAddressType");

  private final Database database;
  private final UserPoolDirectory pools;
  private final Clock clock;
  private final Duration pace;
  private final Supplier<String> subDomain;

  /**
   * @param pace how long Initializing, Updating and Deleting last
   * @param subDomain where workers find the portal, without the scheme
   */
  public Workforces(
      Database database,
      UserPoolDirectory pools,
      Clock clock,
      Duration pace,
      Supplier<String> subDomain) {
    this.database = database;
    this.pools = pools;
    this.clock = clock;
    this.pace = pace;
    this.subDomain = subDomain;
  }

  public List<JsonOperation> operations() {
    return List.of(
        JsonOperation.of("SageMaker.CreateWorkforce", this::create),
        JsonOperation.of("SageMaker.DescribeWorkforce", this::describe),
        JsonOperation.of("SageMaker.UpdateWorkforce", this::update),
        JsonOperation.of("SageMaker.DeleteWorkforce", this::delete),
        JsonOperation.of("SageMaker.ListWorkforces", this::list));
  }

  private JsonNode create(Caller caller, JsonNode request) {
    checkIdentity(caller, request);
    checkCidrs(request);
    return database.inTransaction(
        handle -> {
          Instant now = clock.instant();
          WorkforceStore.find(handle, caller, now)
              .ifPresent(
                  there -> {
                    throw SageMakerErrors.WORKFORCE_EXISTS.of(there.name());
                  });
          String name = request.get("WorkforceName").asText();
          ObjectNode settings = request.deepCopy();
          settings.remove(List.of("WorkforceName", "Tags"));
          Workforce workforce =
              new Workforce(
                  caller.accountId(),
                  caller.region(),
                  name,
                  caller.arnOf("sagemaker", "workforce/" + name),
                  settings,
                  Workforce.Phase.Initializing,
                  now.plus(pace),
                  now,
                  now);
          WorkforceStore.insert(handle, workforce, now);
          return Json.object().put("WorkforceArn", workforce.arn());
        });
  }

  private JsonNode describe(Caller caller, JsonNode request) {
    return database.jdbi().withHandle(handle -> shown(require(handle, caller, request)));
  }

  private JsonNode update(Caller caller, JsonNode request) {
    checkCidrs(request);
    return database.inTransaction(
        handle -> {
          Workforce old = require(handle, caller, request);
          Instant now = clock.instant();
          if (!old.isActive(now)) {
            throw conflict(old, now);
          }
          boolean newIdentity = request.has("OidcConfig");
          if (newIdentity && old.userPoolId().isPresent()) {
            throw SageMakerErrors.PROVIDER_STAYS.of();
          }
          if (newIdentity && !WorkteamStore.list(handle, caller).isEmpty()) {
            throw SageMakerErrors.OIDC_WITH_TEAMS.of();
          }
          ObjectNode settings = old.settings().deepCopy();
          UPDATABLE.stream()
              .filter(request::has)
              .forEach(member -> settings.set(member, request.get(member)));
          Workforce changed = old.entering(Workforce.Phase.Updating, now.plus(pace), settings, now);
          WorkforceStore.update(handle, changed);
          return shown(changed);
        });
  }

  private JsonNode delete(Caller caller, JsonNode request) {
    return database.inTransaction(
        handle -> {
          Workforce old = require(handle, caller, request);
          Instant now = clock.instant();
          if (!WorkteamStore.list(handle, caller).isEmpty()) {
            throw SageMakerErrors.WORKFORCE_HAS_TEAMS.of(old.name());
          }
          if (!old.isActive(now)) {
            throw conflict(old, now);
          }
          WorkforceStore.update(
              handle, old.entering(Workforce.Phase.Deleting, now.plus(pace), old.settings(), now));
          return Json.object();
        });
  }

  private JsonNode list(Caller caller, JsonNode request) {
    String contains = Json.text(request, "NameContains").orElse("");
    List<Workforce> found =
        database
            .jdbi()
            .withHandle(handle -> WorkforceStore.find(handle, caller, clock.instant()))
            .stream()
            .filter(workforce -> workforce.name().contains(contains))
            .toList();
    return Page.of(
            found,
            Json.text(request, "NextToken"),
            request.path("MaxResults").asInt(10),
            Workforce::name,
            SageMakerErrors.UNKNOWN_PAGE)
        .toJson(
            "Workforces",
            "NextToken",
            workforce -> workforce.toJson(clock.instant(), subDomain.get()));
  }

  private void checkIdentity(Caller caller, JsonNode request) {
    if (request.has("CognitoConfig") == request.has("OidcConfig")) {
      throw SageMakerErrors.ONE_PROVIDER.of();
    }
    if (request.has("CognitoConfig")) {
      String pool = request.get("CognitoConfig").get("UserPool").asText();
      String client = request.get("CognitoConfig").get("ClientId").asText();
      if (!pools.hasPool(caller, pool)) {
        throw SageMakerErrors.NO_SUCH_POOL.of(pool);
      }
      if (!pools.hasClient(pool, client)) {
        throw SageMakerErrors.NO_SUCH_CLIENT.of(client);
      }
    }
  }

  private static void checkCidrs(JsonNode request) {
    if (request.path("SourceIpConfig").path("Cidrs").size() > MAX_CIDRS) {
      throw SageMakerErrors.TOO_MANY_CIDRS.of(MAX_CIDRS);
    }
  }

  private Workforce require(Handle handle, Caller caller, JsonNode request) {
    String name = request.get("WorkforceName").asText();
    return WorkforceStore.find(handle, caller, clock.instant())
        .filter(workforce -> workforce.name().equals(name))
        .orElseThrow(() -> noSuchWorkforce(name));
  }

  static AwsError noSuchWorkforce(String name) {
    return SageMakerErrors.NO_SUCH_WORKFORCE.of(name);
  }

  private static AwsError conflict(Workforce workforce, Instant now) {
    return SageMakerErrors.WORKFORCE_CHANGING.of(workforce.name(), workforce.status(now));
  }

  private JsonNode shown(Workforce workforce) {
    return Json.object().set("Workforce", workforce.toJson(clock.instant(), subDomain.get()));
  }
}
