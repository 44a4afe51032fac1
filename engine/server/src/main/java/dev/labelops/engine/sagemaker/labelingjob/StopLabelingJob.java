package dev.labelops.engine.sagemaker.labelingjob;

import com.fasterxml.jackson.databind.JsonNode;
import dev.labelops.engine.front.Caller;
import dev.labelops.engine.front.Json;
import dev.labelops.engine.front.JsonOperation;
import dev.labelops.engine.labeling.job.Job;
import dev.labelops.engine.labeling.run.JobStop;
import dev.labelops.engine.sagemaker.SageMakerErrors;
import org.jdbi.v3.core.Jdbi;

/** SageMaker.StopLabelingJob: one way, from Initializing or InProgress. */
public final class StopLabelingJob implements JsonOperation {
  private final Jdbi jdbi;
  private final LabelingJobs jobs;
  private final JobStop stop;

  public StopLabelingJob(Jdbi jdbi, LabelingJobs jobs, JobStop stop) {
    this.jdbi = jdbi;
    this.jobs = jobs;
    this.stop = stop;
  }

  @Override
  public String target() {
    return "SageMaker.StopLabelingJob";
  }

  @Override
  public JsonNode call(Caller caller, JsonNode request) {
    String name = request.path("LabelingJobName").asText();
    Job job = jdbi.withHandle(handle -> jobs.find(handle, caller, name));
    stop.request(job.id())
        .ifPresent(
            status -> {
              throw SageMakerErrors.JOB_HAS_ENDED.of(status);
            });
    return Json.object();
  }
}
