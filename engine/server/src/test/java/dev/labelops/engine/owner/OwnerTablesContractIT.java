package dev.labelops.engine.owner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labelops.engine.labeling.JobKey;
import dev.labelops.engine.labeling.job.BatchTable;
import dev.labelops.engine.labeling.job.Job;
import dev.labelops.engine.labeling.job.JobSpec;
import dev.labelops.engine.labeling.job.JobStatus;
import dev.labelops.engine.labeling.job.JobTable;
import dev.labelops.engine.labeling.job.Json;
import dev.labelops.engine.labeling.job.ManifestLine;
import dev.labelops.engine.labeling.job.NewJob;
import dev.labelops.engine.labeling.job.ObjectRow.State;
import dev.labelops.engine.labeling.job.ObjectTable;
import dev.labelops.engine.labeling.job.Run.Claim;
import dev.labelops.engine.labeling.job.RunKind;
import dev.labelops.engine.labeling.job.RunTable;
import dev.labelops.engine.labeling.job.TaskRow;
import dev.labelops.engine.labeling.job.TaskTable;
import dev.labelops.engine.labeling.types.BuiltInTypes;
import dev.labelops.engine.owner.ObjectSearch.Place;
import dev.labelops.engine.owner.ObjectSearch.Sort;
import dev.labelops.engine.owner.ObjectSearch.Wanted;
import dev.labelops.engine.store.Vendor;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * {@code OwnedJobs}, {@code Activity}, {@code History}, {@code ObjectSearch}, {@code Agreement} and
 * {@code AcceptedTable}.
 */
@ParameterizedClass
@EnumSource(Vendor.class)
class OwnerTablesContractIT {
  /** More than one part of a search. */
  private static final int OBJECTS = 600;

  @Parameter Vendor vendor;

  private final String account = UUID.randomUUID().toString().substring(0, 12);
  private final Instant now = Instant.parse("2026-11-29T10:00:00.123456Z");
  private Handle handle;

  @BeforeEach
  void open() {
    handle = vendor.database().jdbi().open();
  }

  @AfterEach
  void close() {
    handle.close();
  }

  private Job job(String region, String name, Instant created) {
    JobKey key = new JobKey(account, region, name);
    JobTable table = new JobTable(handle);
    table.insert(
        new NewJob(
            key,
            "arn:aws:sagemaker:" + region + ":" + account + ":labeling-job/" + name,
            "code",
            new JobSpec(
                Json.read("{\"HumanTaskConfig\":{\"NumberOfHumanWorkersPerDataObject\":2}}")),
            BuiltInTypes.ALL.all().getFirst(),
            "team"),
        created);
    return table.find(key).orElseThrow();
  }

  /** A job in progress with objects that are out in batch 1. */
  private Job running(int objects) {
    Job job = job("eu-west-1", "running", now.minusSeconds(3000));
    ObjectTable table = new ObjectTable(handle, job.id());
    table.insert(
        IntStream.range(0, objects)
            .mapToObj(i -> new ManifestLine(i, "{\"source\":\"ü " + i + "\"}", false))
            .toList(),
        object -> -object);
    IntStream.range(0, objects).forEach(id -> table.out(id, 1, Json.MAPPER.createObjectNode()));
    JobTable jobs = new JobTable(handle);
    jobs.setUp(job.id(), job.labels(), "", objects, 0);
    jobs.started(job.id(), now.minusSeconds(1800));
    jobs.status(job.id(), JobStatus.InProgress, Optional.empty(), now);
    return jobs.get(job.id());
  }

  private void answer(Job job, int object, String worker, String label, Instant at) {
    TaskTable tasks = new TaskTable(handle);
    String id = UUID.randomUUID().toString();
    tasks.insert(task(id, job, object, worker, at));
    tasks.submitted(id, Json.read("{\"tool\":{\"label\":\"" + label + "\"}}"), 3, at);
    new ObjectTable(handle, job.id()).tally(object, 1, 1, 0);
  }

  private static TaskRow task(String id, Job job, int object, String worker, Instant at) {
    return new TaskRow(
        id,
        job.id(),
        object,
        1,
        worker,
        worker,
        "pool",
        TaskRow.State.Taken,
        at.minusSeconds(3),
        at.plusSeconds(300),
        Optional.empty(),
        0,
        Optional.empty());
  }

  private void label(Job job, int object, State by, String name, double confidence) {
    new ObjectTable(handle, job.id())
        .labeled(
            object,
            by,
            1,
            Json.read("0"),
            Json.read("{\"class-name\":\"%s\",\"confidence\":%s}".formatted(name, confidence)),
            now);
  }

