package dev.labelops.operator.job.status;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.labelops.operator.api.v1alpha1.LabelingJobStatus;
import dev.labelops.operator.api.v1alpha1.LabelingJobStatus.Certainty;
import dev.labelops.operator.api.v1alpha1.LabelingJobStatus.FailureCount;
import dev.labelops.operator.api.v1alpha1.LabelingJobStatus.Report;
import dev.labelops.operator.api.v1alpha1.LabelingJobStatus.Results;
import dev.labelops.operator.api.v1alpha1.LabelingJobStatus.Rounds;
import dev.labelops.operator.job.decide.JobAction;
import dev.labelops.operator.status.Reason;
import dev.labelops.operator.status.StatusEvent;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class JobEventsTest {
  private static final Optional<JobAction> NOTHING = Optional.of(new JobAction.Hold());
  private static final LabelingJobStatus EMPTY =
      new ObjectMapper().convertValue(Map.of(), LabelingJobStatus.class);

  @Test
  void failedObjectsAreToldOnceWithReasonsAndLines() {
    LabelingJobStatus failed =
        status(
            new FailureCount("The file is a WebP image.", 7L, List.of(3L, 5L, 8L, 9L, 12L)),
            new FailureCount("The file is empty.", 1L, List.of(4L)));

    assertThat(JobEvents.of(status(), failed, NOTHING))
        .containsExactly(
            new StatusEvent(
                true,
                Reason.ObjectsFailed,
                "8 objects failed. 7 (lines 3, 5, 8, 9, 12, ...): The file is a WebP image. 1 (line"
                    + " 4): The file is empty."));
    assertThat(JobEvents.of(failed, failed, NOTHING)).isEmpty();
    assertThat(JobEvents.of(status(), status(), NOTHING)).isEmpty();
  }

  @Test
  void aRoundIsReportedOnceWithItsNumbers() {
    LabelingJobStatus first = learned(report(1, 0, 0, "50 training objects are next."));
    LabelingJobStatus third =
        learned(
            report(3, 12, 4, "12 of 96: group of 20 at 0.71, needs 0.60."),
            report(2, 0, 3, "0 of 96: best group 0.54, needs 0.60."),
            report(1, 0, 0, "50 training objects are next."));

    assertThat(JobEvents.of(EMPTY, first, NOTHING)).as("neither labeled nor tested").isEmpty();
    assertThat(JobEvents.of(first, third, NOTHING))
        .containsExactly(
            new StatusEvent(
                false, Reason.NothingQualified, "Round 2: 0 of 96: best group 0.54, needs 0.60."),
            new StatusEvent(
                false, Reason.RoundLabeled, "Round 3: 12 of 96: group of 20 at 0.71, needs 0.60."));
    assertThat(JobEvents.of(third, third, NOTHING)).isEmpty();
  }

  @Test
  void theRoundsOfTheNextJobAreReportedAgain() {
    LabelingJobStatus first = learned(report(2, 3, 1, "3 labeled."));
    JobStatusDraft draft = new JobStatusDraft(first);
    draft.jobArn = "arn:of:another:job";

    assertThat(JobEvents.of(first, draft.build(1, List.of()), NOTHING))
        .extracting(StatusEvent::reason)
        .containsExactly(Reason.RoundLabeled);
  }

  private static Report report(int round, long labeled, int groups, String reason) {
    return new Report(
        round, reason, labeled, 50L, 96L, groups, null, "meanIoU", "0.600", null, null, null, "");
  }

  private static LabelingJobStatus learned(Report... reports) {
    JobStatusDraft draft = new JobStatusDraft(EMPTY);
    draft.rounds = new Rounds(1, 1, Certainty.AtLeast, List.of(), List.of(reports));
    return draft.build(1, List.of());
  }

  private static LabelingJobStatus status(FailureCount... failures) {
    JobStatusDraft draft = new JobStatusDraft(EMPTY);
    draft.results =
        new Results(
            1L, 0L, 0L, List.of(), failures.length == 0 ? null : List.of(failures), null, "", "");
    return draft.build(1, List.of());
  }
}
