package dev.labelops.engine.sagemaker.workforce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.labelops.engine.front.Caller;
import dev.labelops.engine.front.Json;
import dev.labelops.engine.sagemaker.workforce.Workforce.Phase;
import dev.labelops.engine.store.Database;
import dev.labelops.engine.store.Vendor;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** {@code WorkforceStore} and {@code WorkteamStore}. */
@ParameterizedClass
@EnumSource(Vendor.class)
class WorkforceStoresContractIT {
  @Parameter Vendor vendor;

  private final String account = UUID.randomUUID().toString().substring(0, 12);
  private final Caller caller = new Caller(account, "eu-west-1", "key", "arn");
  private final Instant now = Instant.parse("2026-11-29T10:00:00.123456Z");

  @Test
  void anAccountHasOneWorkforcePerRegion() {
    Workforce workforce = workforce(Phase.Initializing, now.plusSeconds(5));
    work(handle -> WorkforceStore.insert(handle, workforce, now));
    work(
        handle -> {
          assertThat(WorkforceStore.find(handle, caller, now)).contains(workforce);
          Caller elsewhere = new Caller(account, "us-east-1", "key", "arn");
          assertThat(WorkforceStore.find(handle, elsewhere, now)).isEmpty();
        });
    assertThatThrownBy(
            () -> work(handle -> WorkforceStore.insert(handle, workforce, now.plusSeconds(9))))
        .isInstanceOfSatisfying(
            JdbiException.class, e -> assertThat(Database.isDuplicate(e)).isTrue());
  }

  @Test
  void aWorkforceWhoseDeletionIsDoneMakesRoom() {
    Workforce old = workforce(Phase.Initializing, now);
    Workforce leaving = old.entering(Phase.Deleting, now.plusSeconds(1), old.settings(), now);
    work(handle -> WorkforceStore.insert(handle, old, now));
    work(handle -> WorkforceStore.update(handle, leaving));
    work(
        handle -> {
          assertThat(WorkforceStore.find(handle, caller, now)).contains(leaving);
          assertThat(WorkforceStore.find(handle, caller, now.plusSeconds(1))).isEmpty();
        });
    Workforce next = workforce(Phase.Initializing, now.plusSeconds(9));
    work(handle -> WorkforceStore.insert(handle, next, now.plusSeconds(1)));
    work(handle -> assertThat(WorkforceStore.find(handle, caller, now)).contains(next));
  }

  @Test
  void teamsAreKeptByArnAndFoundByTheirPool() {
    Workteam team = team("t-1", "eu-west-1_Pool" + account);
    Workteam other = team("t-2", "eu-west-1_Other" + account);
    work(
        handle -> {
          WorkteamStore.insert(handle, team);
          WorkteamStore.insert(handle, other);
        });
    work(
        handle -> {
          assertThat(WorkteamStore.list(handle, caller)).containsExactlyInAnyOrder(team, other);
          assertThat(WorkteamStore.byArn(handle, team.arn())).contains(team);
          assertThat(WorkteamStore.byArn(handle, team.arn().toUpperCase())).isEmpty();
          assertThat(WorkteamStore.naming(handle, "eu-west-1_Pool" + account))
              .isEqualTo(List.of(team));
          assertThat(WorkteamStore.naming(handle, "eu-west-1_pool" + account)).isEmpty();
        });
    Workteam changed =
        new Workteam(
            team.arn(),
            account,
            "eu-west-1",
            "t-1",
            Json.object().put("Description", "\u00fc"),
            now,
            now.plusSeconds(1));
    work(handle -> WorkteamStore.update(handle, changed));
    work(handle -> assertThat(WorkteamStore.byArn(handle, team.arn())).contains(changed));
    work(handle -> WorkteamStore.delete(handle, team.arn()));
    work(handle -> assertThat(WorkteamStore.list(handle, caller)).containsExactly(other));
  }

  private void work(Consumer<Handle> work) {
    vendor
        .database()
        .inTransaction(
            handle -> {
              work.accept(handle);
              return null;
            });
  }

  private Workforce workforce(Phase phase, Instant until) {
    return new Workforce(
        account,
        "eu-west-1",
        "default",
        "arn:aws:sagemaker:eu-west-1:" + account + ":workforce/default",
        Json.object().put("x", "\u00fc'"),
        phase,
        until,
        now,
        now);
  }

  private Workteam team(String name, String pool) {
    ObjectNode settings = Json.object();
    settings
        .putArray("MemberDefinitions")
        .addObject()
        .putObject("CognitoMemberDefinition")
        .put("UserPool", pool)
        .put("UserGroup", "g")
        .put("ClientId", "c");
    return new Workteam(
        "arn:aws:sagemaker:eu-west-1:" + account + ":workteam/private-crowd/" + name,
        account,
        "eu-west-1",
        name,
        settings,
        now,
        now);
  }
}
