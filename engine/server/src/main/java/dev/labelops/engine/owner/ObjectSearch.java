package dev.labelops.engine.owner;

import com.fasterxml.jackson.databind.JsonNode;
import dev.labelops.engine.labeling.job.Json;
import dev.labelops.engine.labeling.job.ObjectRow.State;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.PriorityQueue;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/**
 * Finds objects of one job, in one transaction. It reads the job's objects part by part and keeps
 * one page of them; answers only where it needs them.
 *
 * @param masks whether labels are masks: their answers are large, so they are counted, not read
 */
record ObjectSearch(Handle handle, long jobId, boolean masks) {
  private static final int PART = 250;

  /** The order of what is found. */
  enum Sort {
    MANIFEST,
    /** The least confident first; only objects with a confidence. */
    CONFIDENCE,
    /** The greatest first; only objects with several answers. */
    DISAGREEMENT
  }

  /**
   * A place in the order.
   *
   * @param value what it is sorted by, ascending; 0 in the order of the manifest
   */
  record Place(double value, int objectId) {
    static final Comparator<Place> ORDER =
        Comparator.comparingDouble(Place::value).thenComparingInt(Place::objectId);
  }

  /**
   * What is searched for.
   *
   * @param states at least one
   * @param label a label category that the label has
   * @param workerId who has answered
   * @param area of a box of the label, in pixels; of the label category, where one is wanted
   * @param after the end of the page before
   * @param limit most objects of a page
   */
  record Wanted(
      Set<State> states,
      Optional<String> label,
      Optional<String> workerId,
      Range confidence,
      Range disagreement,
      Range area,
      Sort sort,
      Optional<Place> after,
      int limit) {
    boolean readsAnswers() {
      return sort == Sort.DISAGREEMENT || !disagreement.isAny();
    }

    boolean readsBoxes() {
      return !area.isAny();
    }

    boolean readsLabels() {
      return readsBoxes() || label.isPresent();
    }
  }

  /**
   * @param places of the objects, in order
   * @param next where the next page begins; empty at the end
   */
  record Found(List<Place> places, Optional<Place> next) {}

  private record Candidate(int objectId, int iteration, LabelFacts facts, List<BoxArea> boxes) {}

  /** One page. */
  Found find(Wanted wanted) {
    // One more than the page, which says whether there is another.
    PriorityQueue<Place> best = new PriorityQueue<>(Place.ORDER.reversed());
    int from =
        wanted.sort() == Sort.MANIFEST ? wanted.after().map(p -> p.objectId() + 1).orElse(0) : 0;
    for (List<Candidate> part = part(wanted, from);
        !part.isEmpty();
        part = part(wanted, part.getLast().objectId() + 1)) {
      keep(part, wanted, best);
      if (wanted.sort() == Sort.MANIFEST && best.size() > wanted.limit()) {
        break;
      }
    }
    List<Place> places = best.stream().sorted(Place.ORDER).toList();
    return places.size() <= wanted.limit()
        ? new Found(places, Optional.empty())
        : new Found(places.subList(0, wanted.limit()), Optional.of(places.get(wanted.limit() - 1)));
  }

  private void keep(List<Candidate> part, Wanted wanted, PriorityQueue<Place> best) {
    Map<Integer, OptionalDouble> disagreements =
        wanted.readsAnswers() ? disagreements(part) : Map.of();
    for (Candidate candidate : part) {
      OptionalDouble disagreement =
          disagreements.getOrDefault(candidate.objectId(), OptionalDouble.empty());
      place(candidate, disagreement, wanted)
          .filter(place -> wanted.after().map(end -> isAfter(place, end)).orElse(true))
          .ifPresent(best::add);
      if (best.size() > wanted.limit() + 1) {
        best.remove();
      }
    }
  }

  private static boolean isAfter(Place place, Place end) {
    return Place.ORDER.compare(place, end) > 0;
  }

  private static Optional<Place> place(
      Candidate candidate, OptionalDouble disagreement, Wanted wanted) {
    OptionalDouble confidence = candidate.facts().confidence();
    boolean fits =
        wanted.label().map(candidate.facts().classes()::contains).orElse(true)
            && wanted.confidence().has(confidence)
            && wanted.disagreement().has(disagreement)
            && (!wanted.readsBoxes()
                || candidate.boxes().stream().anyMatch(box -> isLike(box, wanted)));
    if (!fits) {
      return Optional.empty();
    }
    OptionalDouble value =
        switch (wanted.sort()) {
          case MANIFEST -> OptionalDouble.of(0);
          case CONFIDENCE -> confidence;
          case DISAGREEMENT ->
              disagreement.isPresent()
                  ? OptionalDouble.of(-disagreement.getAsDouble())
                  : disagreement;
        };
    return value.isPresent()
        ? Optional.of(new Place(value.getAsDouble(), candidate.objectId()))
        : Optional.empty();
  }

