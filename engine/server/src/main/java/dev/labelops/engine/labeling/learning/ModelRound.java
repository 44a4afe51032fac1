package dev.labelops.engine.labeling.learning;

import dev.labelops.engine.labeling.learning.LearningObject.HumanLabel;
import dev.labelops.engine.labeling.learning.Outcome.Choice;
import dev.labelops.engine.labeling.learning.Subject.UnfitModel;
import dev.labelops.engine.labeling.task.TaskObject;
import dev.labelops.engine.labeling.task.UnusableObject;
import dev.labelops.learning.threshold.ErrorBudget;
import dev.labelops.learning.threshold.FixedSequence;
import dev.labelops.learning.threshold.Group;
import dev.labelops.learning.threshold.HeadChoice;
import dev.labelops.learning.threshold.TestedHead;
import dev.labelops.learning.threshold.Validated;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A round from 1 on: trains, tests, labels, chooses (docs/adr/0027). What it decides depends on the
 * job's state and on the seed of job and round alone.
 */
final class ModelRound {
  private static final String INITIAL = "initial";
  private static final int MOST_ARCHIVE_BYTES = 256 << 20;

  private final Round round;
  private final Subject subject;
  private final ErrorBudget budget;
  private final JobState job;
  private final Map<Integer, HumanLabel> training;
  private final Map<Integer, HumanLabel> validation;

  ModelRound(Round round, Subject subject, double missProbability) throws IOException {
    this.round = round;
    this.subject = subject;
    this.budget = new ErrorBudget(missProbability);
    this.job = JobState.of(round.entries(), subject::usable);
    this.training = labels(job.training());
    this.validation = labels(job.validation());
  }

  private Map<Integer, HumanLabel> labels(List<Integer> ids) throws IOException {
    Map<Integer, HumanLabel> labels = new TreeMap<>();
    round.each(ids, object -> object.human().ifPresent(label -> labels.put(object.id(), label)));
    return labels;
  }

  /**
   * @param start {@link System#nanoTime} when the round began
   */
  Outcome run(long start) throws IOException {
    List<Head> heads = new ArrayList<>();
    try {
      train(heads);
      boolean trained = !heads.isEmpty();
      initial(heads);
      return decide(heads, trained, start);
    } finally {
      heads.forEach(Head::close);
    }
  }

  private void train(List<Head> heads) throws IOException {
    if (subject.untrainable(training).isEmpty()) {
      round.progress("training on %,d labels".formatted(training.size()));
      heads.addAll(subject.train(training, Seeds.of(round, "training")));
    }
  }

  /** The model of an earlier job competes, tested like the others. */
  private void initial(List<Head> heads) throws IOException {
    Optional<InputStream> archive = round.initialModel();
    if (archive.isEmpty()) {
      return;
    }
    try (InputStream in = archive.get()) {
      Head head = subject.load(in.readNBytes(MOST_ARCHIVE_BYTES));
      // This job's training labels did not train it, so they show whether a test is worthwhile.
      heads.add(head.named(INITIAL, scored(head.guess(training.keySet()), training)));
    } catch (UnfitModel e) {
      round.log("The model of the earlier job is not used: " + e.getMessage());
    }
  }

  private Outcome decide(List<Head> heads, boolean trained, long start) throws IOException {
    int number = round.testsBefore() + 1;
    Tested tested = test(heads, number);
    Optional<Head> best = best(heads, tested);
    Map<Integer, Guess> guesses = best.isPresent() ? best.get().guess(job.open()) : Map.of();
    Set<Integer> labeled = label(sure(guesses, tested));
    if (trained) {
      byte[] archive = best.orElseThrow().archive();
      round.model(out -> out.write(archive));
    }
    Set<Integer> used = tested.used();
    Selection selection =
        new Selection(
            job.size(),
            without(job.open(), labeled),
            without(job.validation(), used),
            job.training(),
            sequence(tested.choice().isPresent() ? number + 1 : number, heads.size()),
            !heads.isEmpty() && labeled.isEmpty(),
            tested.choice().isPresent(),
            job.machineLabeled(),
            labeled.size());
    List<Choice> next =
        selection.choose(
            subject.rows(),
            best.map(head -> id -> guesses.get(id).confidence()),
            round.labelBudget() - labeled.size(),
            Seeds.of(round, "selection"));
    Report report = new Report(round.number(), subject, job, tested, heads, selection);
    return new Outcome(
        trained,
        next,
        used,
        report.of(
            tested.choice().isPresent() ? budget.delta(number, 1) : 0,
            subject.untrainable(training),
            subject.baseline(training, validation),
            (System.nanoTime() - start) / 1e9));
  }

