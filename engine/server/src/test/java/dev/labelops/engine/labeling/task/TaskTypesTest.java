package dev.labelops.engine.labeling.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.labelops.engine.labeling.types.BuiltInTypes;
import dev.labelops.engine.labeling.types.audiorating.AudioRating;
import dev.labelops.engine.labeling.types.boundingbox.BoundingBox;
import dev.labelops.groundtruth.LabelingTaskType;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TaskTypesTest {
  @Test
  void typesAreFoundByTheirNames() {
    TaskTypes types = BuiltInTypes.ALL.with(new AudioRating());

    assertThat(types.names())
        .containsExactly(
            "ImageMultiClass",
            "TextMultiClass",
            "BoundingBox",
            "NamedEntityRecognition",
            "SemanticSegmentation",
            "AudioRating");
    assertThat(types.named("AudioRating")).isPresent();
    assertThat(types.named("audiorating")).as("the case counts").isEmpty();
    assertThat(BuiltInTypes.ALL.named("AudioRating")).isEmpty();
  }

  @Test
  void builtInTypesAreTheServicesTypes() {
    assertThat(BuiltInTypes.ALL.all())
        .allSatisfy(
            type -> assertThat(type.facts()).isEqualTo(LabelingTaskType.get(type.facts().name())));
  }

  @Test
  void namesAreUnique() {
    assertThatThrownBy(() -> BuiltInTypes.ALL.with(new BoundingBox()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("two task types have the same name");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "SeqLabel.json", "/", "/a/b", "/../x", "_", "/.hidden", "/a b"})
  void aLabelsFileStaysBesideItsObject(String suffix) {
    assertThatThrownBy(() -> new LabelFile(suffix, "text/plain", out -> {}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("the suffix of a label's file must be");
  }

  @Test
  void filesOfALabelHaveSuffixesOfTheirOwn() {
    LabelFile file = new LabelFile("/SeqLabel.json", "application/json", out -> {});

    assertThatThrownBy(
            () ->
                new Consolidated(
                    IntNode.valueOf(0),
                    JsonNodeFactory.instance.objectNode(),
                    Set.of(),
                    List.of(file, file)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("the same suffix");
  }
}