  private static boolean isLike(BoxArea box, Wanted wanted) {
    return wanted.label().map(box.name()::equals).orElse(true) && wanted.area().has(box.area());
  }

  private List<Candidate> part(Wanted wanted, int from) {
    String ofWorker =
        """
         AND EXISTS (SELECT 1 FROM labeling_task t WHERE t.job_id = o.job_id
          AND t.object_id = o.object_id AND t.iteration = o.iteration AND t.state = 'Submitted'
          AND t.worker_id = :worker)
        """;
    Query query =
        handle
            .createQuery(
                "SELECT o.object_id, o.iteration, o.metadata"
                    + (wanted.readsLabels() ? ", o.label" : "")
                    + " FROM labeling_object o"
                    + " WHERE o.job_id = :job AND o.object_id >= :from AND o.state IN (<states>)"
                    + (wanted.workerId().isPresent() ? ofWorker : "")
                    + " ORDER BY o.job_id, o.object_id FETCH FIRST :limit ROWS ONLY")
            .bind("job", jobId)
            .bind("from", from)
            .bind("limit", PART)
            .bindList("states", wanted.states().stream().map(State::name).toList());
    wanted.workerId().ifPresent(worker -> query.bind("worker", worker));
    return query
        .map(
            (row, context) -> {
              Optional<JsonNode> metadata = json(row.getString("metadata"));
              Optional<JsonNode> label =
                  wanted.readsLabels() ? json(row.getString("label")) : Optional.empty();
              return new Candidate(
                  row.getInt("object_id"),
                  row.getInt("iteration"),
                  LabelFacts.of(label, metadata),
                  wanted.readsBoxes() ? BoxArea.of(label, metadata) : List.of());
            })
        .list();
  }

  private static Optional<JsonNode> json(String text) {
    return Optional.ofNullable(text).map(Json::read);
  }

  private Map<Integer, OptionalDouble> disagreements(List<Candidate> part) {
    return masks ? ofMasks(part) : ofAnswers(part);
  }

  private Map<Integer, OptionalDouble> ofMasks(List<Candidate> part) {
    record Batch(int objectId, int iteration) {}
    Map<Batch, Integer> workers = new HashMap<>();
    handle
        .createQuery(
            "SELECT object_id, iteration, COUNT(*) AS answers FROM labeling_task"
                + " WHERE job_id = :job AND object_id BETWEEN :first AND :last"
                + " AND state = 'Submitted' GROUP BY object_id, iteration")
        .bind("job", jobId)
        .bind("first", part.getFirst().objectId())
        .bind("last", part.getLast().objectId())
        .map(
            (row, context) ->
                workers.put(
                    new Batch(row.getInt("object_id"), row.getInt("iteration")),
                    row.getInt("answers")))
        .list();
    Map<Integer, OptionalDouble> disagreements = new HashMap<>();
    for (Candidate each : part) {
      int answers = workers.getOrDefault(new Batch(each.objectId(), each.iteration()), 0);
      disagreements.put(each.objectId(), Disagreement.ofMasks(each.facts().confidence(), answers));
    }
    return disagreements;
  }

  private Map<Integer, OptionalDouble> ofAnswers(List<Candidate> part) {
    Map<Integer, Integer> iterations = new HashMap<>();
    part.forEach(each -> iterations.put(each.objectId(), each.iteration()));
    Map<Integer, List<JsonNode>> answers = new HashMap<>();
    handle
        .createQuery(
            "SELECT object_id, iteration, answer FROM labeling_task WHERE job_id = :job"
                + " AND object_id BETWEEN :first AND :last AND state = 'Submitted'")
        .bind("job", jobId)
        .bind("first", part.getFirst().objectId())
        .bind("last", part.getLast().objectId())
        .map(
            (row, context) -> {
              int id = row.getInt("object_id");
              if (iterations.getOrDefault(id, -1) == row.getInt("iteration")) {
                answers
                    .computeIfAbsent(id, n -> new ArrayList<>())
                    .add(Json.read(row.getString("answer")));
              }
              return id;
            })
        .list();
    Map<Integer, OptionalDouble> disagreements = new HashMap<>();
    answers.forEach((id, given) -> disagreements.put(id, Disagreement.of(given)));
    return disagreements;
  }
}
