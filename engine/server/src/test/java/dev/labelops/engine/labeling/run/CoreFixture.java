package dev.labelops.engine.labeling.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.labelops.engine.EngineSettings.Pace;
import dev.labelops.engine.labeling.JobKey;
import dev.labelops.engine.labeling.LearnableText;
import dev.labelops.engine.labeling.job.Job;
import dev.labelops.engine.labeling.job.JobMapper;
import dev.labelops.engine.labeling.job.JobSpec;
import dev.labelops.engine.labeling.job.JobTable;
import dev.labelops.engine.labeling.job.Json;
import dev.labelops.engine.labeling.job.Micros;
import dev.labelops.engine.labeling.job.NewJob;
import dev.labelops.engine.labeling.job.RunKind;
import dev.labelops.engine.labeling.job.TaskRow;
import dev.labelops.engine.labeling.learning.Learner;
import dev.labelops.engine.labeling.task.TaskType;
import dev.labelops.engine.labeling.task.TaskTypes;
import dev.labelops.engine.labeling.types.textmulticlass.TextMultiClass;
import dev.labelops.engine.labeling.work.TaskQueue;
import dev.labelops.engine.labeling.work.Worker;
import dev.labelops.engine.quirks.QuirkBoard;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.h2.jdbcx.JdbcDataSource;
import org.jdbi.v3.core.Jdbi;
import org.postgresql.ds.PGSimpleDataSource;

/** The labeling core on a real database, with a clock that a test moves and objects in memory. */
final class CoreFixture {
  /** This fixture's clock runs faster than heartbeats are sent. */
  private static final Pace PATIENT =
      new Pace(
          Pace.DEFAULT.initializing(),
          Pace.DEFAULT.workforceInitializing(),
          Pace.DEFAULT.stopping(),
          Pace.DEFAULT.tick(),
          Duration.ofDays(1));

  final MovableClock clock = new MovableClock();
  final MemoryObjects objects = new MemoryObjects();
  final QuirkBoard quirks = new QuirkBoard();
  final Jdbi jdbi;
  final TaskQueue queue;
  final JobStop stop;
  private final String url;
  private final TaskTypes types;
  private final Learner learner;
  private final JobRun run;
  private final LearningRun learning;

  CoreFixture(Learner learner) {
    this(learner, LearnableText.TYPES);
  }

  CoreFixture(Learner learner, TaskTypes types) {
    this(
        learner,
        types,
        "jdbc:h2:mem:"
            + UUID.randomUUID()
            + ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE"
            + ";DB_CLOSE_DELAY=-1;DEFAULT_NULL_ORDERING=HIGH");
  }

  /**
   * @param url JDBC URL of the database, which is migrated
   */
  CoreFixture(Learner learner, String url) {
    this(learner, LearnableText.TYPES, url);
  }

  private CoreFixture(Learner learner, TaskTypes types, String url) {
    this.url = url;
    this.types = types;
    Flyway.configure()
        .dataSource(url, "", "")
        .locations("classpath:db/migration")
        .outOfOrder(true)
        .load()
        .migrate();
    jdbi = Jdbi.create(url);
    jdbi.registerRowMapper(new JobMapper(types));
    this.learner = learner;
    Learning rounds = new Learning(learner != Learner.NONE, () -> {});
    run = new JobRun(jdbi, principal -> objects, rounds, quirks, Pace.DEFAULT, clock);
    learning = learningRun();
    queue = new TaskQueue(jdbi, id -> {}, clock);
    stop = new JobStop(jdbi, id -> {}, clock);
  }

  /** What moves jobs in an engine, with this fixture's clock; until it is closed. */
  JobRunner runner() {
    return new JobRunner(
        dataSource(),
        types,
        principal -> objects,
        learner == Learner.NONE ? Optional.empty() : Optional.of(learningRun()),
        quirks,
        PATIENT,
        clock);
  }

  private LearningRun learningRun() {
    return new LearningRun(
        dataSource(), types, principal -> objects, learner, clock, PATIENT.lease());
  }

  private DataSource dataSource() {
    if (url.startsWith("jdbc:h2:")) {
      JdbcDataSource h2 = new JdbcDataSource();
      h2.setURL(url);
      return h2;
    }
    PGSimpleDataSource postgres = new PGSimpleDataSource();
    postgres.setURL(url);
    return postgres;
  }

  /** Stores a text job with a label file, a template and a manifest of {@code size} texts. */
  long job(String name, int size, Consumer<ObjectNode> wishes) {
    return job(
        name,
        IntStream.range(0, size)
            .mapToObj(i -> "{\"source\":\"text " + i + "\"}\n")
            .collect(Collectors.joining()),
        wishes);
  }

