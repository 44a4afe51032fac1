package dev.labelops.engine.labeling.run;

import dev.labelops.engine.labeling.input.StoredDataFiles;
import dev.labelops.engine.labeling.job.FileParts;
import dev.labelops.engine.labeling.job.Job;
import dev.labelops.engine.labeling.job.LabelWeightTable;
import dev.labelops.engine.labeling.job.ModelTable;
import dev.labelops.engine.labeling.job.ModelTable.Model;
import dev.labelops.engine.labeling.job.ObjectRow;
import dev.labelops.engine.labeling.job.ObjectRow.State;
import dev.labelops.engine.labeling.job.ObjectTable;
import dev.labelops.engine.labeling.job.RoundTable;
import dev.labelops.engine.labeling.job.Run.Claim;
import dev.labelops.engine.labeling.job.RunFileTable;
import dev.labelops.engine.labeling.job.RunLabelTable;
import dev.labelops.engine.labeling.job.RunTable;
import dev.labelops.engine.labeling.learning.Learner.RoundLost;
import dev.labelops.engine.labeling.learning.LearningObject;
import dev.labelops.engine.labeling.learning.LearningObject.HumanLabel;
import dev.labelops.engine.labeling.learning.Outcome;
import dev.labelops.engine.labeling.learning.Round;
import dev.labelops.engine.labeling.task.DataFiles;
import dev.labelops.engine.labeling.task.LabelCategories;
import dev.labelops.engine.labeling.task.Learnable.MachineLabel;
import dev.labelops.engine.labeling.task.TaskType;
import dev.labelops.engine.s3.ObjectStores;
import dev.labelops.groundtruth.S3Location;
import java.io.IOException;
import java.io.InputStream;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.HandleCallback;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A round over the database and the objects. It writes page by page, and each page only while its
 * claim holds.
 */
final class StoredRound implements Round {
  private static final Logger LOG = LoggerFactory.getLogger(StoredRound.class);
  private static final int PAGE = 500;

  /** Bytes that a model archive may have. */
  private static final long MOST_MODEL_BYTES = 512L * 1024 * 1024;

  private final Jdbi jdbi;
  private final ObjectStores objects;
  private final Runs runs;
  private final Claim claim;
  private final Job job;
  private final int number;
  private final Map<Integer, MachineLabel> page = new LinkedHashMap<>();
  private volatile boolean lost;

  /**
   * @param number number of the batch that it follows
   */
  StoredRound(Jdbi jdbi, ObjectStores objects, Runs runs, Claim claim, Job job, int number) {
    this.jdbi = jdbi;
    this.objects = objects;
    this.runs = runs;
    this.claim = claim;
    this.job = job;
    this.number = number;
  }

  /** Forgets what an earlier attempt wrote. */
  void clear() {
    write(handle -> new RunTable(handle).dropWritten(claim.runId()));
  }

  /**
   * Stores what was written last.
   *
   * @throws IllegalStateException when a model was trained and none was written
   */
  void finish(Outcome outcome) {
    storePage();
    if (outcome.trained() && read(handle -> new RunFileTable(handle, claim.runId()).parts()) == 0) {
      throw new IllegalStateException("a model was trained, but not written");
    }
  }

  private void storePage() {
    write(handle -> new RunLabelTable(handle, claim.runId()).insert(page));
    page.clear();
  }

  /** Ends the round with the next call of its learner: the claim holds no more. */
  void lost() {
    lost = true;
  }

  @Override
  public String jobArn() {
    return job.arn();
  }

  @Override
  public int number() {
    return number;
  }

  @Override
  public int testsBefore() {
    return (int)
        read(handle -> new RoundTable(handle, job.id()).reports()).stream()
            .filter(report -> report.round() < number && report.delta() > 0)
            .count();
  }

  @Override
  public TaskType type() {
    return job.type();
  }

  @Override
  public LabelCategories labels() {
    return job.labels();
  }

  @Override
  public int labelBudget() {
    return BatchSize.ofAnybody(job.spec(), job.counters());
  }

  @Override
  public List<Entry> entries() {
    return read(handle -> new ObjectTable(handle, job.id()).entries());
  }

  @Override
  public void each(Collection<Integer> ids, Visitor visitor) throws IOException {
    List<Integer> inOrder = List.copyOf(ids);
    for (int from = 0; from < inOrder.size(); from += ObjectTable.PAGE) {
      List<Integer> some = inOrder.subList(from, Math.min(from + ObjectTable.PAGE, inOrder.size()));
      Map<Integer, ObjectRow> rows = read(handle -> new ObjectTable(handle, job.id()).these(some));
      Map<Integer, Double> weights =
          read(handle -> new LabelWeightTable(handle, job.id()).of(some));
      for (int id : some) {
        visitor.visit(learningObject(rows.get(id), weights.get(id)));
      }
    }
  }

  private LearningObject learningObject(ObjectRow row, double weight) {
    Optional<HumanLabel> human =
        row.state() == State.Human
            ? Optional.of(
                new HumanLabel(row.label().orElseThrow(), row.metadata().orElseThrow(), weight))
            : Optional.empty();
    return new LearningObject(row.objectId(), row.taskObject(job.labels()), human);
  }

  @Override
  public DataFiles files() {
    return new StoredDataFiles(objects.as(job.spec().principal()));
  }

  @Override
  public Optional<InputStream> initialModel() throws IOException {
    Optional<S3Location> archive =
        job.spec()
            .initialModelArn()
            .flatMap(arn -> read(handle -> new ModelTable(handle).find(arn)))
            .map(Model::archive);
    if (archive.isEmpty()) {
      return Optional.empty();
    }
    Optional<InputStream> content = objects.as(job.spec().principal()).read(archive.get());
    if (content.isEmpty()) {
      log("The initial model %s does not exist any more.".formatted(archive.get()));
    }
    return content;
  }

  @Override
  public void label(int objectId, MachineLabel label) {
    if (number == 0) {
      throw new IllegalStateException("round 0 labels nothing");
    }
    if (page.put(objectId, label) != null) {
      throw new IllegalArgumentException("object " + objectId + " is labeled twice");
    }
    if (page.size() == PAGE) {
      storePage();
    }
  }

  @Override
  public void model(Content archive) throws IOException {
    write(handle -> new RunFileTable(handle, claim.runId()).clear());
    try {
      FileParts.keep(
          archive::writeTo,
          MOST_MODEL_BYTES,
          (part, content) ->
              write(handle -> new RunFileTable(handle, claim.runId()).insert(part, content)));
    } catch (FileParts.TooLarge e) {
      throw new IllegalStateException(
          "the model archive has more than " + MOST_MODEL_BYTES + " bytes", e);
    }
  }

  @Override
  public void progress(String sentence) {
    LOG.info("{}: round {}: {}", job.arn(), number, sentence);
    check(!lost && runs.progress(claim, sentence));
  }

  @Override
  public void log(String line) {
    LOG.info("{}: round {}: {}", job.arn(), number, line);
    check(!lost && runs.log(claim, line));
  }

  private <T> T read(HandleCallback<T, RuntimeException> query) {
    check(!lost);
    return jdbi.withHandle(query);
  }

  private void write(Consumer<Handle> change) {
    check(!lost);
    jdbi.useTransaction(
        handle -> {
          check(new RunTable(handle).hold(claim));
          change.accept(handle);
        });
  }

  private void check(boolean ours) {
    if (!ours) {
      throw new RoundLost(claim.runId());
    }
  }
}
