package dev.labelops.engine.labeling.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.labelops.engine.labeling.JobKey;
import dev.labelops.engine.labeling.job.ModelTable.Model;
import dev.labelops.engine.labeling.job.ObjectRow.State;
import dev.labelops.engine.labeling.job.Run.Claim;
import dev.labelops.engine.labeling.learning.Outcome.Choice;
import dev.labelops.engine.labeling.learning.Role;
import dev.labelops.engine.labeling.learning.Round;
import dev.labelops.engine.labeling.task.Learnable.MachineLabel;
import dev.labelops.engine.labeling.types.BuiltInTypes;
import dev.labelops.engine.store.Vendor;
import dev.labelops.groundtruth.RoundReport;
import dev.labelops.groundtruth.S3Location;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * {@code RunLabelTable}, {@code RunFileTable}, {@code RoundTable} and {@code ModelTable}, and what
 * {@code ObjectTable} and {@code RunTable} have for rounds.
 */
@ParameterizedClass
@EnumSource(Vendor.class)
class RoundsContractIT {
  private static final int OBJECTS = 6;

  @Parameter Vendor vendor;

  private final String account = UUID.randomUUID().toString().substring(0, 12);
  private final Instant now = Instant.parse("2026-11-29T10:00:00Z");
  private final Instant then = now.plusSeconds(60);
  private Handle handle;
  private long job;
  private int jobs;

  @BeforeEach
  void insert() {
    handle = vendor.database().jdbi().open();
    job = insertJob();
  }

  /** A job of some objects, the later ones first in the order of work. */
  private long insertJob() {
    JobKey key = new JobKey(account, "eu-west-1", "job-" + ++jobs);
    JobTable table = new JobTable(handle);
    table.insert(
        new NewJob(
            key,
            "arn:aws:sagemaker:eu-west-1:" + account + ":labeling-job/" + key.jobName(),
            "code",
            new JobSpec(Json.MAPPER.createObjectNode()),
            BuiltInTypes.ALL.all().getFirst(),
            "team"),
        now);
    long id = table.find(key).orElseThrow().id();
    new ObjectTable(handle, id)
        .insert(
            IntStream.range(0, OBJECTS)
                .mapToObj(i -> new ManifestLine(i, "{\"source\":\"ü " + i + "\"}", i == 5))
                .toList(),
            object -> -object);
    return id;
  }

  @AfterEach
  void close() {
    handle.close();
  }

  @Test
  void labelsOfARunComeBackInPagesInTheOrderOfTheManifest() {
    RunLabelTable labels = new RunLabelTable(handle, run(1));
    RunLabelTable others = new RunLabelTable(handle, run(2));
    labels.insert(Map.of());
    labels.insert(Map.of(4, label(4), 0, label(0)));
    labels.insert(Map.of(2, label(2)));
    others.insert(Map.of(3, label(3)));

    assertThat(labels.after(-1, 2))
        .containsExactly(
            new RunLabelTable.Row(0, label(0).label(), label(0).metadata()),
            new RunLabelTable.Row(2, label(2).label(), label(2).metadata()));
    assertThat(labels.after(2, 2)).extracting(RunLabelTable.Row::objectId).containsExactly(4);
    assertThat(labels.after(4, 2)).isEmpty();
    labels.clear();
    assertThat(labels.after(-1, 2)).isEmpty();
    assertThat(others.after(-1, 2)).hasSize(1);
  }

  @Test
  void anObjectHasOneLabelOfARun() {
    RunLabelTable labels = new RunLabelTable(handle, run(1));
    labels.insert(Map.of(4, label(4)));
    assertThatThrownBy(() -> labels.insert(Map.of(4, label(4))))
        .isInstanceOf(UnableToExecuteStatementException.class);
  }

