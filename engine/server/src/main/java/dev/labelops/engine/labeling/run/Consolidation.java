package dev.labelops.engine.labeling.run;

import com.fasterxml.jackson.databind.JsonNode;
import dev.labelops.engine.labeling.job.Job;
import dev.labelops.engine.labeling.job.Json;
import dev.labelops.engine.labeling.job.LabelWeightTable;
import dev.labelops.engine.labeling.job.ObjectRow;
import dev.labelops.engine.labeling.job.ObjectRow.State;
import dev.labelops.engine.labeling.job.ObjectTable;
import dev.labelops.engine.labeling.job.TaskRow;
import dev.labelops.engine.labeling.job.TaskTable;
import dev.labelops.engine.labeling.job.WorkerTable;
import dev.labelops.engine.labeling.job.WorkerTable.Quality;
import dev.labelops.engine.labeling.output.Metadata;
import dev.labelops.engine.labeling.task.Consensus;
import dev.labelops.engine.labeling.task.Consolidated;
import dev.labelops.engine.labeling.task.Learnable;
import dev.labelops.engine.labeling.task.TaskObject;
import dev.labelops.learning.consolidation.Box;
import dev.labelops.learning.consolidation.BoxMerge;
import dev.labelops.learning.consolidation.Confusion;
import dev.labelops.learning.consolidation.DawidSkene;
import dev.labelops.learning.consolidation.Drawing;
import dev.labelops.learning.consolidation.Vote;
import dev.labelops.learning.consolidation.WorkerQuality;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;

/**
 * Consolidates the labels of a batch at its end with what all answers of the job so far say of its
 * workers (docs/adr/0030). Works within the transaction that finishes the batch: the same answers
 * give the same labels, and a batch is consolidated once.
 *
 * <p>Of the answers of earlier batches only sums are read. Answers of this one are taken in parts
 * of bounded size, so that memory does not grow with the job.
 *
 * @param job the locked job
 */
record Consolidation(Handle handle, Job job, int iteration) {
  /** Classes or boxes that are in memory at once. */
  private static final int MOST_MARKS = 100_000;

  /** What the answers of a part of the batch become. */
  private interface Part {
    /**
     * @return classes or boxes of the answer, at least 1
     */
    int add(int objectId, String workerId, JsonNode answer);

    void consolidate();
  }

  /** Whether there is anything to compare; it may take seconds then. */
  boolean isDue() {
    return job.type().consensus().isPresent() && job.spec().workersPerObject() > 1;
  }

  /** Writes the labels of the batch again, the weights of labels, and the quality of workers. */
  void run() {
    if (!isDue()) {
      return;
    }
    switch (job.type().consensus().orElseThrow()) {
      case Consensus.OfClasses classes -> classes(classes);
      case Consensus.OfBoxes boxes -> boxes(boxes);
    }
  }

  private void classes(Consensus.OfClasses type) {
    SortedMap<String, Confusion> known = known(Confusion.class);
    SortedMap<String, WorkerQuality> quality = new TreeMap<>();
    List<Vote> votes = new ArrayList<>();
    Map<Integer, Integer> answers = new HashMap<>();
    inParts(
        new Part() {
          @Override
          public int add(int objectId, String workerId, JsonNode answer) {
            votes.add(new Vote(Integer.toString(objectId), workerId, type.classOf(answer)));
            answers.merge(objectId, 1, Integer::sum);
            return 1;
          }

          @Override
          public void consolidate() {
            DawidSkene.Result result = DawidSkene.consolidate(votes, job.labels().names(), known);
            answers.forEach(
                (id, count) -> {
                  DawidSkene.Consolidated label = result.labels().get(Integer.toString(id));
                  double confidence = count == 1 ? 0 : label.confidence();
                  write(
                      id,
                      label.confidence(),
                      object -> type.write(label.label(), confidence, object.labels()));
                });
            known.putAll(result.confusions());
            quality.putAll(result.quality());
            votes.clear();
            answers.clear();
          }
        });
    store(known, quality);
  }

