package dev.labelops.engine.labeling;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.labelops.engine.Engine;
import dev.labelops.engine.EngineProcess;
import dev.labelops.engine.EngineSettings;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.sagemaker.model.LabelingJobStatus;

/**
 * A database in which sizes of images are columns (before V227), in the middle of a job: the sizes
 * are kept, and the job continues.
 */
class PropertiesUpgradeIT {
  private static final String MODE =
      ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH";
  private static final int IMAGES = 3;

  @TempDir Path folder;

  @Test
  void anEngineThatWasKilledGoesOn() throws Exception {
    LabelingFixture fixture;
    Person ann;
    try (EngineProcess killed = EngineProcess.start(folder)) {
      fixture = LabelingFixture.open(killed.address(), "eu-west-1");
      ann = fixture.worker("ann");
      answerOne(fixture, ann);
    }
    backToColumns(Jdbi.create("jdbc:h2:file:" + folder.resolve("engine") + MODE));

    try (Engine engine = Engine.start(EngineSettings.local(folder))) {
      finish(fixture.at(engine.address()), ann.at(engine.address()));
    }
  }

  @Test
  void anEngineOverPostgresqlGoesOn() throws IOException {
    try (EmbeddedPostgres postgres = EmbeddedPostgres.start()) {
      String url = postgres.getJdbcUrl("postgres", "postgres");
      EngineSettings settings =
          EngineSettings.local(folder).with(s -> s.databaseUrl = Optional.of(url));
      LabelingFixture fixture;
      Person ann;
      try (Engine engine = Engine.start(settings)) {
        fixture = LabelingFixture.open(engine, "eu-west-1");
        ann = fixture.worker("ann");
        answerOne(fixture, ann);
      }
      backToColumns(Jdbi.create(url));

      try (Engine engine = Engine.start(settings)) {
        finish(fixture.at(engine.address()), ann.at(engine.address()));
      }
    }
  }

  /** Three images of different sizes, of which one is labeled. */
  private static void answerOne(LabelingFixture fixture, Person ann) {
    StringBuilder manifest = new StringBuilder();
    for (int i = 0; i < IMAGES; i++) {
      String image = fixture.putImage("images/" + i + ".png", 40 + i, 30);
      manifest.append("{\"source-ref\":\"").append(image).append("\"}\n");
    }
    fixture.start(
        "boxes", "BoundingBox", fixture.put("boxes.manifest", manifest.toString()), wish -> {});
    JsonNode task = fixture.awaitTask(ann, "boxes");
    assertThat(ann.answer(task.path("taskId").asText(), noBoxes()).status()).isEqualTo(204);
  }

  /** What V227 and V228 did, undone, with the rows as the engine before them had them. */
  private static void backToColumns(Jdbi jdbi) {
    try (Handle handle = jdbi.open()) {
      for (String column : List.of("width", "height", "depth")) {
        handle.execute("alter table labeling_object add column image_" + column + " int");
      }
      for (JsonNode row : properties(handle)) {
        handle.execute(
            "update labeling_object set image_width = ?, image_height = ?, image_depth = ?"
                + " where object_id = ?",
            row.at("/properties/width").asInt(),
            row.at("/properties/height").asInt(),
            row.at("/properties/depth").asInt(),
            row.path("id").asInt());
      }
      handle.execute("alter table labeling_object drop column properties");
      handle.execute("drop table labeling_object_file");
      handle.execute("alter table labeling_job drop column label_details");
      assertThat(
              handle.execute(
                  "delete from \"flyway_schema_history\" where \"version\" in ('227', '228')"))
          .isEqualTo(2);
      assertThat(
              handle
                  .select("select image_width from labeling_object order by object_id")
                  .mapTo(Integer.class)
                  .list())
          .as("rows to migrate")
          .containsExactly(40, 41, 42);
    }
  }

  private static List<ObjectNode> properties(Handle handle) {
    return handle
        .select("select object_id, properties from labeling_object")
        .map(
            (row, context) -> {
              ObjectNode object = Person.JSON.createObjectNode().put("id", row.getInt("object_id"));
              object.set("properties", LabelingFixture.json(row.getString("properties")));
              return object;
            })
        .list();
  }

  private static void finish(LabelingFixture fixture, Person ann) {
    JsonNode task = fixture.awaitTask(ann, "boxes");
    ObjectNode tooLarge = noBoxes();
    tooLarge.withObject("/boundingBox/inputImageProperties").put("width", 99).put("height", 30);
    assertThat(ann.answer(task.path("taskId").asText(), tooLarge).text())
        .as("the size is known, and answers are checked by it")
        .contains("inputImageProperties says 99 x 30 pixels, but the stored image has 4");

    var ended = fixture.finish("boxes", List.of(ann), input -> noBoxes());

    assertThat(ended.labelingJobStatus()).isEqualTo(LabelingJobStatus.COMPLETED);
    assertThat(fixture.readLines("output/boxes/manifests/output/output.manifest"))
        .extracting(line -> line.at("/kind/image_size/0").toString())
        .containsExactly(
            "{\"width\":40,\"height\":30,\"depth\":3}",
            "{\"width\":41,\"height\":30,\"depth\":3}",
            "{\"width\":42,\"height\":30,\"depth\":3}");
  }

  private static ObjectNode noBoxes() {
    ObjectNode content = Person.JSON.createObjectNode();
    content.putObject("boundingBox").putArray("boundingBoxes");
    return content;
  }
}
