package dev.labelops.engine.labeling.shared.choice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.labelops.engine.labeling.task.LabelCategories;
import dev.labelops.engine.labeling.task.Learnable.MachineLabel;
import dev.labelops.engine.labeling.task.Provenance;
import dev.labelops.engine.labeling.types.imagemulticlass.ImageMultiClass;
import dev.labelops.engine.labeling.types.textmulticlass.TextMultiClass;
import java.util.List;
import org.junit.jupiter.api.Test;

class LearnedClassTest {
  private static final LearnedClass CLASSES = new LearnedClass();
  private static final LabelCategories MOODS = LabelCategories.of(List.of("positive", "negative"));

  /** The line of a text of REF 6.2, which is labeled by machine. */
  @Test
  void writesWhatGroundTruthWritesForMachineClasses() throws Exception {
    MachineLabel label = CLASSES.write("negative", .7012, MOODS);

    assertThat(label.label()).isEqualTo(json("1"));
    assertThat(
            new TextMultiClass()
                .metadata(
                    label.metadata(),
                    new Provenance("mood-7", false, "2026-03-04T10:00:00.000001", "s3://b/x")))
        .isEqualTo(
            json(
                "{'class-name':'negative','confidence':0.7,'type':'groundtruth/text-classification',"
                    + "'job-name':'mood-7','human-annotated':'no',"
                    + "'creation-date':'2026-03-04T10:00:00.000001'}"));
  }

  @Test
  void readsTheClassOfAHumanLabel() throws Exception {
    assertThat(CLASSES.classOf(json("2"), json("{'class-name':'RedBull','confidence':0.87}")))
        .isEqualTo("RedBull");
  }

  @Test
  void refusesANameThatIsNoLabel() {
    assertThatThrownBy(() -> CLASSES.write("mixed", .9, MOODS))
        .hasMessage("'mixed' is not one of the job's labels [positive, negative]");
  }

  @Test
  void isHowImagesAndTextsAreLearned() {
    assertThat(new ImageMultiClass().learnable()).containsInstanceOf(LearnedClass.class);
    assertThat(new TextMultiClass().learnable()).containsInstanceOf(LearnedClass.class);
  }

  private static JsonNode json(String text) throws Exception {
    return new ObjectMapper().readTree(text.replace('\'', '"'));
  }
}