  private FixedSequence sequence(int number, int heads) {
    return new FixedSequence(
        subject.bound(), subject.target(), budget.delta(number, Math.max(1, heads)));
  }

  private Tested test(List<Head> heads, int number) throws IOException {
    FixedSequence sequence = sequence(number, heads.size());
    Map<String, Map<Integer, Guess>> guesses = new LinkedHashMap<>();
    Map<String, List<Validated>> scores = new LinkedHashMap<>();
    for (Head head : heads) {
      if (worthwhile(head, sequence)) {
        Map<Integer, Guess> guessed = head.guess(validation.keySet());
        guesses.put(head.name(), guessed);
        scores.put(head.name(), scored(guessed, validation));
      }
    }
    return new Tested(
        sequence,
        scores.isEmpty()
            ? Optional.empty()
            : Optional.of(
                HeadChoice.among(subject.bound(), subject.target(), budget, number, scores)),
        guesses);
  }

  /** Before the first training labels, nothing but a test says what an earlier job's model does. */
  private boolean worthwhile(Head head, FixedSequence sequence) {
    return training.isEmpty()
        ? validation.size() >= sequence.bound().smallestGroup(sequence.target(), sequence.delta())
        : sequence.worthwhile(validation.size(), head.crossValidated());
  }

  private static List<Validated> scored(
      Map<Integer, Guess> guesses, Map<Integer, HumanLabel> truth) {
    List<Validated> scored = new ArrayList<>();
    guesses.forEach(
        (id, guess) ->
            scored.add(new Validated(id, guess.confidence(), guess.score(truth.get(id)))));
    return scored;
  }

  /** The accepted head; else the one that came nearest. */
  private static Optional<Head> best(List<Head> heads, Tested tested) {
    Optional<String> accepted = tested.accepted().map(TestedHead::head);
    Map<String, Double> bounds = new TreeMap<>();
    tested
        .choice()
        .ifPresent(
            choice ->
                choice
                    .heads()
                    .forEach(
                        head ->
                            bounds.put(
                                head.head(),
                                head.groups().stream().mapToDouble(Group::bound).max().orElse(0))));
    return heads.stream()
        .max(
            Comparator.<Head, Boolean>comparing(
                    head -> accepted.filter(head.name()::equals).isPresent())
                .thenComparing(head -> bounds.getOrDefault(head.name(), -1.))
                .thenComparing(ModelRound::meanOfCrossValidation));
  }

  private static double meanOfCrossValidation(Head head) {
    return head.crossValidated().stream().mapToDouble(Validated::score).average().orElse(0);
  }

  /** What the test lets the machine label, surest first, within the job's stopping conditions. */
  private Map<Integer, Guess> sure(Map<Integer, Guess> guesses, Tested tested) {
    Map<Integer, Guess> sure = new TreeMap<>();
    guesses.entrySet().stream()
        .filter(entry -> tested.accepts(entry.getValue().confidence()))
        .sorted(
            Comparator.comparingDouble(
                (Map.Entry<Integer, Guess> entry) -> -entry.getValue().confidence()))
        .limit(Math.max(0, round.labelBudget()))
        .forEach(entry -> sure.put(entry.getKey(), entry.getValue()));
    return sure;
  }

  /** Writes the labels; what nobody could be shown is not labeled by machine either. */
  private Set<Integer> label(Map<Integer, Guess> sure) throws IOException {
    Set<Integer> labeled = new TreeSet<>();
    Progress progress = new Progress(round, "writing machine labels", sure.size());
    round.each(
        sure.keySet(),
        object -> {
          Optional<TaskObject> probed = probed(object.object());
          if (probed.isPresent()) {
            round.label(object.id(), sure.get(object.id()).write(probed.get()));
            labeled.add(object.id());
          }
          progress.step();
        });
    return labeled;
  }

  private Optional<TaskObject> probed(TaskObject object) throws IOException {
    if (!object.properties().isEmpty()) {
      return Optional.of(object);
    }
    try {
      return Optional.of(
          new TaskObject(
              object.line(),
              object.labels(),
              round.type().probe(object.line(), true, round.files())));
    } catch (UnusableObject e) {
      return Optional.empty();
    }
  }

  private static List<Integer> without(List<Integer> ids, Set<Integer> others) {
    return ids.stream().filter(id -> !others.contains(id)).toList();
  }
}