  @Test
  void theFileOfARunComesBackInParts() throws Exception {
    RunFileTable file = new RunFileTable(handle, run(1));
    byte[] content = new byte[FileParts.PART_BYTES + 3];
    content[FileParts.PART_BYTES] = 7;
    assertThat(file.parts()).isZero();

    long left = FileParts.keep(out -> out.write(content), content.length + 10, file::insert);

    assertThat(left).isEqualTo(10);
    assertThat(file.parts()).isEqualTo(2);
    assertThat(file.part(0)).hasSize(FileParts.PART_BYTES);
    assertThat(file.part(1)).containsExactly(7, 0, 0);
    assertThatThrownBy(() -> FileParts.keep(out -> out.write(content), 3, (part, bytes) -> {}))
        .isInstanceOf(FileParts.TooLarge.class);
    file.clear();
    assertThat(file.parts()).isZero();
  }

  @Test
  void reportsAreKeptByRound() {
    RoundTable rounds = new RoundTable(handle, job);
    ObjectNode second = Json.MAPPER.createObjectNode();
    second.put("round", 2).put("reason", "Round 2 failed: ü").putArray("heads");
    ObjectNode first = second.deepCopy().put("round", 1).put("delta", 0.05);

    rounds.insert(2, second);
    rounds.insert(1, first);

    assertThat(rounds.find(2)).contains(Json.write(second));
    assertThat(rounds.find(3)).isEmpty();
    assertThat(new RoundTable(handle, insertJob()).find(1)).isEmpty();
    assertThat(rounds.reports()).extracting(RoundReport::round).containsExactly(1, 2);
    assertThat(rounds.reports()).extracting(RoundReport::delta).containsExactly(0.05, 0.0);
  }

  @Test
  void aModelIsTheLastOfItsJob() {
    String arn = "arn:aws:sagemaker:eu-west-1:" + account + ":model/job-1";
    ModelTable models = new ModelTable(handle);
    Job trained = new JobTable(handle).get(job);
    S3Location second = S3Location.parse("s3://b/training/2/model.tar.gz");
    assertThat(models.find(arn)).isEmpty();

    models.put(trained, arn, S3Location.parse("s3://b/training/1/model.tar.gz"));
    models.put(trained, arn, second);

    assertThat(models.find(arn))
        .contains(new Model(account, trained.type().facts().name(), second));
  }

  @Test
  void chosenObjectsGoOutBeforeTheOrderOfWork() {
    assertThat(objects().anyChosen()).isFalse();
    assertThat(objects().toLabel(2)).containsExactly(4, 3);
    objects().choose(List.of());
    objects()
        .choose(
            List.of(
                new Choice(2, Role.Validation),
                new Choice(5, Role.Training),
                new Choice(0, Role.Training),
                new Choice(4, Role.Training)));

    assertThat(objects().anyChosen()).isTrue();
    assertThat(objects().toLabel(2)).containsExactly(2, 0);
    assertThat(objects().toLabel(9)).as("of those that are open").containsExactly(2, 0, 4);
    List.of(2, 0, 4).forEach(id -> objects().out(id, 1, Json.MAPPER.createObjectNode()));
    assertThat(objects().anyChosen()).isFalse();
    assertThat(objects().toLabel(9)).containsExactly(3, 1);
    assertThat(objects().count(State.Open)).isEqualTo(2);
  }

  @Test
  void entriesSayWhatIsOpenAndWhatHumanLabelsAreFor() {
    objects().choose(List.of(new Choice(2, Role.Validation), new Choice(0, Role.Validation)));
    for (int id : List.of(0, 1, 2, 3)) {
      objects().out(id, 1, Json.MAPPER.createObjectNode());
    }
    for (int id : List.of(0, 1, 2)) {
      objects().labeled(id, State.Human, 1, IntNode.valueOf(1), label(1).metadata(), now);
    }
    objects().used(Set.of());
    objects().used(Set.of(0, 1));

    assertThat(objects().entries())
        .containsExactly(
            new Round.Entry(0, false, Optional.of(Role.ValidationUsed)),
            new Round.Entry(1, false, Optional.of(Role.Training)),
            new Round.Entry(2, false, Optional.of(Role.Validation)),
            new Round.Entry(3, true, Optional.empty()),
            new Round.Entry(4, true, Optional.empty()),
            new Round.Entry(5, false, Optional.empty()));
    assertThat(objects().these(List.of())).isEmpty();
    Map<Integer, ObjectRow> some = objects().these(List.of(4, 1));
    assertThat(some.keySet()).containsExactlyInAnyOrder(1, 4);
    assertThat(some.get(1)).isEqualTo(objects().get(1));
    assertThat(some.get(4)).isEqualTo(objects().get(4));
  }

