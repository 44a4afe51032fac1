package dev.labelops.engine.labeling.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labelops.engine.labeling.JobKey;
import dev.labelops.engine.labeling.job.ObjectFileTable.StoredFile;
import dev.labelops.engine.labeling.task.LabelCategories;
import dev.labelops.engine.labeling.task.LabelFile;
import dev.labelops.engine.labeling.types.BuiltInTypes;
import dev.labelops.engine.store.Vendor;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** {@code ObjectFileTable}: files of labels while a database has them. */
@ParameterizedClass
@EnumSource(Vendor.class)
class ObjectFileContractIT {
  private static final int PART = 256 * 1024;
  private static final long MOST_BYTES = 4L * PART;
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

  @Parameter Vendor vendor;

  private final String account = UUID.randomUUID().toString().substring(0, 12);
  private Jdbi jdbi;
  private int jobs;

  @BeforeEach
  void open() {
    jdbi = vendor.database().jdbi();
  }

  @Test
  void filesComeBackInPartsAsTheyWereWritten() {
    byte[] large = new byte[2 * PART + 7];
    new Random(7).nextBytes(large);
    long job = job();
    boolean stored =
        jdbi.inTransaction(
            handle ->
                new ObjectFileTable(handle, job)
                    .insert(
                        1,
                        List.of(
                            new LabelFile(
                                "/SeqLabel.json", "application/json", o -> o.write(large)),
                            new LabelFile("_now.png", "image/png", o -> {}),
                            new LabelFile(
                                "/bytes",
                                "application/octet-stream",
                                o -> {
                                  for (byte value : large) {
                                    o.write(value);
                                  }
                                })),
                        MOST_BYTES * 2));

    assertThat(stored).isTrue();
    jdbi.useHandle(
        handle -> {
          ObjectFileTable table = new ObjectFileTable(handle, job);
          assertThat(table.of(1))
              .containsExactlyInAnyOrder(
                  new StoredFile("/SeqLabel.json", "application/json", 3),
                  new StoredFile("_now.png", "image/png", 1),
                  new StoredFile("/bytes", "application/octet-stream", 3));
          assertThat(content(table, "/SeqLabel.json", 3)).isEqualTo(large);
          assertThat(content(table, "/bytes", 3)).isEqualTo(large);
          assertThat(content(table, "_now.png", 1)).isEmpty();
          assertThat(table.of(0)).isEmpty();
        });
  }

  @Test
  void filesOverTheLimitAreNotStored() {
    byte[] part = new byte[PART];
    int most = (int) (MOST_BYTES / PART);
    long job = job();

    assertThat(insert(job, 0, file("/a", part, most / 2), file("/b", part, most / 2)))
        .as("the limit")
        .isTrue();
    assertThat(insert(job, 1, file("/a", part, most / 2), file("/b", part, most / 2 + 1)))
        .isFalse();

    jdbi.useHandle(
        handle -> {
          assertThat(new ObjectFileTable(handle, job).of(0)).hasSize(2);
          assertThat(new ObjectFileTable(handle, job).of(1)).isEmpty();
        });
  }

  @Test
  void filesAreForgottenByBatchAndByJob() {
    long job = job();
    long other = job();
    LabelFile file = file("/a", new byte[3], 1);
    for (int object = 0; object < 3; object++) {
      assertThat(insert(job, object, file)).isTrue();
    }
    assertThat(insert(other, 0, file)).isTrue();

    jdbi.useHandle(handle -> new ObjectFileTable(handle, job).clear(1));
    assertThat(left(job)).containsExactly(2);
    jdbi.useHandle(handle -> new ObjectFileTable(handle, job).clear());
    assertThat(left(job)).isEmpty();
    assertThat(left(other)).containsExactly(0);
  }

  /** The columns that this table came with: what a type keeps of the label category file. */
  @Test
  void detailsOfTheLabelFileAreKeptWithTheJob() {
    long job = job();
    LabelCategories labels =
        new LabelCategories(List.of("a", "b"), Optional.of(Json.read("{\"scale\":1.50}")));

    jdbi.useHandle(handle -> new JobTable(handle).setUp(job, labels, "", 3, 0));

    assertThat(jdbi.withHandle(handle -> new JobTable(handle).get(job)).labels()).isEqualTo(labels);
  }

  /** A job of three objects, the first two in batch 1. */
  private long job() {
    JobKey key = new JobKey(account, "eu-west-1", "job" + ++jobs);
    return jdbi.inTransaction(
        handle -> {
          JobTable table = new JobTable(handle);
          table.insert(
              new NewJob(
                  key,
                  "arn/" + account + "/" + key.jobName(),
                  "code",
                  new JobSpec(Json.read("{}")),
                  BuiltInTypes.ALL.all().getFirst(),
                  "team"),
              NOW);
          long id = table.find(key).orElseThrow().id();
          insertObjects(handle, id);
          return id;
        });
  }

  private static void insertObjects(Handle handle, long job) {
    ObjectTable objects = new ObjectTable(handle, job);
    objects.insert(
        IntStream.range(0, 3).mapToObj(i -> new ManifestLine(i, "{}", false)).toList(), id -> id);
    for (int object = 0; object < 2; object++) {
      objects.out(object, 1, Json.read("{\"width\":3}"));
    }
    assertThat(objects.get(0).properties()).isEqualTo(Json.read("{\"width\":3}"));
    assertThat(objects.get(2).properties()).isEqualTo(Json.read("{}"));
  }

  private static LabelFile file(String suffix, byte[] part, int parts) {
    return new LabelFile(
        suffix,
        "application/octet-stream",
        out -> {
          for (int i = 0; i < parts; i++) {
            out.write(part);
          }
        });
  }

  private boolean insert(long job, int object, LabelFile... files) {
    return jdbi.inTransaction(
        handle -> new ObjectFileTable(handle, job).insert(object, List.of(files), MOST_BYTES));
  }

  private List<Integer> left(long job) {
    return jdbi.withHandle(
        handle ->
            IntStream.range(0, 3)
                .filter(object -> !new ObjectFileTable(handle, job).of(object).isEmpty())
                .boxed()
                .toList());
  }

  private static byte[] content(ObjectFileTable table, String suffix, int parts) {
    var all = new ByteArrayOutputStream();
    for (int i = 0; i < parts; i++) {
      byte[] part = table.part(1, suffix, i);
      assertThat(part).hasSizeLessThanOrEqualTo(PART);
      all.writeBytes(part);
    }
    return all.toByteArray();
  }
}
