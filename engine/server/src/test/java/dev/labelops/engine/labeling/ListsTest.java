package dev.labelops.engine.labeling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.labelops.engine.Clients;
import dev.labelops.engine.Engine;
import dev.labelops.engine.EngineSettings;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.sagemaker.model.LabelingJobForWorkteamSummary;
import software.amazon.awssdk.services.sagemaker.model.LabelingJobStatus;
import software.amazon.awssdk.services.sagemaker.model.LabelingJobSummary;
import software.amazon.awssdk.services.sagemaker.model.SageMakerException;
import software.amazon.awssdk.services.sagemaker.model.SortBy;
import software.amazon.awssdk.services.sagemaker.model.SortOrder;

class ListsTest {
  @TempDir static Path folder;
  private static Engine engine;
  private static LabelingFixture fixture;

  @BeforeAll
  static void start() {
    engine = Engine.start(EngineSettings.local(folder));
    fixture = LabelingFixture.open(engine, "eu-west-1");
    String manifest = fixture.texts("listed", 1);
    for (String name : List.of("beta", "Alpha", "gamma", "delta-x", "epsilon-x")) {
      fixture.start(name, "TextMultiClass", manifest, wish -> {});
    }
    fixture.sageMaker.stopLabelingJob(b -> b.labelingJobName("beta"));
    fixture.awaitStatus("beta", LabelingJobStatus.STOPPED);
  }

  @AfterAll
  static void stop() {
    engine.close();
  }

  @Test
  void pagesHoldEveryJobOnceInOrder() {
    var pages =
        fixture.sageMaker.listLabelingJobsPaginator(
            b -> b.maxResults(2).sortBy(SortBy.NAME).sortOrder(SortOrder.DESCENDING));

    assertThat(pages.stream().count()).isEqualTo(3);
    assertThat(pages.labelingJobSummaryList())
        .extracting(LabelingJobSummary::labelingJobName)
        .containsExactly("gamma", "epsilon-x", "delta-x", "beta", "Alpha");
  }

  @Test
  void byCreationTimeOldestFirstByDefault() {
    assertThat(fixture.sageMaker.listLabelingJobs(b -> {}).labelingJobSummaryList())
        .extracting(LabelingJobSummary::labelingJobName)
        .containsExactly("beta", "Alpha", "gamma", "delta-x", "epsilon-x");
  }

  @Test
  void filters() {
    assertThat(
            fixture.sageMaker.listLabelingJobs(b -> b.nameContains("-x")).labelingJobSummaryList())
        .extracting(LabelingJobSummary::labelingJobName)
        .containsExactly("delta-x", "epsilon-x");
    assertThat(
            fixture
                .sageMaker
                .listLabelingJobs(b -> b.statusEquals(LabelingJobStatus.STOPPED))
                .labelingJobSummaryList())
        .singleElement()
        .satisfies(
            job -> {
              assertThat(job.labelingJobName()).isEqualTo("beta");
              assertThat(job.workteamArn()).isEqualTo(fixture.team);
            });
    Instant gamma = fixture.describe("gamma").creationTime();
    assertThat(
            fixture
                .sageMaker
                .listLabelingJobs(b -> b.creationTimeBefore(gamma))
                .labelingJobSummaryList())
        .extracting(LabelingJobSummary::labelingJobName)
        .contains("beta", "Alpha")
        .doesNotContain("delta-x", "epsilon-x");
    assertThat(
            fixture
                .sageMaker
                .listLabelingJobs(b -> b.lastModifiedTimeAfter(Instant.now().plusSeconds(60)))
                .labelingJobSummaryList())
        .isEmpty();
  }

  @Test
  void anInventedTokenIsRefused() {
    assertThatThrownBy(() -> fixture.sageMaker.listLabelingJobs(b -> b.nextToken("abc")))
        .isInstanceOf(SageMakerException.class)
        .hasMessageContaining("Invalid NextToken");
  }

  @Test
  void jobsOfATeam() {
    var jobs =
        fixture
            .sageMaker
            .listLabelingJobsForWorkteam(b -> b.workteamArn(fixture.team))
            .labelingJobSummaryList();

    assertThat(jobs).extracting(LabelingJobForWorkteamSummary::labelingJobName).hasSize(5);
    assertThat(jobs.getFirst().workRequesterAccountId()).isEqualTo("000000000000");
    assertThat(jobs.getFirst().numberOfHumanWorkersPerDataObject()).isEqualTo(1);
    assertThatThrownBy(
            () ->
                fixture.sageMaker.listLabelingJobsForWorkteam(
                    b -> b.workteamArn(fixture.team + "-2")))
        .hasMessageContaining("does not exist");
  }

  @Test
  void otherRegionsSeeNothing() {
    assertThat(
            Clients.of(engine, "us-west-2")
                .sageMaker()
                .listLabelingJobs(b -> {})
                .labelingJobSummaryList())
        .isEmpty();
  }
}
