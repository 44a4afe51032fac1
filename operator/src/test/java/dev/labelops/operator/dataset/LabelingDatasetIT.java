package dev.labelops.operator.dataset;

import static dev.labelops.operator.dataset.DatasetStory.message;
import static dev.labelops.operator.dataset.DatasetStory.says;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.labelops.groundtruth.Medium;
import dev.labelops.operator.api.v1alpha1.Condition;
import dev.labelops.operator.api.v1alpha1.LabelingDataset;
import dev.labelops.operator.config.OperatorSettings;
import dev.labelops.operator.dataset.plan.CorsRules;
import dev.labelops.operator.harness.CrashPoints;
import dev.labelops.operator.harness.OperatorUnderTest;
import dev.labelops.operator.status.ConditionType;
import dev.labelops.operator.status.Conditions;
import dev.labelops.operator.tenancy.Grantable;
import dev.labelops.operator.tenancy.Tenancy;
import dev.labelops.operator.tenancy.WorkforceRight;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** LabelingDatasets against a real API server and an engine over HTTP. */
class LabelingDatasetIT {
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
  void fromNoBucketToAManifestAndThenNothingMore() {
    String bucket = stack.bucketName();
    DatasetStory story = stack.story(stack.settings());
    String spec =
        DatasetStack.listing(bucket).replace("{name: " + bucket, "{create: true, name: " + bucket);
    try (OperatorUnderTest operator = story.operator()) {
      story.apply(spec);
      LabelingDataset empty = story.await("False EmptySource");
      assertThat(says(empty, ConditionType.BucketReady)).isEqualTo("True Available");
      assertThat(stack.store().bucketRegion(bucket)).contains(DatasetStack.REGION);
      assertThat(stack.store().cors(bucket))
          .isEqualTo(CorsRules.merged(List.of(), Medium.Cors.Get));

      stack.put(bucket, "images/b.JPG", "bb");
      stack.put(bucket, "images/deep/a.png", "a");
      stack.put(bucket, "images/zero.jpg", "");
      stack.put(bucket, "images/notes.txt", "no image");
      stack.put(bucket, "other/c.jpg", "c");
      story.refresh("objects-are-there");
      LabelingDataset ready = story.await("True Available");
      assertThat(stack.manifest(bucket, ready))
          .isEqualTo(
              """
              {"source-ref":"s3://%1$s/images/b.JPG"}
              {"source-ref":"s3://%1$s/images/deep/a.png"}
              """
                  .formatted(bucket));
      assertThat(ready.getStatus().manifestUri())
          .isEqualTo(
              "s3://%s/manifests/%s-images/%s.manifest"
                  .formatted(bucket, story.namespace(), ready.getStatus().manifestSha256()));
      assertThat(ready.getStatus().objectCount()).isEqualTo(2);
      assertThat(ready.getStatus().totalBytes()).isEqualTo(3);
      assertThat(ready.getStatus().objectBuckets()).containsExactly(bucket);
      assertThat(ready.getStatus().rejected().count()).isEqualTo(1);
      assertThat(message(ready, ConditionType.Ready)).contains("Left out 1: 1 EmptyObject");
      assertThat(ready.getStatus().observedGeneration())
          .isEqualTo(ready.getMetadata().getGeneration());
      assertThat(operator.calls().mutations())
          .contains("S3:CreateBucket", "S3:PutBucketCors", "S3:PutObject");
      story.awaitEvents(
          "Normal Creating", "Normal Creating", "Normal EmptySource", "Normal Available");
    }
    appliedAgainNothingHappens(story, spec);
  }

  /** A restarted operator and an unrelated annotation each bring a pass; neither does anything. */
  private static void appliedAgainNothingHappens(DatasetStory story, String spec) {
    LabelingDataset before = story.get();
    int events = story.events().size();
    try (OperatorUnderTest operator = story.operator()) {
      story.apply(spec);
      story.annotate("example.com/unrelated", "yes");
      story.apply("sentinel", DatasetStack.listing("no-such-bucket-anywhere"));
      story.await(
          "the sentinel looked at",
          ignored -> operator.calls().calls().contains(CrashPoints.STATUS_WRITE));
      assertThat(operator.calls().calls())
          .as("all of these are the sentinel's")
          .containsExactly("S3:HeadBucket", CrashPoints.STATUS_WRITE);
      assertThat(story.get().getStatus()).isEqualTo(before.getStatus());
      assertThat(story.events()).hasSize(events);
    }
  }

  @Test
  void aKeyWithAControlCharacterHoldsUpNothing() {
    String bucket = stack.newBucket();
    stack.put(bucket, "images/a.jpg", "a");
    stack.put(bucket, "images/notes\u0003.txt", "x");
    DatasetStory story = stack.story(stack.settings());
    try (OperatorUnderTest operator = story.operator()) {
      story.apply(DatasetStack.listing(bucket));
      LabelingDataset taken = story.await("True Available");
      assertThat(taken.getStatus().objectCount()).isEqualTo(1);
      assertThat(taken.getStatus().rejected()).as("include leaves it out").isNull();

      stack.put(bucket, "images/Icon\r.jpg", "x");
      story.refresh("again");
      LabelingDataset rejected =
          story.await("refreshed", d -> "again".equals(d.getStatus().refreshToken()));
      assertThat(rejected.getStatus().objectCount()).isEqualTo(1);
      assertThat(rejected.getStatus().rejected().byReason())
          .singleElement()
          .satisfies(
              reason -> {
                assertThat(reason.reason()).isEqualTo("ControlCharacter");
                assertThat(reason.count()).isEqualTo(1);
              });
    }
  }

