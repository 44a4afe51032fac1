package dev.labelops.engine.labeling;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labelops.engine.Engine;
import dev.labelops.engine.EngineSettings;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.sagemaker.model.LabelingJobStatus;

/** The engine with its state in a real PostgreSQL: a job that lives through a restart. */
class PostgresTest {
  @TempDir Path folder;

  @Test
  void aJobGoesOnAfterARestart() throws IOException {
    try (EmbeddedPostgres postgres = EmbeddedPostgres.start()) {
      EngineSettings settings =
          with(EngineSettings.local(folder), postgres.getJdbcUrl("postgres", "postgres"));
      Studio studio;
      Person ann;
      try (Engine engine = Engine.start(settings)) {
        studio = Studio.open(engine, "eu-west-1");
        ann = studio.worker("ann");
        studio.start("kept", "TextMultiClass", studio.texts("kept", 3), wish -> {});
        studio.awaitTask(ann, "kept");
      }
      assertThat(folder.resolve("engine.mv.db")).as("no H2 beside it").doesNotExist();
      try (Engine engine = Engine.start(settings)) {
        Studio again = studio.at(engine.address());
        var ended =
            again.finish(
                "kept", List.of(ann.at(engine.address())), input -> Studio.textChoice("good"));
        assertThat(ended.labelingJobStatus()).isEqualTo(LabelingJobStatus.COMPLETED);
        assertThat(ended.labelCounters().humanLabeled()).isEqualTo(3);
        assertThat(again.readLines("output/kept/manifests/output/output.manifest")).hasSize(3);
      }
    }
  }

  private static EngineSettings with(EngineSettings plain, String databaseUrl) {
    return new EngineSettings(
        plain.host(),
        plain.port(),
        plain.publicUrl(),
        plain.dataFolder(),
        Optional.of(databaseUrl),
        plain.externalS3(),
        plain.smtp(),
        plain.keys(),
        plain.pace());
  }
}
