package dev.labelops.operator.dataset;

import static dev.labelops.operator.dataset.DatasetStory.message;
import static dev.labelops.operator.dataset.DatasetStory.says;
import static org.assertj.core.api.Assertions.assertThat;

import dev.labelops.groundtruth.Medium;
import dev.labelops.operator.api.v1alpha1.LabelingDataset;
import dev.labelops.operator.aws.s3.StoredObject;
import dev.labelops.operator.dataset.plan.CorsRules;
import dev.labelops.operator.harness.OperatorUnderTest;
import dev.labelops.operator.manifest.Sha256;
import dev.labelops.operator.status.ConditionType;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A data set of a supplied manifest, over a real API server and an engine. */
class SuppliedManifestIT {
  private static DatasetStack stack;

  @BeforeAll
  static void start(@TempDir Path data) {
    stack = DatasetStack.start(data);
  }

  @AfterAll
  static void stop() {
    stack.close();
  }

  @Test
  void aSuppliedManifestIsCheckedCopiedAndItsBucketsOpened() {
    String home = stack.newBucket();
    String away = stack.newBucket();
    stack.put(
        home,
        "mine.manifest",
        "{\"source-ref\":\"s3://%s/a.jpg\"}\nsecret content\n".formatted(home));
    DatasetStory story = stack.story(stack.settings());
    try (OperatorUnderTest operator = story.operator()) {
      story.apply(
          """
          bucket: {name: %1$s}
          source: {manifest: {uri: "s3://%1$s/mine.manifest"}}
          """
              .formatted(home));
      LabelingDataset bad = story.await("False InvalidManifest");
      assertThat(says(bad, ConditionType.Stalled)).isEqualTo("True InvalidManifest");
      assertThat(bad.getStatus().rejected().firstLines())
          .singleElement()
          .satisfies(
              line -> {
                assertThat(line.line()).isEqualTo(2);
                assertThat(line.reason()).isEqualTo("NotJson");
              });
      assertThat(bad.getStatus().toString()).doesNotContain("secret content");
      assertThat(stack.store().list(home, "manifests/")).isEmpty();

      stack.put(
          home,
          "mine.manifest",
          "{\"source-ref\":\"s3://%s/a.jpg\",\"x\":1}\n{\"source-ref\":\"s3://%s/b.jpg\"}\n"
              .formatted(home, away));
      story.annotate("example.com/look", "again");
      LabelingDataset good = story.await("True Available");
      assertThat(stack.manifest(home, good)).isEqualTo(stack.text(home, "mine.manifest"));
      assertThat(good.getStatus().objectBuckets()).containsExactlyInAnyOrder(home, away);
      assertThat(good.getStatus().rejected()).isNull();
      assertThat(stack.store().cors(home)).isEqualTo(CorsRules.merged(List.of(), Medium.Cors.Get));
      assertThat(stack.store().cors(away)).isEqualTo(CorsRules.merged(List.of(), Medium.Cors.Get));
      assertThat(stack.store().list(home, "manifests/").map(StoredObject::key)).hasSize(1);

      int mutations = operator.calls().mutations().size();
      story.refresh("once more");
      story.await("served", d -> "once more".equals(d.getStatus().refreshToken()));
      assertThat(story.get().getStatus().conditions()).isEqualTo(good.getStatus().conditions());
      assertThat(operator.calls().mutations()).hasSize(mutations + 1);
    }
  }

  @Test
  void aManifestThatSomebodyElsePutUnderItsHashIsNotUsed() throws IOException {
    String bucket = stack.newBucket();
    String lines = "{\"source-ref\":\"s3://%s/a.jpg\"}\n".formatted(bucket);
    stack.put(bucket, "mine.manifest", lines);
    DatasetStory story = stack.story(stack.settings());
    String planted =
        "manifests/%s-images/%s.manifest"
            .formatted(
                story.namespace(),
                Sha256.hex(new ByteArrayInputStream(lines.getBytes(StandardCharsets.UTF_8))));
    stack.put(bucket, planted, "{\"source-ref\":\"s3://somebody-else/secret.jpg\"}\n");
    try (OperatorUnderTest operator = story.operator()) {
      story.apply(
          """
          bucket: {name: %1$s}
          source: {manifest: {uri: "s3://%1$s/mine.manifest"}}
          """
              .formatted(bucket));
      LabelingDataset refused = story.await("False Refused");

      assertThat(says(refused, ConditionType.Stalled)).isEqualTo("True Refused");
      assertThat(message(refused, ConditionType.Ready))
          .contains(planted, "does not match the hash in its name", "Delete it");
      assertThat(refused.getStatus().manifestUri()).isNull();
    }
  }
}
