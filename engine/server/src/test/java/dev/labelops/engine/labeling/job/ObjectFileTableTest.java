package dev.labelops.engine.labeling.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labelops.engine.EngineSettings;
import dev.labelops.engine.labeling.JobKey;
import dev.labelops.engine.labeling.job.ObjectFileTable.StoredFile;
import dev.labelops.engine.labeling.task.LabelCategories;
import dev.labelops.engine.labeling.task.LabelFile;
import dev.labelops.engine.labeling.types.BuiltInTypes;
import dev.labelops.engine.store.Database;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Files of labels while a database has them. */
class ObjectFileTableTest {
  private static final int PART = 256 * 1024;
  private static final long MOST_BYTES = 4L * PART;
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

  @TempDir static Path folder;
  private static EmbeddedPostgres postgres;
  private static Database h2Database;
  private static Database postgresDatabase;
  private static int jobs;

  @BeforeAll
  static void open() throws IOException {
    EngineSettings settings = EngineSettings.local(folder);
    h2Database = Database.open(settings);
    postgres = EmbeddedPostgres.start();
    String url = postgres.getJdbcUrl("postgres", "postgres");
    postgresDatabase = Database.open(settings.with(s -> s.databaseUrl = Optional.of(url)));
    for (Database database : List.of(h2Database, postgresDatabase)) {
      database.jdbi().registerRowMapper(new JobMapper(BuiltInTypes.ALL));
    }
  }

  @AfterAll
  static void close() throws IOException {
    h2Database.close();
    postgresDatabase.close();
    postgres.close();
  }

  static Stream<Named<Jdbi>> databases() {
    return Stream.of(
        Named.of("H2", h2Database.jdbi()), Named.of("PostgreSQL", postgresDatabase.jdbi()));
  }

  @ParameterizedTest
  @MethodSource("databases")
  void filesComeBackInPartsAsTheyWereWritten(Jdbi jdbi) {
    byte[] large = new byte[2 * PART + 7];
    new Random(7).nextBytes(large);
    long job = job(jdbi);
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

  @ParameterizedTest
  @MethodSource("databases")
  void filesOverTheLimitAreNotStored(Jdbi jdbi) {
    byte[] part = new byte[PART];
    int most = (int) (MOST_BYTES / PART);
    long job = job(jdbi);

    assertThat(insert(jdbi, job, 0, file("/a", part, most / 2), file("/b", part, most / 2)))
        .as("the limit")
        .isTrue();
    assertThat(insert(jdbi, job, 1, file("/a", part, most / 2), file("/b", part, most / 2 + 1)))
        .isFalse();

    jdbi.useHandle(
        handle -> {
          assertThat(new ObjectFileTable(handle, job).of(0)).hasSize(2);
          assertThat(new ObjectFileTable(handle, job).of(1)).isEmpty();
        });
  }

  @ParameterizedTest
  @MethodSource("databases")
  void filesAreForgottenByBatchAndByJob(Jdbi jdbi) {
    long job = job(jdbi);
    long other = job(jdbi);
    LabelFile file = file("/a", new byte[3], 1);
    for (int object = 0; object < 3; object++) {
      assertThat(insert(jdbi, job, object, file)).isTrue();
    }
    assertThat(insert(jdbi, other, 0, file)).isTrue();

    jdbi.useHandle(handle -> new ObjectFileTable(handle, job).clear(1));
    assertThat(left(jdbi, job)).containsExactly(2);
    jdbi.useHandle(handle -> new ObjectFileTable(handle, job).clear());
    assertThat(left(jdbi, job)).isEmpty();
    assertThat(left(jdbi, other)).containsExactly(0);
  }

  /** The columns that this table came with: what a type keeps of the label category file. */
  @ParameterizedTest
  @MethodSource("databases")
  void detailsOfTheLabelFileAreKeptWithTheJob(Jdbi jdbi) {
    long job = job(jdbi);
    LabelCategories labels =
        new LabelCategories(List.of("a", "b"), Optional.of(Json.read("{\"scale\":1.50}")));

    jdbi.useHandle(handle -> new JobTable(handle).setUp(job, labels, "", 3, 0));

    assertThat(jdbi.withHandle(handle -> new JobTable(handle).get(job)).labels()).isEqualTo(labels);
  }

  /** A job of three objects, the first two in batch 1. */
  private static long job(Jdbi jdbi) {
    JobKey key = new JobKey("000000000000", "eu-west-1", "job" + ++jobs);
    return jdbi.inTransaction(
        handle -> {
          JobTable table = new JobTable(handle);
          table.insert(
              new NewJob(
                  key,
                  "arn/" + key.jobName(),
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

  private static boolean insert(Jdbi jdbi, long job, int object, LabelFile... files) {
    return jdbi.inTransaction(
        handle -> new ObjectFileTable(handle, job).insert(object, List.of(files), MOST_BYTES));
  }

  private static List<Integer> left(Jdbi jdbi, long job) {
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
