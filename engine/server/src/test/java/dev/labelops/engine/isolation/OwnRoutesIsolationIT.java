package dev.labelops.engine.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.labelops.engine.Engine;
import dev.labelops.engine.EngineSettings;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Owners and workers of one account see nothing of another's on the engine's own surface, and
 * change nothing of it.
 */
class OwnRoutesIsolationIT {
  private enum Who {
    OWNER,
    WORKER,
    /** Nobody in particular: it is public, as on AWS, and names nothing but what the path names. */
    ANYBODY
  }

  /**
   * A route as the other account's things are asked for at it.
   *
   * @param path with <code>${task}</code> and the like in place of what is named
   * @param status of the answer, which is that for a thing that nobody has
   */
  private record Door(Who who, String path, String body, int status) {
    static Door owner(String path, String body, int status) {
      return new Door(Who.OWNER, path, body, status);
    }

    static Door worker(String path, String body, int status) {
      return new Door(Who.WORKER, path, body, status);
    }

    static Door anybody(String path) {
      return new Door(Who.ANYBODY, path, "", 200);
    }
  }

  private static final String SIGN_IN =
      "{\"userPoolId\":\"${pool}\",\"username\":\"${email}\",\"password\":\"%s\"}"
          .formatted("Permanent-" + IsolationIT.CALLER.accountId());
  private static final String OWNER_SIGN_IN =
      "{\"accessKeyId\":\"${accessKey}\",\"secretAccessKey\":\"%s\"}"
          .formatted(IsolationIT.CALLER.secretAccessKey());
  private static final String OWNED = "/_labelops/api/owner/jobs";
  private static final String OWNED_JOB = OWNED + "/${region}/${job}";
  private static final Map<String, Door> DOORS =
      Map.ofEntries(
          Map.entry("GET /_labelops/health", Door.owner("/_labelops/health", "", 200)),
          Map.entry("GET /_labelops/portal", Door.worker("/_labelops/portal", "", 200)),
          Map.entry("GET /_labelops/portal/", Door.worker("/_labelops/portal/", "", 200)),
          Map.entry(
              "GET /_labelops/portal/<screen>",
              Door.worker("/_labelops/portal/tasks/${task}", "", 200)),
          Map.entry(
              "GET /_labelops/portal/assets/{file}",
              Door.worker("/_labelops/portal/assets/none.js", "", 404)),
          Map.entry(
              "GET /_labelops/owner/assets/{file}",
              Door.owner("/_labelops/owner/assets/none.js", "", 404)),
          Map.entry("GET /_labelops/owner", Door.owner("/_labelops/owner", "", 200)),
          Map.entry("GET /_labelops/owner/", Door.owner("/_labelops/owner/", "", 200)),
          Map.entry(
              "GET /_labelops/owner/<screen>", Door.owner("/_labelops/owner/jobs/${job}", "", 200)),
          Map.entry(
              "GET /_labelops/elements/{file}",
              Door.worker("/_labelops/elements/none.js", "", 404)),
          // A ticket is the whole proof: that of another is not to be guessed.
          Map.entry(
              "GET /_labelops/frames/{ticket}", Door.worker("/_labelops/frames/${task}", "", 410)),
          Map.entry(
              "POST /_labelops/api/owner/sessions",
              Door.owner("/_labelops/api/owner/sessions", OWNER_SIGN_IN, 401)),
          Map.entry(
              "GET /_labelops/api/owner/sessions/current",
              Door.owner("/_labelops/api/owner/sessions/current?account=${account}", "", 401)),
          Map.entry(
              "DELETE /_labelops/api/owner/sessions/current",
              Door.owner("/_labelops/api/owner/sessions/current?account=${account}", "", 204)),
          Map.entry(
              "GET /_labelops/api/owner/outbox",
              Door.owner("/_labelops/api/owner/outbox?to=${email}", "", 200)),
          Map.entry("GET /_labelops/api/owner/jobs", Door.owner(OWNED + "?after=9_9", "", 200)),
          Map.entry(
              "GET /_labelops/api/owner/jobs/{region}/{jobName}", Door.owner(OWNED_JOB, "", 404)),
          Map.entry(
              "GET /_labelops/api/owner/jobs/{region}/{jobName}/objects",
              Door.owner(OWNED_JOB + "/objects", "", 404)),
          Map.entry(
              "GET /_labelops/api/owner/jobs/{region}/{jobName}/objects/{objectId}",
              Door.owner(OWNED_JOB + "/objects/0", "", 404)),
          Map.entry(
              "GET /_labelops/api/owner/jobs/{region}/{jobName}/objects/{objectId}/answers/{workerId}/file",
              Door.owner(OWNED_JOB + "/objects/0/answers/x/file", "", 404)),
          Map.entry(
              "GET /_labelops/api/owner/jobs/{region}/{jobName}/workers",
              Door.owner(OWNED_JOB + "/workers", "", 404)),
          Map.entry(
              "POST /_labelops/api/owner/jobs/{region}/{jobName}/label-again",
              Door.owner(OWNED_JOB + "/label-again", "{\"objectIds\":[0]}", 404)),
          Map.entry(
              "POST /_labelops/api/owner/jobs/{region}/{jobName}/accepted",
              Door.owner(OWNED_JOB + "/accepted", "{}", 404)),
          Map.entry(
              "PUT /_labelops/api/owner/jobs/{region}/{jobName}/objects/{objectId}/accepted",
              Door.owner(OWNED_JOB + "/objects/0/accepted", "{\"workerId\":\"x\"}", 404)),
          Map.entry(
              "DELETE /_labelops/api/owner/jobs/{region}/{jobName}/objects/{objectId}/accepted",
              Door.owner(OWNED_JOB + "/objects/0/accepted", "", 404)),
          Map.entry(
              "POST /_labelops/api/owner/jobs/{region}/{jobName}/preview",
              Door.owner(OWNED_JOB + "/preview", "{\"objectId\":0}", 404)),
          Map.entry(
              "POST /_labelops/api/owner/jobs/{region}/{jobName}/preview/outcome",
              Door.owner(
                  OWNED_JOB + "/preview/outcome", "{\"objectId\":0,\"answerContent\":{}}", 404)),
          Map.entry(
              "GET /_labelops/api/sessions/current",
              Door.worker("/_labelops/api/sessions/current?token=${session}", "", 200)),
          Map.entry("GET /_labelops/api/progress", Door.worker("/_labelops/api/progress", "", 200)),
          Map.entry(
              "POST /_labelops/api/tasks/{taskId}/shown",
              Door.worker("/_labelops/api/tasks/${task}/shown", "{}", 404)),
          Map.entry(
              "POST /_labelops/api/tasks/{taskId}/violations",
              Door.worker("/_labelops/api/tasks/${task}/violations", "{\"violations\":[]}", 404)),
          Map.entry("GET /_labelops/quirks", Door.owner("/_labelops/quirks", "", 403)),
          Map.entry("PUT /_labelops/quirks", Door.owner("/_labelops/quirks", "{}", 403)),
          Map.entry("GET /_labelops/outbox", Door.owner("/_labelops/outbox?to=${email}", "", 200)),
          Map.entry(
              "GET /{pool}/.well-known/jwks.json", Door.anybody("/${pool}/.well-known/jwks.json")),
          Map.entry(
              "GET /{pool}/.well-known/openid-configuration",
              Door.anybody("/${pool}/.well-known/openid-configuration")),
          Map.entry(
              "POST /_labelops/api/sessions", Door.worker("/_labelops/api/sessions", SIGN_IN, 401)),
          Map.entry(
              "DELETE /_labelops/api/sessions/current",
              Door.worker("/_labelops/api/sessions/current?token=${session}", "", 204)),
          Map.entry("GET /_labelops/api/jobs", Door.worker("/_labelops/api/jobs", "", 200)),
          Map.entry(
              "POST /_labelops/api/jobs/{jobName}/tasks",
              Door.worker("/_labelops/api/jobs/${job}/tasks?after=${task}", "{}", 404)),
          Map.entry(
              "GET /_labelops/api/tasks/{taskId}",
              Door.worker("/_labelops/api/tasks/${task}", "", 404)),
          Map.entry(
              "POST /_labelops/api/tasks/{taskId}/answer",
              Door.worker("/_labelops/api/tasks/${task}/answer", Estate.ANSWER_BODY, 404)),
          Map.entry(
              "POST /_labelops/api/tasks/{taskId}/decline",
              Door.worker("/_labelops/api/tasks/${task}/decline", "{}", 404)),
          Map.entry(
              "POST /_labelops/api/tasks/{taskId}/release",
              Door.worker("/_labelops/api/tasks/${task}/release", "{}", 404)));

