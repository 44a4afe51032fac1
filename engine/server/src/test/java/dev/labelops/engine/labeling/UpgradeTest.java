package dev.labelops.engine.labeling;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.labelops.engine.Engine;
import dev.labelops.engine.EngineSettings;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.flywaydb.core.Flyway;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.sagemaker.model.LabelingJobStatus;

/** A data folder of the first engine: its database is updated, and its work continues. */
class UpgradeTest {
  /** The schema that the first engine had. */
  private static final List<String> FIRST =
      List.of(
          "V101__temporary_keys_and_tags.sql",
          "V102__buckets.sql",
          "V103__cognito.sql",
          "V104__workforce.sql",
          "V105__objects.sql",
          "V106__one_domain_for_each_pool.sql",
          "V201__labeling.sql",
          "V202__long_templates.sql");

  private static final int TEXTS = 6;
  private static final int ANSWERED = 2;
  private static final String MODE =
      ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH";

  @TempDir Path folder;
  @TempDir Path migrations;

  @Test
  void aJobInProgressGoesOnBehindTheNewSchema() throws IOException {
    LabelingFixture fixture;
    Person ann;
    String inHand;
    try (Engine engine = Engine.start(EngineSettings.local(folder))) {
      fixture = LabelingFixture.open(engine, "eu-west-1");
      ann = fixture.worker("ann");
      fixture.start("old", "TextMultiClass", fixture.texts("old", TEXTS), wish -> {});
      for (int i = 0; i < ANSWERED; i++) {
        JsonNode task = fixture.awaitTask(ann, "old");
        assertThat(
                ann.answer(task.path("taskId").asText(), LabelingFixture.textChoice("good"))
                    .status())
            .isEqualTo(204);
      }
      inHand = fixture.awaitTask(ann, "old").path("taskId").asText();
    }
    backToTheFirstSchema();

    try (Engine engine = Engine.start(EngineSettings.local(folder))) {
      LabelingFixture now = fixture.at(engine.address());
      Person annNow = ann.at(engine.address());
      assertThat(now.describe("old").labelCounters().humanLabeled()).isEqualTo(ANSWERED);
      JsonNode task = now.awaitTask(annNow, "old");
      assertThat(task.path("taskId").asText()).as("the task in hand").isEqualTo(inHand);
      assertThat(task.at("/input/taskObject").asText()).startsWith("text ");

      var ended = now.finish("old", List.of(annNow), input -> LabelingFixture.textChoice("bad"));

      assertThat(ended.labelingJobStatus()).isEqualTo(LabelingJobStatus.COMPLETED);
      assertThat(ended.labelCounters().humanLabeled()).isEqualTo(TEXTS);
      var lines = now.readLines("output/old/manifests/output/output.manifest");
      assertThat(lines)
          .extracting(line -> line.path("source").asText())
          .containsExactly("text 0", "text 1", "text 2", "text 3", "text 4", "text 5");
      assertThat(lines).filteredOn(line -> line.path("kind").asInt(-1) == 0).hasSize(ANSWERED);
    }
  }

  /** Puts a database of the first schema in the place of the present one, with the same rows. */
  private void backToTheFirstSchema() throws IOException {
    for (String name : FIRST) {
      try (InputStream script = getClass().getResourceAsStream("/db/migration/" + name)) {
        Files.copy(script, migrations.resolve(name));
      }
    }
    Jdbi present = Jdbi.create("jdbc:h2:file:" + folder.resolve("engine") + MODE);
    Jdbi first = Jdbi.create("jdbc:h2:file:" + folder.resolve("first") + MODE);
    Flyway.configure()
        .dataSource("jdbc:h2:file:" + folder.resolve("first") + MODE, "", "")
        .locations("filesystem:" + migrations)
        .load()
        .migrate();
    try (Handle from = present.open();
        Handle to = first.open()) {
      to.execute("set referential_integrity false");
      for (String table : tables(to)) {
        copy(from, to, table);
      }
      to.execute("set referential_integrity true");
      assertThat(to.select("select line from labeling_object").mapTo(String.class).list())
          .as("rows to migrate")
          .hasSize(TEXTS);
    }
    Files.move(
        folder.resolve("first.mv.db"),
        folder.resolve("engine.mv.db"),
        java.nio.file.StandardCopyOption.REPLACE_EXISTING);
  }

  private static List<String> tables(Handle handle) {
    return handle
        .select(
            "select table_name from information_schema.tables"
                + " where table_schema = 'public' and table_name <> 'flyway_schema_history'")
        .mapTo(String.class)
        .list();
  }

  private static Set<String> columns(Handle handle, String table) {
    return handle
        .select("select column_name from information_schema.columns where table_name = ?", table)
        .mapTo(String.class)
        .set();
  }

  private static void copy(Handle from, Handle to, String table) {
    // Lines of the manifest were a column of the objects.
    String source =
        table.equals("labeling_object")
            ? "(select * from labeling_object natural join labeling_line)"
            : table;
    List<String> columns =
        columns(to, table).stream()
            .filter(name -> columns(from, table).contains(name) || name.equals("line"))
            .toList();
    String names = String.join(", ", columns);
    String places = columns.stream().map(name -> ":" + name).collect(Collectors.joining(", "));
    from.select("select " + names + " from " + source + " rows_of_it")
        .mapToMap()
        .forEach(
            row ->
                to.createUpdate(
                        "insert into %s (%s) overriding system value values (%s)"
                            .formatted(table, names, places))
                    .bindMap(row)
                    .execute());
  }
}