  @Test
  void jobsOfAnAccountArePagedOverItsRegions() {
    Job first = job("eu-west-1", "a", now);
    Job second = job("eu-central-1", "b", now);
    Job third = job("eu-west-1", "c", now.plusSeconds(1));
    OwnedJobs jobs = new OwnedJobs(handle, account);

    assertThat(jobs.page(Optional.empty(), 2))
        .extracting(Job::id)
        .containsExactly(third.id(), second.id());
    assertThat(jobs.page(Optional.of(OwnedJobs.Mark.of(second)), 2))
        .extracting(Job::id)
        .containsExactly(first.id());
    assertThat(jobs.find("eu-west-1", "A")).map(Job::id).contains(first.id());
    assertThat(jobs.find("eu-central-1", "a")).isEmpty();
    OwnedJobs others = new OwnedJobs(handle, "another");
    assertThat(others.page(Optional.empty(), 2)).isEmpty();
    assertThat(others.find("eu-west-1", "a")).isEmpty();
  }

  @Test
  void activityIsThatOfTheLastHour() {
    Job job = running(10);
    answer(job, 0, "ann", "x", now.minusSeconds(60));
    answer(job, 1, "ann", "x", now.minusSeconds(61));
    answer(job, 0, "ben", "x", now.minusSeconds(1700));
    answer(job, 2, "old", "x", now.minusSeconds(4000));
    new TaskTable(handle).insert(task(UUID.randomUUID().toString(), job, 3, "cid", now));

    Activity activity = Activity.of(handle, job, now);

    assertThat(activity.answersPerHour()).as("3 in half an hour").contains(6.0);
    assertThat(activity.workersActive()).as("ann and cid").isEqualTo(2);
    assertThat(activity.estimatedEnd())
        .as("16 answers are missing")
        .contains(now.plusSeconds(16 * 600));
    JobTable jobs = new JobTable(handle);
    jobs.status(job.id(), JobStatus.Completed, Optional.empty(), now);
    assertThat(Activity.of(handle, jobs.get(job.id()), now))
        .isEqualTo(new Activity(Optional.empty(), 0, Optional.empty()));
  }

  @Test
  void historyHasBatchesRunsAndTheirLog() {
    Job job = running(5);
    new BatchTable(handle, job.id()).insert(1, 5, now, now.plusSeconds(9));
    label(job, 0, State.Human, "x", .9);
    label(job, 1, State.Machine, "x", .9);
    new ObjectTable(handle, job.id()).failed(2, 1, "why", now);
    RunTable runs = new RunTable(handle);
    runs.enqueue(RunKind.LEARNING, job.id(), 0, now);
    String id = runs.enqueue(RunKind.LEARNING, job.id(), 1, now).id();
    Claim claim = runs.claim(id, now, now.plusSeconds(60)).orElseThrow();
    runs.progress(claim, "half");
    runs.log(claim, "first", now);
    runs.log(claim, "second", now);
    History history = new History(handle, job.id());

    assertThat(history.batches())
        .containsExactly(
            new History.Batch(
                1,
                5,
                now,
                Optional.empty(),
                Map.of(State.Human, 1, State.Machine, 1, State.Failed, 1)));
    new BatchTable(handle, job.id()).finished(1, now.plusSeconds(5));
    assertThat(history.batches().getFirst().finishedAt()).contains(now.plusSeconds(5));
    assertThat(history.runs()).extracting(History.LearningRun::round).containsExactly(0, 1);
    assertThat(history.runs().get(0).startedAt()).isEmpty();
    assertThat(history.runs().get(1).progress()).contains("half");
    assertThat(history.runs().get(1).ended()).isFalse();
    assertThat(history.log(1)).containsExactly(new History.LogLine(1, now, "second"));
    assertThat(history.log(9)).hasSize(2);
    assertThat(new History(handle, -1).log(9)).isEmpty();
  }

  @Test
  void agreementIsThatWithTheOthersOfTheSameObject() {
    Job job = running(4);
    for (int object = 0; object < 3; object++) {
      answer(job, object, "ann", "x", now);
      answer(job, object, "ben", object == 0 ? "y" : "x", now);
    }
    answer(job, 0, "cid", "x", now);
    answer(job, 3, "dan", "x", now);

    Map<String, Agreement.Shared> agreement = Agreement.of(handle, job.id());

    assertThat(agreement)
        .as("dan shares no object")
        .containsOnlyKeys("ann", "ben", "cid")
        .containsEntry("ann", new Agreement.Shared(2.5 / 3, 3))
        .containsEntry("ben", new Agreement.Shared(2.0 / 3, 3))
        .containsEntry("cid", new Agreement.Shared(.5, 1));
    assertThat(Agreement.of(handle, -1)).isEmpty();
  }

  @Test
  void oneAnswerOfAnObjectIsAccepted() {
    Job job = running(4);
    AcceptedTable table = new AcceptedTable(handle, job.id());
    table.accept(1, "ann", now);
    table.accept(3, "ann", now);
    table.accept(3, "ben", now.plusSeconds(1));
    AcceptedTable.Accepted last = new AcceptedTable.Accepted("ben", now.plusSeconds(1));

    assertThat(table.count()).isEqualTo(2);
    assertThat(table.between(2, 9)).isEqualTo(Map.of(3, last));
    table.withdraw(3);
    assertThat(table.between(0, 9)).containsOnlyKeys(1);
    assertThat(new AcceptedTable(handle, -1).count()).isZero();
  }