  @TempDir static Path folder;
  private static Engine engine;
  private static Estate caller;
  private static Estate foreign;
  private static Map<String, String> nobody;

  @BeforeAll
  static void start() {
    engine =
        Estate.start(
            EngineSettings.local(folder)
                .with(List.of(IsolationIT.CALLER, IsolationIT.OTHER), List.of()));
    caller = Estate.build(engine, IsolationIT.CALLER, "eu-west-1");
    foreign = Estate.build(engine, IsolationIT.OTHER, "eu-west-1");
    nobody = Estate.nobody("eu-west-1");
    nobody.put("session", "nobodys");
    nobody.put("accessKey", "nobodys");
    foreign.put("accessKey", IsolationIT.OTHER.accessKeyId());
  }

  @AfterAll
  static void stop() {
    engine.close();
  }

  @AfterEach
  void theOtherAccountsWorkerHoldsHerTask() {
    String path = "/_labelops/api/tasks/" + foreign.thing("task");
    assertThat(foreign.send("GET", path, foreign.thing("session"), "").statusCode()).isEqualTo(200);
  }

  @Test
  void everyRouteHasARow() {
    TreeSet<String> routes = new TreeSet<>();
    engine.doors().stream().filter(door -> door.contains(" ")).forEach(routes::add);
    assertThat(new TreeSet<>(DOORS.keySet())).isEqualTo(routes);
  }

