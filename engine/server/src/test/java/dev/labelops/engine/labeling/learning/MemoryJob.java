package dev.labelops.engine.labeling.learning;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.labelops.engine.labeling.learning.LearningObject.HumanLabel;
import dev.labelops.engine.labeling.learning.Outcome.Choice;
import dev.labelops.engine.labeling.task.DataFiles;
import dev.labelops.engine.labeling.task.LabelCategories;
import dev.labelops.engine.labeling.task.Learnable.MachineLabel;
import dev.labelops.engine.labeling.task.TaskObject;
import dev.labelops.engine.labeling.task.TaskType;
import dev.labelops.engine.labeling.task.UnusableObject;
import dev.labelops.learning.selection.ValidationSet;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.IntFunction;

/**
 * A labeling job in memory, whose people answer when they are asked. What a round writes counts
 * when the round succeeds, as in the engine.
 */
public final class MemoryJob {
  /** The process died; the round is begun again from nothing. */
  static final class Killed extends Error {
    private static final long serialVersionUID = 1L;
  }

  /** People label that many when the learner chooses none. */
  private static final int BATCH = 1000;

  private final String arn;
  private final TaskType type;
  private final LabelCategories labels;
  private final List<JsonNode> lines;
  private final DataFiles files;
  private final IntFunction<Optional<HumanLabel>> people;
  private final List<Integer> order;

  private final Map<Integer, Role> roles = new TreeMap<>();
  private final Map<Integer, HumanLabel> human = new TreeMap<>();
  private final Map<Integer, MachineLabel> machine = new TreeMap<>();
  private final Map<Integer, ObjectNode> properties = new TreeMap<>();
  private final List<Integer> failed = new ArrayList<>();
  private final Map<Integer, byte[]> models = new TreeMap<>();
  private final List<Outcome> outcomes = new ArrayList<>();
  private final List<String> progress = new ArrayList<>();
  private final List<String> log = new ArrayList<>();

  private Optional<byte[]> initialModel = Optional.empty();
  private int humanBudget = Integer.MAX_VALUE;
  private int rounds;
  private int tests;
  private Runnable onWrite = () -> {};
  private boolean trainingAtRandom;

  /**
   * @param lines of the manifest
   * @param files that they refer to
   * @param people give the label of an object when they are asked; empty when the object fails
   */
  public MemoryJob(
      String arn,
      TaskType type,
      LabelCategories labels,
      List<JsonNode> lines,
      DataFiles files,
      IntFunction<Optional<HumanLabel>> people) {
    this.arn = arn;
    this.type = type;
    this.labels = labels;
    this.lines = List.copyOf(lines);
    this.files = files;
    this.people = people;
    this.order = new ArrayList<>();
    for (int id = 0; id < lines.size(); id++) {
      order.add(id);
    }
    Collections.shuffle(order, new Random(arn.hashCode()));
  }

  public MemoryJob startingFrom(byte[] model) {
    initialModel = Optional.of(model);
    return this;
  }

  /**
   * @param most objects that may be labeled, by people or by machine
   */
  public MemoryJob labelingAtMost(int most) {
    humanBudget = most;
    return this;
  }

  /** People label as many training objects as the learner chose, but random ones. */
  public MemoryJob trainingAtRandom() {
    trainingAtRandom = true;
    return this;
  }

  /** Called before each write of a round; may throw {@link Killed}. */
  MemoryJob onWrite(Runnable hook) {
    onWrite = hook;
    return this;
  }

  /** The whole life of the job. */
  public MemoryJob run(Learner learner) throws IOException {
    setUp(learner);
    while (step(learner)) {
      // Until nothing is left to label.
    }
    return this;
  }

  /** Computes features, while people label the validation set. */
  public void setUp(Learner learner) throws IOException {
    learn(learner, 0);
    int size = Math.min(budget(), ValidationSet.size(order.size()));
    order.subList(0, size).forEach(id -> ask(id, Role.Validation));
  }

  /**
   * A round, and then the people who label what it chose.
   *
   * @return whether anything is left to label
   */
  public boolean step(Learner learner) throws IOException {
    Outcome outcome = learn(learner, ++rounds);
    outcomes.add(outcome);
    tests += outcome.report().delta() > 0 ? 1 : 0;
    if (outcome.next().isEmpty()) {
      order.stream()
          .filter(this::open)
          .limit(Math.min(BATCH, budget()))
          .toList()
          .forEach(id -> ask(id, Role.Training));
    }
    // Validation objects first: what takes the place of a training object must not be one.
    outcome.next().stream()
        .filter(choice -> choice.role() == Role.Validation || !trainingAtRandom)
        .forEach(this::ask);
    if (trainingAtRandom) {
      order.stream()
          .filter(this::open)
          .limit(outcome.next().stream().filter(choice -> choice.role() == Role.Training).count())
          .toList()
          .forEach(id -> ask(id, Role.Training));
    }
    return budget() > 0 && order.stream().anyMatch(this::open);
  }

