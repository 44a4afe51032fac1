package dev.labelops.engine.labeling.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.labelops.engine.EngineSettings;
import dev.labelops.engine.labeling.JobKey;
import dev.labelops.engine.labeling.job.Job;
import dev.labelops.engine.labeling.job.JobMapper;
import dev.labelops.engine.labeling.job.JobSpec;
import dev.labelops.engine.labeling.job.JobTable;
import dev.labelops.engine.labeling.job.Json;
import dev.labelops.engine.labeling.job.ManifestLine;
import dev.labelops.engine.labeling.job.Micros;
import dev.labelops.engine.labeling.job.NewJob;
import dev.labelops.engine.labeling.job.ObjectTable;
import dev.labelops.engine.labeling.task.LabelCategories;
import dev.labelops.engine.labeling.task.TaskType;
import dev.labelops.engine.labeling.types.BuiltInTypes;
import dev.labelops.engine.store.Database;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * Consolidates a large job batch by batch, in a process whose heap a test limits. Arguments: data
 * folder, task type, objects, objects of a batch, workers, boxes of an answer.
 */
final class LargeConsolidation {
  private static final Instant NOW = Instant.parse("2026-03-04T09:15:00Z");
  private static final List<String> LABELS =
      IntStream.range(0, 30).mapToObj(i -> "label " + i).toList();

  private LargeConsolidation() {}

  /** Prints a line per batch. */
  public static void main(String[] arguments) throws Exception {
    Path data = Path.of(arguments[0]);
    TaskType type = BuiltInTypes.ALL.named(arguments[1]).orElseThrow();
    int objects = Integer.parseInt(arguments[2]);
    int size = Integer.parseInt(arguments[3]);
    int workers = Integer.parseInt(arguments[4]);
    int boxes = Integer.parseInt(arguments[5]);
    try (Database database = Database.open(EngineSettings.local(data))) {
      Jdbi jdbi = database.jdbi();
      jdbi.registerRowMapper(new JobMapper(BuiltInTypes.ALL));
      Job job = jdbi.inTransaction(handle -> job(handle, type, objects, workers));
      for (int batch = 1; batch * size <= objects; batch++) {
        int n = batch;
        jdbi.useTransaction(handle -> answers(handle, job, n, size, workers, boxes));
        long start = System.nanoTime();
        jdbi.useTransaction(handle -> new Consolidation(handle, job, n).run());
        System.out.printf(
            "batch %d: %d ms, %d MB used%n",
            n,
            Duration.ofNanos(System.nanoTime() - start).toMillis(),
            (Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory()) >> 20);
      }
    }
  }

  private static Job job(Handle handle, TaskType type, int objects, int workers) {
    ObjectNode request = Json.MAPPER.createObjectNode();
    request.put("LabelingJobName", "large").put("LabelAttributeName", "kind");
    request.withObject("/OutputConfig").put("S3OutputPath", "s3://b/out");
    request
        .withObject("/HumanTaskConfig")
        .put("NumberOfHumanWorkersPerDataObject", workers)
        .put("TaskTimeLimitInSeconds", 300);
    JobKey key = new JobKey("000000000000", "eu-west-1", "large");
    JobTable jobs = new JobTable(handle);
    jobs.insert(new NewJob(key, "arn/large", "code", new JobSpec(request), type, "team"), NOW);
    long id = jobs.find(key).orElseThrow().id();
    jobs.setUp(id, LabelCategories.of(LABELS), "<crowd-form></crowd-form>", objects, 0);
    for (int from = 0; from < objects; from += 1000) {
      new ObjectTable(handle, id)
          .insert(
              IntStream.range(from, Math.min(objects, from + 1000))
                  .mapToObj(i -> new ManifestLine(i, "{\"source\":\"text " + i + "\"}", false))
                  .toList(),
              i -> i);
    }
    return jobs.get(id);
  }

  private static void answers(Handle handle, Job job, int batch, int size, int workers, int boxes) {
    var labeled =
        handle.prepareBatch(
            "UPDATE labeling_object SET state = 'Human', iteration = :batch, answered = :workers,"
                + " label = '0', metadata = '{}', settled_at = :now"
                + " WHERE job_id = :job AND object_id = :object");
    var tasks =
        handle.prepareBatch(
            """
            INSERT INTO labeling_task (id, job_id, object_id, iteration, worker_sub, worker_id,
              user_pool_id, state, taken_at, lease_until, ended_at, time_spent, answer)
            VALUES (:id, :job, :object, :batch, :worker, :worker, 'pool', 'Submitted', :now, :now,
              :now, 1.5, :answer)
            """);
    String element = job.type().facts().ui().answerName().orElseThrow();
    for (int object = (batch - 1) * size; object < batch * size; object++) {
      labeled
          .bind("batch", batch)
          .bind("workers", workers)
          .bind("now", Micros.of(NOW))
          .bind("job", job.id())
          .bind("object", object)
          .add();
      for (int worker = 0; worker < workers; worker++) {
        JsonNode answer =
            boxes == 0 ? choice(element, object, worker) : drawn(element, object, worker, boxes);
        tasks
            .bind("id", UUID.randomUUID().toString())
            .bind("job", job.id())
            .bind("object", object)
            .bind("batch", batch)
            .bind("worker", "private.eu-west-1." + worker)
            .bind("now", Micros.of(NOW))
            .bind("answer", Json.write(answer))
            .add();
      }
      if (object % 100 == 99) {
        labeled.execute();
        tasks.execute();
      }
    }
    labeled.execute();
    tasks.execute();
  }

  private static JsonNode choice(String element, int object, int worker) {
    SplittableRandom random = new SplittableRandom(object * 31L + worker);
    int truth = object % LABELS.size();
    int said = random.nextDouble() < .9 - worker * .1 ? truth : random.nextInt(LABELS.size());
    ObjectNode content = Json.MAPPER.createObjectNode();
    content.putObject(element).put("label", LABELS.get(said));
    return content;
  }

  private static JsonNode drawn(String element, int object, int worker, int boxes) {
    SplittableRandom random = new SplittableRandom(object * 31L + worker);
    ObjectNode content = Json.MAPPER.createObjectNode();
    ArrayNode list = content.putObject(element).putArray("boundingBoxes");
    for (int box = 0; box < boxes; box++) {
      list.addObject()
          .put("label", LABELS.get(box % 3))
          .put("left", 100 * box + random.nextDouble(10))
          .put("top", 50 + random.nextDouble(10))
          .put("width", 80 + random.nextDouble(5))
          .put("height", 80 + random.nextDouble(5));
    }
    return content;
  }
}
