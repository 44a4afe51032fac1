package dev.labelops.operator.dataset;

import static dev.labelops.operator.dataset.DatasetStory.message;
import static dev.labelops.operator.dataset.DatasetStory.says;
import static org.assertj.core.api.Assertions.assertThat;

import dev.labelops.groundtruth.Medium;
import dev.labelops.operator.api.v1alpha1.LabelingDataset;
import dev.labelops.operator.aws.AwsClients;
import dev.labelops.operator.aws.s3.CorsRule;
import dev.labelops.operator.aws.s3.ObjectStore;
import dev.labelops.operator.dataset.plan.CorsRules;
import dev.labelops.operator.harness.CrashPoints;
import dev.labelops.operator.harness.OperatorUnderTest;
import dev.labelops.operator.status.ConditionType;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a data set does with buckets and their CORS rules, over a real API server and an engine. */
class DatasetBucketsIT {
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
  void rulesOfOthersStayWhereTheyAre() {
    String bucket = stack.newBucket();
    CorsRule uploads =
        new CorsRule(
            Optional.of("uploads"),
            List.of("*"),
            List.of("PUT"),
            List.of("https://app.example.com"),
            List.of("ETag"),
            Optional.of(600));
    stack.store().putCors(bucket, List.of(uploads));
    stack.put(bucket, "images/a.jpg", "a");
    DatasetStory story = stack.story(stack.settings());
    try (OperatorUnderTest operator = story.operator()) {
      story.apply(DatasetStack.listing(bucket));
      story.await("True Available");
      assertThat(stack.store().cors(bucket))
          .isEqualTo(CorsRules.merged(List.of(uploads), Medium.Cors.Get));
    }
  }

  @Test
  void verifyOnlyTellsAndIgnoreDoesNotLook() {
    String bucket = stack.newBucket();
    stack.put(bucket, "images/a.jpg", "a");
    DatasetStory story = stack.story(stack.settings());
    try (OperatorUnderTest operator = story.operator()) {
      story.apply(DatasetStack.listing(bucket) + "cors: Verify\n");
      LabelingDataset stalled = story.await("False CorsMissing");
      assertThat(says(stalled, ConditionType.Stalled)).isEqualTo("True CorsMissing");
      assertThat(message(stalled, ConditionType.Ready)).contains(bucket).contains("cors: Merge");
      assertThat(operator.calls().mutations()).containsOnly(CrashPoints.STATUS_WRITE);
      story.awaitEvents("Warning CorsMissing");

      story.apply(DatasetStack.listing(bucket) + "cors: Ignore\n");
      story.await("True Available");
      assertThat(stack.store().cors(bucket)).isEmpty();
    }
  }

  @Test
  void aBucketOfAnotherRegionIsRefusedUntouched() {
    String bucket = stack.bucketName();
    ObjectStore.in(
            stack.clients(), new AwsClients.Scope("us-west-2", Optional.empty(), Optional.empty()))
        .createBucket(bucket);
    DatasetStory story = stack.story(stack.settings());
    try (OperatorUnderTest operator = story.operator()) {
      story.apply(DatasetStack.listing(bucket));
      LabelingDataset stalled = story.await("False WrongRegion");
      assertThat(says(stalled, ConditionType.Stalled)).isEqualTo("True WrongRegion");
      assertThat(message(stalled, ConditionType.Ready))
          .contains("us-west-2")
          .contains(DatasetStack.REGION);
      assertThat(operator.calls().mutations()).containsOnly(CrashPoints.STATUS_WRITE);
    }
  }

  @Test
  void aMissingBucketIsWaitedFor() {
    DatasetStory story = stack.story(stack.settings());
    try (OperatorUnderTest operator = story.operator()) {
      story.apply(DatasetStack.listing("no-such-bucket-at-all"));
      LabelingDataset waiting = story.await("False WaitingForBucket");
      assertThat(says(waiting, ConditionType.Reconciling)).isEqualTo("True WaitingForBucket");
      assertThat(says(waiting, ConditionType.Stalled)).isEqualTo("absent");
    }
  }
}
