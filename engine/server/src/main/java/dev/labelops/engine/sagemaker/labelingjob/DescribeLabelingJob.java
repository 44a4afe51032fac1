package dev.labelops.engine.sagemaker.labelingjob;

import com.fasterxml.jackson.databind.JsonNode;
import dev.labelops.engine.front.Caller;
import dev.labelops.engine.front.JsonOperation;
import dev.labelops.engine.labeling.job.Job;
import dev.labelops.engine.tags.Tags;
import org.jdbi.v3.core.Jdbi;

/** SageMaker.DescribeLabelingJob. */
public final class DescribeLabelingJob implements JsonOperation {
  private final Jdbi jdbi;
  private final LabelingJobs jobs;

  public DescribeLabelingJob(Jdbi jdbi, LabelingJobs jobs) {
    this.jdbi = jdbi;
    this.jobs = jobs;
  }

  @Override
  public String target() {
    return "SageMaker.DescribeLabelingJob";
  }

  @Override
  public JsonNode call(Caller caller, JsonNode request) {
    return jdbi.withHandle(
        handle -> {
          Job job = jobs.find(handle, caller, request.path("LabelingJobName").asText());
          return new JobDocuments(jobs).description(job, Tags.of(handle, job.arn()));
        });
  }
}
