package dev.labelops.engine.labeling.work;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labelops.engine.labeling.JobKey;
import dev.labelops.engine.labeling.job.JobSpec;
import dev.labelops.engine.labeling.job.JobTable;
import dev.labelops.engine.labeling.job.Json;
import dev.labelops.engine.labeling.job.ManifestLine;
import dev.labelops.engine.labeling.job.NewJob;
import dev.labelops.engine.labeling.job.ObjectTable;
import dev.labelops.engine.labeling.job.TaskRow;
import dev.labelops.engine.labeling.job.TaskTable;
import dev.labelops.engine.labeling.types.BuiltInTypes;
import dev.labelops.engine.store.Vendor;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** {@code AheadTable}, and {@code TaskTable} as far as it looks at it. */
@ParameterizedClass
@EnumSource(Vendor.class)
class AheadTableContractIT {
  @Parameter Vendor vendor;

  private final Instant now = Instant.parse("2026-11-29T10:00:00.123456Z");
  private final Worker ann = worker("ann");
  private final Worker ben = worker("ben");
  private Handle handle;
  private AheadTable aheads;
  private TaskTable tasks;
  private long job;

  private static Worker worker(String name) {
    String sub = name + UUID.randomUUID().toString().substring(0, 8);
    return new Worker("eu-west-1_p", sub, "private.eu-west-1." + name);
  }

  @BeforeEach
  void twoObjectsThatNeedOneWorkerEach() {
    handle = vendor.database().jdbi().open();
    aheads = new AheadTable(handle);
    tasks = new TaskTable(handle);
    String account = UUID.randomUUID().toString().substring(0, 12);
    JobKey key = new JobKey(account, "eu-west-1", "job");
    new JobTable(handle)
        .insert(
            new NewJob(
                key,
                "arn:aws:sagemaker:eu-west-1:" + account + ":labeling-job/job",
                "code",
                new JobSpec(Json.MAPPER.createObjectNode()),
                BuiltInTypes.ALL.named("TextMultiClass").orElseThrow(),
                "team"),
            now);
    job = new JobTable(handle).find(key).orElseThrow().id();
    ObjectTable objects = new ObjectTable(handle, job);
    objects.insert(
        List.of(
            new ManifestLine(0, "{\"source\":\"a\"}", false),
            new ManifestLine(1, "{\"source\":\"b\"}", false)),
        line -> line);
    objects.out(0, 1, Json.MAPPER.createObjectNode());
    objects.out(1, 1, Json.MAPPER.createObjectNode());
  }

  @AfterEach
  void close() {
    handle.close();
  }

  private TaskRow reserve(int object, Worker worker, Instant until) {
    TaskRow task =
        new TaskRow(
            UUID.randomUUID().toString(),
            job,
            object,
            1,
            worker.sub(),
            worker.workerId(),
            worker.userPoolId(),
            TaskRow.State.Ahead,
            until,
            until,
            Optional.empty(),
            0,
            Optional.empty());
    aheads.insert(task);
    return task;
  }

  private Optional<Integer> next(Worker worker) {
    return tasks.nextUnreserved(job, worker.sub(), 1, now);
  }

  @Test
  void whatSomebodySeesNextIsNotTheNextOfOthersWhileTheLeaseLasts() {
    assertThat(next(ben)).contains(0);
    TaskRow ahead = reserve(0, ann, now.plusSeconds(1));
    assertThat(aheads.find(ahead.id())).contains(ahead);
    assertThat(aheads.of(job, ann)).contains(ahead);
    assertThat(aheads.of(job, ben)).isEmpty();
    assertThat(next(ben)).contains(1);
    assertThat(next(ann)).contains(0);
    assertThat(tasks.isUnreserved(job, 0, ann.sub(), 1, now)).isTrue();
    assertThat(tasks.isUnreserved(job, 0, ben.sub(), 1, now)).isFalse();
    assertThat(tasks.isUnreserved(job, 0, ben.sub(), 2, now)).as("needs two").isTrue();
    assertThat(tasks.nextObject(job, ben.sub(), 1)).as("nobody waits for it").contains(0);
    assertThat(tasks.isUnreserved(job, 0, ben.sub(), 1, now.plusSeconds(1))).isTrue();

    aheads.renew(ahead.id(), now.plusSeconds(9));
    assertThat(tasks.isUnreserved(job, 0, ben.sub(), 1, now.plusSeconds(1))).isFalse();
    aheads.delete(ahead.id());
    assertThat(next(ben)).contains(0);
  }

  @Test
  void theOldestLeaseEndsFirst() {
    TaskRow over = reserve(0, worker("over"), now.minusSeconds(1));
    TaskRow old = reserve(0, ann, now.plusSeconds(1));
    TaskRow young = reserve(0, ben, now.plusSeconds(2));
    aheads.endOldest(job, 0, now);
    assertThat(aheads.find(over.id())).contains(over);
    assertThat(aheads.find(old.id()).map(TaskRow::leaseUntil)).contains(Instant.EPOCH);
    assertThat(aheads.find(young.id())).contains(young);
  }

  @Test
  void aWorkerGivesBackHereOrElsewhere() {
    TaskRow hers = reserve(0, ann, now.plusSeconds(1));
    TaskRow his = reserve(1, ben, now.plusSeconds(1));
    aheads.deleteElsewhere(job, ann);
    assertThat(aheads.find(hers.id())).isPresent();
    aheads.deleteElsewhere(job + 1, ann);
    assertThat(aheads.find(hers.id())).isEmpty();
    aheads.deleteOf(job + 1, ben);
    assertThat(aheads.find(his.id())).isPresent();
    aheads.deleteOf(job, ben);
    assertThat(aheads.find(his.id())).isEmpty();
  }

  @Test
  void tasksInHandAndSecondsOfWorkAreCounted() {
    for (int object = 0; object < 2; object++) {
      tasks.insert(
          new TaskRow(
              UUID.randomUUID().toString(),
              job,
              object,
              1,
              ann.sub(),
              ann.workerId(),
              ann.userPoolId(),
              TaskRow.State.Taken,
              now.plusSeconds(-object),
              now.plusSeconds(60),
              Optional.empty(),
              0,
              Optional.empty()));
    }
    assertThat(tasks.countInHand(job, ann.sub())).isEqualTo(2);
    TaskRow first = tasks.inHand(job, ann.sub()).orElseThrow();
    assertThat(first.objectId()).as("the one that was taken first").isEqualTo(1);
    tasks.submitted(first.id(), Json.read("{}"), 2.5, now);
    tasks.submitted(tasks.inHand(job, ann.sub()).orElseThrow().id(), Json.read("{}"), 1.5, now);
    assertThat(tasks.secondsSince(ann.userPoolId(), ann.sub(), now)).containsExactly(1.5, 2.5);
    assertThat(tasks.secondsSince(ann.userPoolId(), ann.sub(), now.plusMillis(1))).isEmpty();
    assertThat(tasks.secondsSince("other", ann.sub(), now)).isEmpty();
  }
}