  long job(String name, String manifest, Consumer<ObjectNode> wishes) {
    return job(name, new TextMultiClass(), manifest, wishes);
  }

  long job(String name, TaskType type, String manifest, Consumer<ObjectNode> wishes) {
    objects.put("in/" + name, manifest);
    objects.put("labels", "{\"labels\":[{\"label\":\"good\"},{\"label\":\"bad\"}]}");
    objects.put("template", "<crowd-form></crowd-form>");
    ObjectNode request = Json.MAPPER.createObjectNode();
    request.put("LabelingJobName", name).put("LabelAttributeName", "kind");
    request
        .withObject("/InputConfig/DataSource/S3DataSource")
        .put("ManifestS3Uri", "s3://b/in/" + name);
    request.withObject("/OutputConfig").put("S3OutputPath", "s3://b/out");
    request.put("RoleArn", "arn:aws:iam::000000000000:role/labeling");
    request.put("LabelCategoryConfigS3Uri", "s3://b/labels");
    request.withObject("/HumanTaskConfig/UiConfig").put("UiTemplateS3Uri", "s3://b/template");
    request
        .withObject("/HumanTaskConfig")
        .put("NumberOfHumanWorkersPerDataObject", 1)
        .put("TaskTimeLimitInSeconds", 300);
    wishes.accept(request);
    JobKey key = new JobKey("000000000000", "eu-west-1", name);
    NewJob job = new NewJob(key, "arn/" + name, "code", new JobSpec(request), type, "team");
    return jdbi.inTransaction(
        handle -> {
          new JobTable(handle).insert(job, clock.instant());
          return new JobTable(handle).find(key).orElseThrow().id();
        });
  }

  /** A job that is in progress, its first batch out. */
  long startedJob(String name, int size, Consumer<ObjectNode> wishes) {
    long id = job(name, size, wishes);
    clock.pass(Pace.DEFAULT.initializing());
    settle(id);
    return id;
  }

  /** Lets the job do everything that is due now. */
  void settle(long id) {
    try {
      for (int moves = 0; isDue(id); moves++) {
        if (moves > 100) {
          throw new AssertionError("the job never comes to rest: " + read(id));
        }
        move(id);
        learn(id);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** One move of the job only. */
  void advance(long id) {
    try {
      move(id);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** As an engine does it: a short step first, and what that leaves to a run of its own. */
  private void move(long id) throws IOException {
    RunKind next = run.advance(id, RunKind.STEP);
    if (next != RunKind.STEP) {
      run.advance(id, next);
    }
  }

  boolean isDue(long id) {
    return jdbi.withHandle(
            handle ->
                handle
                    .createQuery(
                        "SELECT COUNT(*) FROM labeling_job WHERE id = :id AND due_at <= :now")
                    .bind("id", id)
                    .bind("now", Micros.of(clock.instant()))
                    .mapTo(Integer.class)
                    .one())
        == 1;
  }

  /** Does the learning runs of the job that can be claimed. */
  void learn(long id) {
    jdbi.withHandle(
            handle ->
                handle
                    .createQuery(
                        "SELECT id FROM labeling_run WHERE job_id = :job AND state IN ('Queued', 'Running')")
                    .bind("job", id)
                    .mapTo(String.class)
                    .list())
        .forEach(learning::execute);
  }

  Job read(long id) {
    return jdbi.withHandle(handle -> new JobTable(handle).get(id));
  }

  static Worker worker(String name) {
    return Worker.of("eu-west-1", "eu-west-1_pool", name, name + "@example.com");
  }

  Optional<TaskRow> take(long id, String worker) {
    return queue.take(id, worker(worker));
  }

  void answer(TaskRow task, String worker, String label) {
    ObjectNode content = Json.MAPPER.createObjectNode();
    content.putObject("crowd-classifier").put("label", label);
    queue.answer(task.id(), worker(worker), content, 1.5);
  }

  /** Lets one worker answer what there is; returns the object ids in the order of work. */
  List<Integer> answerAll(long id, String worker) {
    List<Integer> done = answerBatch(id, worker);
    settle(id);
    return done;
  }

  /** Like {@link #answerAll}, but the job has not noticed yet. */
  List<Integer> answerBatch(long id, String worker) {
    List<Integer> done = new ArrayList<>();
    for (Optional<TaskRow> task = take(id, worker); task.isPresent(); task = take(id, worker)) {
      answer(task.get(), worker, "good");
      done.add(task.get().objectId());
    }
    return done;
  }

  List<String> tree(String name) {
    return objects.content.keySet().stream()
        .filter(key -> key.startsWith("out/" + name + "/"))
        .map(key -> key.substring(("out/" + name + "/").length()))
        .toList();
  }
}
