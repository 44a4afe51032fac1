package dev.labelops.engine.labeling;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.labelops.engine.Engine;
import dev.labelops.engine.EngineSettings;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sign-in and who may do what through the task API. */
class PortalTest {
  @TempDir static Path folder;
  private static Engine engine;
  private static LabelingFixture fixture;

  @BeforeAll
  static void start() {
    engine = Engine.start(EngineSettings.local(folder));
    fixture = LabelingFixture.open(engine, "eu-west-1");
    fixture.start("portal", "TextMultiClass", fixture.texts("portal", 3), wish -> {});
  }

  @AfterAll
  static void stop() {
    engine.close();
  }

  @Test
  void theFirstSignInReplacesTheTemporaryPassword() {
    fixture.invite("carl@example.com");

    var wrong = Person.signIn(engine.address(), "carl@example.com", "Wrong-1", null);
    assertThat(wrong.status()).isEqualTo(401);
    assertThat(wrong.code()).isEqualTo("NotAuthorized");
    var first = Person.signIn(engine.address(), "carl@example.com", "Temporary-1", null);
    assertThat(first.status()).isEqualTo(409);
    assertThat(first.code()).isEqualTo("NewPasswordRequired");
    var right = Person.signIn(engine.address(), "carl@example.com", "Temporary-1", "Permanent-1");
    assertThat(right.status()).isEqualTo(200);
    assertThat(right.body().path("sub").asText()).matches("[0-9a-f-]{36}");
    assertThat(Person.signIn(engine.address(), "carl@example.com", "Permanent-1", null).status())
        .isEqualTo(200);
  }

  @Test
  void onlyMembersWork() {
    fixture.invite("dora@example.com");
    Person dora =
        Person.signedIn(engine.address(), "dora@example.com", "Temporary-1", "Permanent-1");
    assertThat(dora.jobs().body().path("jobs")).isEmpty();
    assertThat(dora.post("/_labelops/api/jobs/portal/tasks", Person.JSON.createObjectNode()).code())
        .isEqualTo("JobNotFound");

    fixture.addToTeam("dora@example.com");
    JsonNode task = fixture.awaitTask(dora, "portal");

    fixture.removeFromTeam("dora@example.com");
    assertThat(dora.answer(task.path("taskId").asText(), LabelingFixture.textChoice("good")).code())
        .isEqualTo("NotAMember");
  }

  @Test
  void nobodyWorksAfterSigningOut() {
    Person emil = fixture.worker("emil");
    assertThat(emil.jobs().status()).isEqualTo(200);
    assertThat(emil.signOut().status()).isEqualTo(204);
    assertThat(emil.jobs().status()).isEqualTo(401);
    assertThat(emil.jobs().code()).isEqualTo("NotSignedIn");
  }

  @Test
  void whatIsNotThereIsSaidInJsonToo() {
    Person gus = fixture.worker("gus");
    var nothing = gus.get("/_labelops/api/nothing");
    assertThat(nothing.status()).isEqualTo(404);
    assertThat(nothing.code()).isEqualTo("NotFound");
  }

  @Test
  void wrongAnswersAreNamed() {
    Person fay = fixture.worker("simulated-fay");
    String task = fixture.awaitTask(fay, "portal").path("taskId").asText();

    assertThat(fay.answer(task, LabelingFixture.textChoice("ugly")).body().path("message").asText())
        .isEqualTo(
            "answerContent.crowd-classifier.label 'ugly' is not one of the job's labels [good, bad]");
    assertThat(fay.answer(task, LabelingFixture.choice("other", "good")).code())
        .isEqualTo("InvalidAnswer");
    assertThat(fay.post("/_labelops/api/tasks/" + task + "/answer", Person.JSON.nullNode()).code())
        .isEqualTo("MalformedRequest");
    for (String spent : new String[] {"-1", "\"NaN\"", "null", "\"9\"", "[9]"}) {
      JsonNode body =
          LabelingFixture.json(
              "{\"answerContent\":%s,\"timeSpentInSeconds\":%s}"
                  .formatted(LabelingFixture.textChoice("good"), spent));
      assertThat(fay.post("/_labelops/api/tasks/" + task + "/answer", body).body())
          .as(spent)
          .isEqualTo(
              LabelingFixture.json(
                  "{\"code\":\"InvalidAnswer\",\"message\":\"timeSpentInSeconds must be a number"
                      + " of seconds, 0 or more.\"}"));
    }
    assertThat(fay.get("/_labelops/api/tasks/nonsense").code()).isEqualTo("TaskNotFound");
    assertThat(fay.get("/_labelops/api/tasks/" + task).body().at("/instructions/full").asText())
        .isEqualTo("Read it <b>all</b>.");
    assertThat(fay.release(task).status()).isEqualTo(204);
    assertThat(fay.get("/_labelops/api/tasks/" + task).code()).isEqualTo("TaskGone");
  }
}
