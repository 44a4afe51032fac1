package dev.labelops.engine.labeling.types.audiorating;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.labelops.engine.labeling.task.Consolidated;
import dev.labelops.engine.labeling.task.InvalidAnswer;
import dev.labelops.engine.labeling.task.Provenance;
import dev.labelops.engine.labeling.task.TaskObject;
import dev.labelops.engine.labeling.task.WorkerAnswer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RatingsTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"stars\":6,\"worstSecond\":1} | stars must be a whole number from 1 to 5",
        "{\"stars\":2.5,\"worstSecond\":1} | stars must be a whole number from 1 to 5",
        "{\"stars\":5,\"worstSecond\":3.5} | worstSecond must be within the recording of 3.0 seconds",
        "{\"stars\":5} | worstSecond must be within the recording of 3.0 seconds",
      })
  void refusesWhatIsNotOnTheScaleOrInTheRecording(String answer, String message)
      throws IOException {
    TaskObject object = object();
    var json = JSON.readTree(answer);

    assertThatThrownBy(() -> Ratings.check(json, object))
        .isInstanceOf(InvalidAnswer.class)
        .hasMessage(message);
  }

  @Test
  void theLabelIsTheMeanAndAFileOfAllAnswers() throws IOException {
    List<WorkerAnswer> answers =
        List.of(
            new WorkerAnswer("ann", JSON.readTree("{\"stars\":4,\"worstSecond\":1}"), 0.8),
            new WorkerAnswer("bob", JSON.readTree("{\"stars\":5,\"worstSecond\":2}"), 0.8));

    Consolidated label =
        Ratings.consolidate(answers, object(), new Provenance("j", true, "now", "s3://b/output/7"));

    assertThat(label.label().asText()).isEqualTo("s3://b/output/7/Ratings.json");
    assertThat(label.metadata().toString()).isEqualTo("{\"mean\":4.5}");
    var bytes = new ByteArrayOutputStream();
    label.files().getFirst().content().writeTo(bytes);
    assertThat(bytes.toString(StandardCharsets.UTF_8))
        .isEqualTo(
            "{\"recording\":{\"length\":3.0},\"ratings\":[{\"stars\":4,\"worstSecond\":1},"
                + "{\"stars\":5,\"worstSecond\":2}]}");
  }

  private static TaskObject object() throws IOException {
    return new TaskObject(
        JSON.readTree("{}"),
        Scale.read(JSON.readTree("{\"scale\":5}")),
        JSON.readTree("{\"length\":3.0}"));
  }
}