  @Test
  void machineLabelsAreForOpenObjectsOnly() {
    objects().out(1, 1, Json.MAPPER.createObjectNode());
    List<RunLabelTable.Row> rows =
        IntStream.of(0, 1, 5)
            .mapToObj(id -> new RunLabelTable.Row(id, label(id).label(), label(id).metadata()))
            .toList();
    Map<Integer, ObjectNode> metadata =
        Map.of(0, label(10).metadata(), 1, label(11).metadata(), 5, label(15).metadata());

    assertThat(objects().labeledByMachine(3, List.of(), Map.of(), now)).isZero();
    assertThat(objects().labeledByMachine(3, rows, metadata, now)).isOne();

    ObjectRow labeled = objects().get(0);
    assertThat(labeled.state()).isEqualTo(State.Machine);
    assertThat(labeled.iteration()).isEqualTo(3);
    assertThat(labeled.label()).contains(label(0).label());
    assertThat(labeled.metadata()).contains(label(10).metadata());
    assertThat(labeled.settledAt()).contains(now);
    assertThat(objects().get(1).state()).isEqualTo(State.Out);
    assertThat(objects().get(5).state()).isEqualTo(State.Kept);
  }

  @Test
  void aPostponedRunIsClaimedLater() {
    String id = run(1);
    Claim claim = runs().claim(id, now, then).orElseThrow();
    assertThat(runs().hold(claim)).isTrue();

    assertThat(runs().postponed(claim, then, now)).isTrue();

    assertThat(runs().hold(claim)).isFalse();
    assertThat(runs().postponed(claim, then, now)).as("it is nobody's").isFalse();
    assertThat(runs().find(id).orElseThrow().state()).isEqualTo(Run.State.Queued);
    assertThat(runs().find(id).orElseThrow().leaseUntil()).isEqualTo(then);
    assertThat(runs().claim(id, then.minusSeconds(1), then)).isEmpty();
    assertThat(runs().tries(id)).isEqualTo(new StepTries(1, 1, Optional.of(now)));
    Claim second = runs().claim(id, then, then).orElseThrow();
    assertThat(runs().postponed(second, then, then)).isTrue();
    assertThat(runs().tries(id)).isEqualTo(new StepTries(2, 2, Optional.of(now)));
  }

  @Test
  void whatRunsWroteIsDroppedWithThem() {
    for (int round = 0; round < 3; round++) {
      String id = run(round);
      new RunLabelTable(handle, id).insert(Map.of(1, label(1)));
      new RunFileTable(handle, id).insert(0, new byte[1]);
    }
    Claim claim = runs().claim(run(1), now, then).orElseThrow();
    runs().succeeded(claim, "{}", now);

    runs().cancelAll(job, now);
    assertThat(written()).as("of the run that has succeeded").containsExactly(1);
    runs().dropWritten(job, 7);
    runs().dropWritten(job, 1);
    assertThat(written()).isEmpty();

    new RunFileTable(handle, run(1)).insert(0, new byte[1]);
    runs().dropWrittenOf(job, Run.State.values());
    assertThat(new RunFileTable(handle, run(1)).parts()).isZero();
  }

  private List<Integer> written() {
    return IntStream.range(0, 3)
        .filter(
            round ->
                !new RunLabelTable(handle, run(round)).after(-1, 1).isEmpty()
                    || new RunFileTable(handle, run(round)).parts() > 0)
        .boxed()
        .toList();
  }

  private static MachineLabel label(int object) {
    ObjectNode metadata = Json.MAPPER.createObjectNode().put("class-name", "ü' " + object);
    return new MachineLabel(IntNode.valueOf(object), metadata);
  }

  private String run(int round) {
    return runs().enqueue(RunKind.LEARNING, job, round, now).id();
  }

  private RunTable runs() {
    return new RunTable(handle);
  }

  private ObjectTable objects() {
    return new ObjectTable(handle, job);
  }
}
