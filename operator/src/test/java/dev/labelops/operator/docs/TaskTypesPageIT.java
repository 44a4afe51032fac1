package dev.labelops.operator.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labelops.engine.labeling.learning.Learner;
import dev.labelops.groundtruth.LabelingTaskType;
import dev.labelops.groundtruth.LabelingTaskType.LabelCategoryRules;
import dev.labelops.groundtruth.Medium;
import dev.labelops.operator.job.EngineTaskTypes;
import dev.labelops.operator.job.LabelingLab;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The table of task types comes from the facts, and its last column from an engine's answers. */
class TaskTypesPageIT {
  private static final Path PAGE = Path.of("..", "docs", "reference", "task-types.md");

  @Test
  void thePageSaysWhatTheFactsSay(@TempDir Path folder) throws IOException {
    Set<String> engine = engine(folder);
    List<String> rows = new ArrayList<>();
    rows.add(
        "| type | objects | people label at | label category file | labels | `-ref` | automated labeling | time for a task | engine |");
    rows.add("|---|---|---|---|---|---|---|---|---|");
    LabelingTaskType.all().forEach(type -> rows.add(row(type, engine)));
    String page = Files.readString(PAGE);
    String wanted = GeneratedPart.replace(page, "task-types", String.join("\n", rows));
    if (Boolean.getBoolean("labelops.docs.write")) {
      Files.writeString(PAGE, wanted);
    }
    assertThat(Files.readString(PAGE)).as("stale: run make docs and commit").isEqualTo(wanted);
  }

  private static Set<String> engine(Path folder) {
    try (LabelingLab lab = new LabelingLab(folder, Learner.NONE)) {
      return EngineTaskTypes.ask(lab.site("eu-west-1", 2)).refusals().entrySet().stream()
          .filter(answer -> answer.getValue().isEmpty())
          .map(answer -> answer.getKey().taskType())
          .collect(Collectors.toSet());
    }
  }

  private static String row(LabelingTaskType type, Set<String> engine) {
    return Stream.of(
            "`" + type.name() + "`",
            objects(type.medium()),
            ui(type),
            switch (type.labelCategories().format()) {
              case Plain -> "labels";
              case EntityRecognition -> "labels with short names";
              case Attributes -> attributes(type.labelCategories());
            },
            labels(type.labelCategories()),
            switch (type.refSuffix()) {
              case Required -> "required";
              case Forbidden -> "-";
              case Any -> "as you like";
            },
            type.algorithm()
                .map(name -> type.confirmed("algorithm") ? "yes" : "yes (unconfirmed)")
                .orElse("-"),
            "to " + type.maxTaskSeconds() / 3600 + " h",
            engine.contains(type.name()) ? "yes" : "no")
        .collect(Collectors.joining(" | ", "| ", " |"));
  }

  private static String objects(Medium medium) {
    return switch (medium) {
      case Image -> "images";
      case Text -> "texts";
      case Video -> "videos";
      case VideoFrames -> "sequence files of video frames";
      case PointCloudFrame -> "point cloud frames";
      case PointCloudSequence -> "sequence files of point clouds";
      case Any -> "any";
    };
  }

  private static String ui(LabelingTaskType type) {
    if (!type.ui().takesTemplate()) {
      return "page `" + type.ui().humanTaskUi().orElseThrow() + "`";
    }
    return type.ui()
        .element()
        .map(element -> "template with `<" + element + ">`")
        .orElse("your template");
  }

  private static String attributes(LabelCategoryRules rules) {
    List<String> has = new ArrayList<>(List.of("labels", "`editsAllowed`"));
    if (rules.categoryAttributes()) {
      has.add("attributes");
    }
    if (rules.frameAttributes()) {
      has.add("frame attributes");
    }
    if (!rules.annotationTypes().isEmpty()) {
      has.add("`annotationType`");
    }
    return String.join(", ", has);
  }

  private static String labels(LabelCategoryRules rules) {
    if (!rules.required()) {
      return "optional";
    }
    String automated =
        rules.maxAutomated().isPresent()
            ? "; automated: to " + rules.maxAutomated().getAsInt()
            : "";
    return rules.max().isPresent()
        ? rules.min() + " to " + rules.max().getAsInt() + automated
        : rules.min() + " or more" + automated;
  }
}
