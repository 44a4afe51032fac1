package dev.labelops.engine.labeling;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labelops.engine.Clients;
import dev.labelops.engine.Engine;
import dev.labelops.engine.EngineSettings;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sagemaker.model.LabelingJobStatus;

/** The engine with its state in a real PostgreSQL: a job that lives through a restart. */
class PostgresIT {
  @TempDir Path folder;

  @Test
  void aJobGoesOnAfterARestart() throws IOException {
    try (EmbeddedPostgres postgres = EmbeddedPostgres.start()) {
      EngineSettings settings =
          with(EngineSettings.local(folder), postgres.getJdbcUrl("postgres", "postgres"));
      LabelingFixture fixture;
      Person ann;
      try (Engine engine = Engine.start(settings)) {
        fixture = LabelingFixture.open(engine, "eu-west-1");
        ann = fixture.worker("ann");
        fixture.start("kept", "TextMultiClass", fixture.texts("kept", 3), wish -> {});
        fixture.awaitTask(ann, "kept");
      }
      assertThat(folder.resolve("engine.mv.db")).as("no H2 beside it").doesNotExist();
      try (Engine engine = Engine.start(settings)) {
        LabelingFixture again = fixture.at(engine.address());
        var ended =
            again.finish(
                "kept",
                List.of(ann.at(engine.address())),
                input -> LabelingFixture.textChoice("good"));
        assertThat(ended.labelingJobStatus()).isEqualTo(LabelingJobStatus.COMPLETED);
        assertThat(ended.labelCounters().humanLabeled()).isEqualTo(3);
        assertThat(again.readLines("output/kept/manifests/output/output.manifest")).hasSize(3);
      }
    }
  }

  @Test
  void keysAreListedAndCollisionsAnsweredAsWithTheEmbeddedDatabase() throws Exception {
    try (EmbeddedPostgres postgres = EmbeddedPostgres.start();
        Engine engine =
            Engine.start(
                with(EngineSettings.local(folder), postgres.getJdbcUrl("postgres", "postgres")))) {
      S3Client s3 = Clients.of(engine, "eu-west-1").s3();
      s3.createBucket(b -> b.bucket("sorted"));
      for (String key : List.of("b", "\u00fc", "a/b", "Z", "a//b", "a")) {
        s3.putObject(b -> b.bucket("sorted").key(key), RequestBody.fromString(key));
        s3.putObject(b -> b.bucket("sorted").key(key), RequestBody.fromString("again " + key));
      }
      assertThat(s3.listObjectsV2Paginator(b -> b.bucket("sorted").maxKeys(2)).contents())
          .extracting("key")
          .containsExactly("Z", "a", "a//b", "a/b", "b", "\u00fc");
      assertThat(s3.getObjectAsBytes(b -> b.bucket("sorted").key("a//b")).asUtf8String())
          .isEqualTo("again a//b");

      var cognito = Clients.of(engine, "eu-west-1").cognito();
      String pool = cognito.createUserPool(b -> b.poolName("p")).userPool().id();
      List<String> outcomes =
          IntStream.range(0, 8)
              .parallel()
              .mapToObj(
                  i -> outcome(() -> cognito.createGroup(b -> b.userPoolId(pool).groupName("g"))))
              .toList();
      assertThat(outcomes).containsOnly("made", "GroupExistsException").containsOnlyOnce("made");
    }
  }

  private static String outcome(Runnable call) {
    try {
      call.run();
      return "made";
    } catch (AwsServiceException e) {
      return e.awsErrorDetails().errorCode();
    }
  }

  private static EngineSettings with(EngineSettings plain, String databaseUrl) {
    return plain.with(s -> s.databaseUrl = Optional.of(databaseUrl));
  }
}
