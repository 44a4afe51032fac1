package dev.labelops.operator.job.look;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labelops.operator.aws.AwsClients.Scope;
import dev.labelops.operator.aws.sagemaker.ActiveJobs;
import dev.labelops.operator.aws.sagemaker.LabelingJobRequest;
import dev.labelops.operator.aws.sagemaker.LabelingJobs;
import dev.labelops.operator.aws.sagemaker.RemoteLabelingJob;
import dev.labelops.operator.job.Samples;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** How long a list of an object's jobs is good enough. */
class JobSearchTest {
  private static final JobSearch.Wanted WANTED =
      new JobSearch.Wanted(Samples.SCOPE, Samples.OWNER, null);

  private int lists;
  private final LabelingJobs service =
      new LabelingJobs() {
        @Override
        public ActiveJobs.Page named(Scope scope, String part, Optional<String> token) {
          lists++;
          return new ActiveJobs.Page(List.of(), Optional.empty());
        }

        @Override
        public String create(Scope scope, LabelingJobRequest request) {
          throw new AssertionError("a look creates nothing");
        }

        @Override
        public Optional<RemoteLabelingJob> describe(Scope scope, String jobName) {
          throw new AssertionError("a list is enough");
        }

        @Override
        public Map<String, String> tags(Scope scope, String jobArn) {
          throw new AssertionError("there is no job");
        }

        @Override
        public void tag(Scope scope, String jobArn, Map<String, String> tags) {
          throw new AssertionError("a look changes nothing");
        }

        @Override
        public void stop(Scope scope, String jobName) {
          throw new AssertionError("a look changes nothing");
        }
      };
  private final JobSearch search = new JobSearch(service, new JobMemory(Optional.of(Samples.NOW)));

  private void look(int secondsLater, Instant settled) {
    assertThat(
            search
                .find(WANTED, Duration.ofMinutes(5), settled, Samples.NOW.plusSeconds(secondsLater))
                .complete())
        .isTrue();
  }

  @Test
  void aListIsRememberedForItsTime() {
    look(0, Instant.MIN);
    look(299, Instant.MIN);
    assertThat(lists).isEqualTo(1);
    look(300, Instant.MIN);
    assertThat(lists).isEqualTo(2);
  }

  @Test
  void aListFromBeforeARequestTookEffectIsReadAgainAfterwards() {
    Instant settled = Samples.NOW.plusSeconds(30);
    look(5, settled);
    look(29, settled);
    assertThat(lists).as("nothing is decided on it yet").isEqualTo(1);
    look(30, settled);
    assertThat(lists).as("the job may have been created since").isEqualTo(2);
    look(31, settled);
    assertThat(lists).isEqualTo(2);
  }
}