  @Test
  void anotherNamespacesBucketIsRefusedBeforeAnyCall() {
    DatasetStory open = stack.story(stack.settings());
    OperatorSettings strict =
        new OperatorSettings(
            stack.settings().installation(),
            stack.settings().namespace(),
            stack.settings().aws(),
            stack.settings().feed(),
            new Tenancy(
                false,
                stack.settings().namespace(),
                Map.of(
                    open.namespace(),
                    new Tenancy.Grant(
                        Optional.empty(),
                        WorkforceRight.NONE,
                        Map.of(Grantable.LOCATIONS, List.of("s3://mine/images/"))))),
            stack.settings().invitationsPerDay());
    DatasetStory story = new DatasetStory(open.kubernetes(), open.namespace(), strict);
    try (OperatorUnderTest operator = story.operator()) {
      story.apply(DatasetStack.listing("yours"));
      LabelingDataset stalled = story.await("False NotAllowed");
      assertThat(says(stalled, ConditionType.Stalled)).isEqualTo("True NotAllowed");
      assertThat(message(stalled, ConditionType.Ready))
          .contains("spec.bucket.name is 's3://yours/'")
          .contains("namespace '" + story.namespace() + "' may not use it")
          .contains("spec.source.s3Prefix.prefix is 's3://yours/images/'");
      assertThat(operator.calls().calls()).containsExactly(CrashPoints.STATUS_WRITE);
    }
  }

  @Test
  void aRefreshWritesOnlyWhatChanged() {
    String bucket = stack.newBucket();
    stack.put(bucket, "images/a.jpg", "a");
    DatasetStory story = stack.story(stack.settings());
    try (OperatorUnderTest operator = story.operator()) {
      story.apply(DatasetStack.listing(bucket));
      String first = story.await("True Available").getStatus().manifestUri();

      stack.put(bucket, "images/b.jpg", "b");
      story.refresh("one");
      LabelingDataset grown =
          story.await("token one served", d -> "one".equals(d.getStatus().refreshToken()));
      assertThat(grown.getStatus().objectCount()).isEqualTo(2);
      assertThat(grown.getStatus().manifestUri()).isNotEqualTo(first);
      assertThat(stack.text(bucket, first.substring(("s3://" + bucket + "/").length())))
          .as("the input of a job that runs stays")
          .contains("a.jpg")
          .doesNotContain("b.jpg");

      int mutations = operator.calls().mutations().size();
      story.refresh("two");
      LabelingDataset same =
          story.await("token two served", d -> "two".equals(d.getStatus().refreshToken()));
      assertThat(same.getStatus().manifestUri()).isEqualTo(grown.getStatus().manifestUri());
      assertThat(same.getStatus().conditions()).isEqualTo(grown.getStatus().conditions());
      assertThat(operator.calls().mutations().subList(mutations, mutations + 1))
          .containsExactly(CrashPoints.STATUS_WRITE);
      assertThat(operator.calls().mutations()).hasSize(mutations + 1);
    }
  }

  @Test
  void aPausedObjectIsLeftAlone() {
    String bucket = stack.newBucket();
    stack.put(bucket, "images/a.jpg", "a");
    DatasetStory story = stack.story(stack.settings());
    story.apply(DatasetStack.listing(bucket));
    story.annotate("labelops.dev/reconcile", "paused");
    try (OperatorUnderTest operator = story.operator()) {
      story.apply("sentinel", DatasetStack.listing("no-such-bucket-anywhere"));
      story.await(
          "it says that it is paused, and the sentinel is looked at",
          paused ->
              Conditions.isTrue(paused.getStatus().conditions(), ConditionType.Reconciling)
                  && operator.calls().calls().contains("S3:HeadBucket"));
      assertThat(story.get().getStatus().conditions())
          .extracting(Condition::type, Condition::status, Condition::reason)
          .containsExactly(
              tuple("Ready", "Unknown", "Paused"), tuple("Reconciling", "True", "Paused"));
      assertThat(operator.calls().calls())
          .as("the only AWS call is the sentinel's")
          .filteredOn(call -> !call.equals(CrashPoints.STATUS_WRITE))
          .containsExactly("S3:HeadBucket");
      story.annotate("labelops.dev/reconcile", "on");
      story.await("True Available");
      story.annotate("labelops.dev/reconcile", "paused");
      story.await(
          "it says so again, and still that it is ready",
          paused ->
              Conditions.isTrue(paused.getStatus().conditions(), ConditionType.Reconciling)
                  && Conditions.isTrue(paused.getStatus().conditions(), ConditionType.Ready));
      story.annotate("labelops.dev/reconcile", "on");
      story.await(
          "nothing of the pause is left",
          on -> !Conditions.isTrue(on.getStatus().conditions(), ConditionType.Reconciling));
    }
  }
}
