package dev.labelops.engine.labeling;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.labelops.engine.labeling.learning.Outcome;
import dev.labelops.engine.labeling.learning.Outcome.Choice;
import dev.labelops.engine.labeling.learning.Role;
import dev.labelops.engine.labeling.learning.Round;
import dev.labelops.engine.labeling.task.Consensus;
import dev.labelops.engine.labeling.task.Consolidated;
import dev.labelops.engine.labeling.task.DataFiles;
import dev.labelops.engine.labeling.task.LabelCategories;
import dev.labelops.engine.labeling.task.Learnable;
import dev.labelops.engine.labeling.task.Learnable.MachineLabel;
import dev.labelops.engine.labeling.task.Provenance;
import dev.labelops.engine.labeling.task.TaskObject;
import dev.labelops.engine.labeling.task.TaskType;
import dev.labelops.engine.labeling.task.TaskTypes;
import dev.labelops.engine.labeling.task.WorkerAnswer;
import dev.labelops.engine.labeling.types.BuiltInTypes;
import dev.labelops.engine.labeling.types.textmulticlass.TextMultiClass;
import dev.labelops.groundtruth.LabelingTaskType;
import dev.labelops.groundtruth.RoundReport;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** TextMultiClass as something that a scripted learner labels, whatever it says of machines. */
public final class LearnableText implements TaskType, Learnable.Classes {
  /** The built-in types, this one in place of its original. */
  public static final TaskTypes TYPES =
      new TaskTypes(
          BuiltInTypes.ALL.all().stream()
              .map(type -> type instanceof TextMultiClass ? new LearnableText() : type)
              .toList());

  private final TextMultiClass text = new TextMultiClass();
  private final boolean learnable;

  LearnableText() {
    this(true);
  }

  public LearnableText(boolean learnable) {
    this.learnable = learnable;
  }

  /** A machine label: the class at this place in the label category file. */
  public static MachineLabel label(int index) {
    ObjectNode metadata = JsonNodeFactory.instance.objectNode();
    metadata.put("class-name", "class " + index).put("confidence", 0.98);
    return new MachineLabel(IntNode.valueOf(index), metadata);
  }

  /** What a round that labels nothing ends with. */
  public static Outcome nothing(Round round) {
    return outcome(round, false, List.of(), 0);
  }

  /** What a scripted round ends with, and writes as its model when it trained one. */
  public static Outcome trained(Round round, List<Choice> next) throws IOException {
    round.model(out -> out.write(("model of round " + round.number()).getBytes(UTF_8)));
    return outcome(round, true, next, 0.1);
  }

  /** These objects, for training. */
  public static List<Choice> training(List<Integer> ids) {
    return ids.stream().map(id -> new Choice(id, Role.Training)).toList();
  }

  /** The objects that nobody has labeled, in the order of the manifest. */
  public static List<Integer> open(Round round) {
    return round.entries().stream().filter(Round.Entry::open).map(Round.Entry::id).toList();
  }

  /**
   * @param delta of the report; greater than 0 when there was a test
   */
  public static Outcome outcome(Round round, boolean trained, List<Choice> next, double delta) {
    RoundReport report =
        new RoundReport(
            round.number(),
            "accuracy",
            0.95,
            0,
            0,
            List.of(),
            null,
            null,
            null,
            null,
            delta,
            null,
            0,
            0,
            "As the script says.",
            null,
            1.5);
    return new Outcome(trained, next, Set.of(), report);
  }

  @Override
  public Optional<Learnable> learnable() {
    return learnable ? Optional.of(this) : Optional.empty();
  }

  @Override
  public String classOf(JsonNode label, JsonNode metadata) {
    return metadata.path("class-name").asText();
  }

  @Override
  public MachineLabel write(String name, double confidence, LabelCategories labels) {
    return label(labels.names().indexOf(name));
  }

  @Override
  public LabelingTaskType facts() {
    return text.facts();
  }

  @Override
  public Optional<String> page() {
    return text.page();
  }

  @Override
  public LabelCategories labels(JsonNode file) {
    return text.labels(file);
  }

  @Override
  public ObjectNode probe(JsonNode line, boolean automated, DataFiles files) {
    return text.probe(line, automated, files);
  }

  @Override
  public ObjectNode input(TaskObject object) {
    return text.input(object);
  }

  @Override
  public void check(JsonNode answer, TaskObject object) {
    text.check(answer, object);
  }

  @Override
  public Consolidated consolidate(
      List<WorkerAnswer> answers, TaskObject object, Provenance provenance) {
    return text.consolidate(answers, object, provenance);
  }

  @Override
  public Optional<Consensus> consensus() {
    return text.consensus();
  }

  @Override
  public ObjectNode metadata(ObjectNode known, Provenance provenance) {
    return text.metadata(known, provenance);
  }
}
