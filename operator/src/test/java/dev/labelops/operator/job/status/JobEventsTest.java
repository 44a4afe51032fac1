package dev.labelops.operator.job.status;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.labelops.operator.api.v1alpha1.LabelingJobStatus;
import dev.labelops.operator.api.v1alpha1.LabelingJobStatus.FailureCount;
import dev.labelops.operator.api.v1alpha1.LabelingJobStatus.Results;
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
            new FailureCount("The file is a WebP picture.", 7L, List.of(3L, 5L, 8L, 9L, 12L)),
            new FailureCount("The file is empty.", 1L, List.of(4L)));

    assertThat(JobEvents.of(status(), failed, NOTHING))
        .containsExactly(
            new StatusEvent(
                true,
                Reason.ObjectsFailed,
                "8 objects failed. 7 (lines 3, 5, 8, 9, 12, ...): The file is a WebP picture. 1 (line"
                    + " 4): The file is empty."));
    assertThat(JobEvents.of(failed, failed, NOTHING)).isEmpty();
    assertThat(JobEvents.of(status(), status(), NOTHING)).isEmpty();
  }

  private static LabelingJobStatus status(FailureCount... failures) {
    JobStatusDraft draft = new JobStatusDraft(EMPTY);
    draft.results =
        new Results(
            1L, 0L, 0L, List.of(), failures.length == 0 ? null : List.of(failures), null, "", "");
    return draft.build(1, List.of());
  }
}