  @Test
  void whatIsForeignIsAsIfItDidNotExist() {
    SoftAssertions softly = new SoftAssertions();
    // Signing out comes last: it ends the caller's own session.
    new TreeSet<>(DOORS.keySet())
        .descendingSet().stream()
            .filter(route -> DOORS.get(route).who() != Who.ANYBODY)
            .forEach(
                route -> {
                  HttpResponse<String> answer = send(route, foreign.things());
                  HttpResponse<String> unknown = send(route, nobody);
                  softly
                      .assertThat(answer.statusCode())
                      .as(route)
                      .isEqualTo(DOORS.get(route).status());
                  softly.assertThat(unknown.statusCode()).as(route).isEqualTo(answer.statusCode());
                  softly
                      .assertThat(general(answer, foreign.things()))
                      .as(route)
                      .isEqualTo(general(unknown, nobody));
                });
    softly.assertAll();
  }

  @Test
  void whatIsPublicNamesNothingButItsPool() {
    DOORS.forEach(
        (route, door) -> {
          if (door.who() == Who.ANYBODY) {
            HttpResponse<String> answer = send(route, foreign.things());
            assertThat(answer.statusCode()).as(route).isEqualTo(door.status());
            String rest = answer.body().replace(foreign.thing("pool"), "");
            foreign.things().values().forEach(name -> assertThat(rest).doesNotContain(name));
            assertThat(send(route, nobody).statusCode()).as(route + " of nobody").isEqualTo(404);
          }
        });
  }

  private static HttpResponse<String> send(String route, Map<String, String> names) {
    Door door = DOORS.get(route);
    return caller.send(
        route.substring(0, route.indexOf(' ')),
        named(door.path(), names),
        door.who() == Who.WORKER ? caller.thing("session") : "",
        named(door.body(), names));
  }

  private static String named(String text, Map<String, String> names) {
    String[] named = {text};
    names.forEach((name, value) -> named[0] = named[0].replace("${" + name + "}", value));
    return named[0];
  }

  private static String general(HttpResponse<String> answer, Map<String, String> names) {
    return answer.body().replace(names.get("job"), "<job>").replace(names.get("task"), "<task>");
  }

  @Test
  void anOwnerSeesTheInvitationsOfItsOwnPoolsOnly() {
    HttpResponse<String> all = caller.send("GET", "/_labelops/outbox", "", "");

    List<String> pools =
        Estate.json(all)
            .path("messages")
            .valueStream()
            .map(message -> message.path("userPoolId").asText())
            .distinct()
            .toList();
    assertThat(pools).containsExactly(caller.thing("pool"));
  }

  @Test
  void anOwnerSeesTheJobsOfItsOwnAccountOnly() {
    JsonNode jobs = Estate.json(caller.send("GET", OWNED, "", ""));

    assertThat(jobs.path("jobs").valueStream().map(job -> job.path("jobName").asText()))
        .containsExactlyInAnyOrder(
            caller.thing("job"), caller.thing("job") + "-2", "trained-" + caller.thing("job"));
  }

  @Test
  void whomAnotherAccountInvitesSignsInAsBefore() {
    foreign.invite(caller.thing("email"));
    String signIn =
        "{\"username\":\"%s\",\"password\":\"%s\"}"
            .formatted(caller.thing("email"), caller.thing("password"));

    HttpResponse<String> signedIn = caller.send("POST", "/_labelops/api/sessions", "", signIn);

    assertThat(signedIn.statusCode()).as(signedIn.body()).isEqualTo(200);
    assertThat(Estate.json(signedIn).path("username").asText()).isEqualTo(caller.thing("user"));
  }

  @Test
  void aWorkerIsOfferedTheJobsOfTheOwnAccountOnly() {
    HttpResponse<String> signedIn =
        caller.send(
            "POST",
            "/_labelops/api/sessions",
            "",
            "{\"userPoolId\":\"%s\",\"username\":\"%s\",\"password\":\"%s\"}"
                .formatted(caller.thing("pool"), caller.thing("email"), caller.thing("password")));
    String session = Estate.json(signedIn).path("token").asText();

    JsonNode jobs = Estate.json(caller.send("GET", "/_labelops/api/jobs", session, ""));

    assertThat(jobs.path("jobs").valueStream().map(job -> job.path("jobName").asText()))
        .containsExactlyInAnyOrder(caller.thing("job"), caller.thing("job") + "-2");
  }
}