  @Test
  void boxesAreFoundByTheirAreaAndTheirCategory() {
    Job job = running(3);
    boxes(
        job,
        0,
        "{\"class_id\":0,\"width\":10,\"height\":10},{\"class_id\":1,\"width\":50,\"height\":40}");
    boxes(job, 1, "{\"class_id\":1,\"width\":20,\"height\":10}");
    boxes(job, 2, "");

    assertThat(ids(job, ofArea(Optional.empty(), 0, 100), 9)).containsExactly(0);
    assertThat(ids(job, ofArea(Optional.empty(), 150, 2500), 9)).containsExactly(0, 1);
    assertThat(ids(job, ofArea(Optional.of("car"), 150, 2500), 9)).isEmpty();
    assertThat(ids(job, ofArea(Optional.of("dog"), 150, 300), 9)).containsExactly(1);
    assertThat(ids(job, ofArea(Optional.empty(), 5000, 9000), 9)).isEmpty();
  }

  private void boxes(Job job, int object, String boxes) {
    new ObjectTable(handle, job.id())
        .labeled(
            object,
            State.Human,
            1,
            Json.read("{\"annotations\":[" + boxes + "]}"),
            Json.read("{\"class-map\":{\"0\":\"car\",\"1\":\"dog\"}}"),
            now);
  }

  private static Wanted ofArea(Optional<String> label, double least, double most) {
    return new Wanted(
        EnumSet.allOf(State.class),
        label,
        Optional.empty(),
        Range.ANY,
        Range.ANY,
        new Range(OptionalDouble.of(least), OptionalDouble.of(most)),
        Sort.MANIFEST,
        Optional.empty(),
        1);
  }

  @Test
  void objectsAreSearchedPartByPart() {
    Job job = running(OBJECTS);
    label(job, 3, State.Human, "x", .8);
    label(job, 299, State.Machine, "y", .4);
    label(job, 300, State.Human, "x", .4);
    label(job, 599, State.Human, "y", .9);
    for (int object : List.of(3, 300, 599)) {
      answer(job, object, "ann", "x", now);
      answer(job, object, "ben", object == 599 ? "y" : "x", now);
    }

    assertThat(ids(job, wanted(Optional.empty(), Optional.empty(), Sort.MANIFEST), 700))
        .hasSize(OBJECTS);
    assertThat(ids(job, wanted(Optional.of("x"), Optional.empty(), Sort.MANIFEST), 2))
        .containsExactly(3, 300);
    assertThat(ids(job, wanted(Optional.of("y"), Optional.of("ben"), Sort.MANIFEST), 2))
        .containsExactly(599);
    assertThat(ids(job, wanted(Optional.empty(), Optional.empty(), Sort.CONFIDENCE), 9))
        .containsExactly(299, 300, 3, 599);
    assertThat(ids(job, wanted(Optional.empty(), Optional.empty(), Sort.DISAGREEMENT), 9))
        .containsExactly(599, 3, 300);
    assertThat(ids(job, true, wanted(Optional.empty(), Optional.empty(), Sort.DISAGREEMENT), 2))
        .as("of masks, by their confidence")
        .containsExactly(300, 3, 599);
    assertThat(ids(job, wanted(Optional.empty(), Optional.of("cid"), Sort.MANIFEST), 2)).isEmpty();
    assertThat(
            new ObjectSearch(handle, job.id(), false)
                .find(
                    new Wanted(
                        EnumSet.of(State.Human),
                        Optional.empty(),
                        Optional.empty(),
                        new Range(OptionalDouble.of(.5), OptionalDouble.of(.85)),
                        new Range(OptionalDouble.of(0), OptionalDouble.empty()),
                        Range.ANY,
                        Sort.MANIFEST,
                        Optional.empty(),
                        5))
                .places())
        .extracting(Place::objectId)
        .containsExactly(3);
  }

  private static Wanted wanted(Optional<String> label, Optional<String> worker, Sort sort) {
    return new Wanted(
        EnumSet.allOf(State.class),
        label,
        worker,
        Range.ANY,
        Range.ANY,
        Range.ANY,
        sort,
        Optional.empty(),
        1);
  }

  /** All pages of a size, one after the other. */
  private List<Integer> ids(Job job, Wanted wanted, int limit) {
    return ids(job, false, wanted, limit);
  }

  private List<Integer> ids(Job job, boolean masks, Wanted wanted, int limit) {
    List<Integer> ids = new java.util.ArrayList<>();
    Optional<Place> after = Optional.empty();
    do {
      ObjectSearch.Found page =
          new ObjectSearch(handle, job.id(), masks)
              .find(
                  new Wanted(
                      wanted.states(),
                      wanted.label(),
                      wanted.workerId(),
                      wanted.confidence(),
                      wanted.disagreement(),
                      wanted.area(),
                      wanted.sort(),
                      after,
                      limit));
      assertThat(page.places().size()).isLessThanOrEqualTo(limit);
      page.places().forEach(place -> ids.add(place.objectId()));
      after = page.next();
    } while (after.isPresent());
    return ids;
  }
}