  private void boxes(Consensus.OfBoxes type) {
    SortedMap<String, Drawing> known = known(Drawing.class);
    SortedMap<String, WorkerQuality> quality = new TreeMap<>();
    List<BoxMerge.Answer> drawn = new ArrayList<>();
    Map<Integer, Integer> answers = new HashMap<>();
    inParts(
        new Part() {
          @Override
          public int add(int objectId, String workerId, JsonNode answer) {
            List<Box> boxes = type.boxesOf(answer).stream().map(Consolidation::box).toList();
            drawn.add(new BoxMerge.Answer(Integer.toString(objectId), workerId, boxes));
            answers.merge(objectId, 1, Integer::sum);
            return 1 + boxes.size();
          }

          @Override
          public void consolidate() {
            BoxMerge.Result result = BoxMerge.merge(drawn, known);
            answers.forEach(
                (id, count) -> {
                  BoxMerge.Image image = result.images().get(Integer.toString(id));
                  write(
                      id,
                      image.certainty(),
                      object -> type.write(merged(image, count == 1), object));
                });
            known.putAll(result.drawings());
            quality.putAll(result.quality());
            drawn.clear();
            answers.clear();
          }
        });
    store(known, quality);
  }

  private void inParts(Part part) {
    TaskTable tasks = new TaskTable(handle);
    int marks = 0;
    for (int id : new ObjectTable(handle, job.id()).ofIteration(iteration, State.Human)) {
      for (TaskRow task : tasks.answersFor(job.id(), id, iteration)) {
        marks += part.add(id, task.workerId(), job.answer(task));
      }
      if (marks >= MOST_MARKS) {
        part.consolidate();
        marks = 0;
      }
    }
    if (marks > 0) {
      part.consolidate();
    }
  }

  /** The label stays of the time at which the object was settled. */
  private void write(int objectId, double weight, Function<TaskObject, Consolidated> label) {
    ObjectTable objects = new ObjectTable(handle, job.id());
    ObjectRow row = objects.get(objectId);
    Instant settled = row.settledAt().orElseThrow();
    Consolidated written = label.apply(row.taskObject(job.labels()));
    objects.labeled(
        objectId,
        State.Human,
        iteration,
        written.label(),
        job.type().metadata(written.metadata(), Metadata.human(job, objectId, settled)),
        settled);
    new LabelWeightTable(handle, job.id()).insert(objectId, weight);
  }

  private <T> SortedMap<String, T> known(Class<T> type) {
    SortedMap<String, T> known = new TreeMap<>();
    new WorkerTable(handle, job.id())
        .statistics()
        .forEach((worker, json) -> known.put(worker, Json.MAPPER.convertValue(json, type)));
    return known;
  }

  /**
   * @param quality empty when no answer of the job has been compared
   */
  private void store(SortedMap<String, ?> statistics, SortedMap<String, WorkerQuality> quality) {
    if (quality.isEmpty()) {
      return;
    }
    WorkerTable workers = new WorkerTable(handle, job.id());
    statistics.forEach(
        (worker, known) ->
            workers.replace(
                worker,
                Optional.ofNullable(quality.get(worker))
                    .map(q -> new Quality(q.answers(), q.value(), q.low(), q.high())),
                Json.MAPPER.valueToTree(known)));
  }

  private static Box box(Learnable.Boxes.Box box) {
    return new Box(box.name(), box.left(), box.top(), box.width(), box.height());
  }

  private static List<Learnable.Boxes.Box> merged(BoxMerge.Image image, boolean oneAnswer) {
    return image.boxes().stream()
        .map(
            merged -> {
              Box box = merged.box();
              return new Learnable.Boxes.Box(
                  box.label(),
                  box.left(),
                  box.top(),
                  box.width(),
                  box.height(),
                  oneAnswer ? 0 : merged.confidence());
            })
        .toList();
  }
}