  private Outcome learn(Learner learner, int number) throws IOException {
    MemoryRound round = new MemoryRound(number);
    Outcome outcome;
    try {
      outcome = learner.learn(round);
    } catch (Killed e) {
      return learn(learner, number);
    }
    machine.putAll(round.written);
    if (round.archive != null) {
      models.put(number, round.archive);
    }
    outcome.used().forEach(id -> roles.put(id, Role.ValidationUsed));
    return outcome;
  }

  private void ask(Choice choice) {
    if (!open(choice.objectId())) {
      throw new IllegalStateException("object " + choice.objectId() + " is not open");
    }
    ask(choice.objectId(), choice.role());
  }

  private void ask(int id, Role role) {
    try {
      properties.put(id, type.probe(lines.get(id), true, files));
    } catch (UnusableObject e) {
      failed.add(id);
      return;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Optional<HumanLabel> label = people.apply(id);
    label.ifPresentOrElse(
        given -> {
          human.put(id, given);
          roles.put(id, role);
        },
        () -> failed.add(id));
  }

  private boolean open(int id) {
    return !human.containsKey(id) && !machine.containsKey(id) && !failed.contains(id);
  }

  private int budget() {
    return humanBudget - human.size() - machine.size();
  }

  /** Labels of people by object. */
  public Map<Integer, HumanLabel> human() {
    return human;
  }

  /** Labels of the machine by object. */
  public Map<Integer, MachineLabel> machine() {
    return machine;
  }

  public Map<Integer, Role> roles() {
    return roles;
  }

  public List<Integer> failed() {
    return failed;
  }

  /** Model archives by round. */
  public Map<Integer, byte[]> models() {
    return models;
  }

  /** Of the rounds from 1 on. */
  public List<Outcome> outcomes() {
    return outcomes;
  }

  public List<String> reasons() {
    return outcomes.stream().map(outcome -> outcome.report().reason()).toList();
  }

  public List<String> progress() {
    return progress;
  }

  public List<String> log() {
    return log;
  }

  private TaskObject object(int id) {
    return new TaskObject(
        lines.get(id),
        labels,
        Optional.<JsonNode>ofNullable(properties.get(id))
            .orElse(JsonNodeFactory.instance.objectNode()));
  }

  private final class MemoryRound implements Round {
    private final int number;
    private final Map<Integer, MachineLabel> written = new LinkedHashMap<>();
    private byte[] archive;

    MemoryRound(int number) {
      this.number = number;
    }

    @Override
    public String jobArn() {
      return arn;
    }

    @Override
    public int number() {
      return number;
    }

    @Override
    public int testsBefore() {
      return tests;
    }

    @Override
    public TaskType type() {
      return type;
    }

    @Override
    public LabelCategories labels() {
      return labels;
    }

    @Override
    public int labelBudget() {
      return budget();
    }

    @Override
    public List<Entry> entries() {
      List<Entry> entries = new ArrayList<>();
      for (int id = 0; id < lines.size(); id++) {
        entries.add(new Entry(id, open(id), Optional.ofNullable(roles.get(id))));
      }
      return entries;
    }

    @Override
    public void each(Collection<Integer> ids, Visitor visitor) throws IOException {
      for (int id : ids) {
        visitor.visit(new LearningObject(id, object(id), Optional.ofNullable(human.get(id))));
      }
    }

    @Override
    public DataFiles files() {
      return files;
    }

    @Override
    public Optional<InputStream> initialModel() {
      return initialModel.map(ByteArrayInputStream::new);
    }

    @Override
    public void label(int objectId, MachineLabel label) {
      onWrite.run();
      if (!open(objectId) || written.putIfAbsent(objectId, label) != null) {
        throw new IllegalStateException("object " + objectId + " has a label");
      }
    }

    @Override
    public void model(Content content) throws IOException {
      onWrite.run();
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      content.writeTo(bytes);
      archive = bytes.toByteArray();
    }

    @Override
    public void progress(String sentence) {
      onWrite.run();
      progress.add(sentence);
    }

    @Override
    public void log(String line) {
      onWrite.run();
      log.add(line);
    }
  }
}
