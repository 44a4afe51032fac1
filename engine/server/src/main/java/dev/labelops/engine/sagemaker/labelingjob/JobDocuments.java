package dev.labelops.engine.sagemaker.labelingjob;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.labelops.engine.front.Json;
import dev.labelops.engine.labeling.job.Counters;
import dev.labelops.engine.labeling.job.Job;
import dev.labelops.engine.labeling.job.JobSpec;
import dev.labelops.engine.labeling.output.Models;
import dev.labelops.groundtruth.OutputPaths;
import java.util.Map;

/** A labeling job in the shapes of the API. */
final class JobDocuments {
  private final LabelingJobs jobs;

  JobDocuments(LabelingJobs jobs) {
    this.jobs = jobs;
  }

  /** DescribeLabelingJobResponse: the request with the server's defaults, and its outcome. */
  ObjectNode description(Job job, Map<String, String> tags) {
    ObjectNode document = job.spec().request().deepCopy();
    document.withObject("/OutputConfig").putIfAbsent("KmsKeyId", Json.object().textNode(""));
    ObjectNode human = document.withObject("/HumanTaskConfig");
    human.put("MaxConcurrentTaskCount", job.spec().maxConcurrentTasks());
    human.put("TaskAvailabilityLifetimeInSeconds", job.spec().taskAvailability().toSeconds());
    if (!document.has("StoppingConditions")) {
      document.putObject("StoppingConditions").put("MaxPercentageOfInputDatasetLabeled", 100);
    }
    if (job.spec().automated()) {
      document.withObject("/LabelingJobAlgorithmsConfig/LabelingJobResourceConfig");
    }
    document.put("LabelingJobName", job.key().jobName());
    document.put("LabelingJobArn", job.arn());
    document.put("JobReferenceCode", job.referenceCode());
    document.put("LabelingJobStatus", job.status().name());
    document.put("CreationTime", Json.seconds(job.createdAt()));
    document.put("LastModifiedTime", Json.seconds(jobs.shownModified(job)));
    document.set("LabelCounters", counters(jobs.shownCounters(job)));
    job.failureReason().ifPresent(reason -> document.put("FailureReason", reason));
    if (LabelingJobs.hasOutput(job)) {
      document.set("LabelingJobOutput", output(job));
    }
    var list = document.putArray("Tags");
    tags.forEach((key, value) -> list.addObject().put("Key", key).put("Value", value));
    return document;
  }

  /** LabelingJobSummary of ListLabelingJobs. */
  ObjectNode summary(Job job) {
    JsonNode request = job.spec().request();
    JsonNode human = request.path("HumanTaskConfig");
    ObjectNode summary = Json.object();
    summary.put("LabelingJobName", job.key().jobName());
    summary.put("LabelingJobArn", job.arn());
    summary.put("CreationTime", Json.seconds(job.createdAt()));
    summary.put("LastModifiedTime", Json.seconds(jobs.shownModified(job)));
    summary.put("LabelingJobStatus", job.status().name());
    summary.set("LabelCounters", counters(jobs.shownCounters(job)));
    summary.put("WorkteamArn", job.workteamArn());
    summary.set("PreHumanTaskLambdaArn", human.path("PreHumanTaskLambdaArn"));
    summary.set(
        "AnnotationConsolidationLambdaArn",
        human.at("/AnnotationConsolidationConfig/AnnotationConsolidationLambdaArn"));
    job.failureReason().ifPresent(reason -> summary.put("FailureReason", reason));
    if (LabelingJobs.hasOutput(job)) {
      summary.set("LabelingJobOutput", output(job));
    }
    summary.set("InputConfig", request.path("InputConfig"));
    return summary;
  }

  /** LabelingJobForWorkteamSummary of ListLabelingJobsForWorkteam. */
  ObjectNode teamSummary(Job job) {
    Counters counters = jobs.shownCounters(job);
    ObjectNode summary = Json.object();
    summary.put("LabelingJobName", job.key().jobName());
    summary.put("JobReferenceCode", job.referenceCode());
    summary.put("WorkRequesterAccountId", job.key().accountId());
    summary.put("CreationTime", Json.seconds(job.createdAt()));
    summary
        .putObject("LabelCounters")
        .put("HumanLabeled", counters.human())
        .put("PendingHuman", counters.unlabeled())
        .put("Total", counters.objects());
    summary.put("NumberOfHumanWorkersPerDataObject", job.spec().workersPerObject());
    return summary;
  }

  private static ObjectNode counters(Counters counters) {
    return Json.object()
        .put("TotalLabeled", counters.labeled())
        .put("HumanLabeled", counters.human())
        .put("MachineLabeled", counters.machine())
        .put("FailedNonRetryableError", counters.failed())
        .put("Unlabeled", counters.unlabeled());
  }

  private static ObjectNode output(Job job) {
    JobSpec spec = job.spec();
    ObjectNode output =
        Json.object()
            .put(
                "OutputDatasetS3Uri",
                spec.outputRoot().resolve(OutputPaths.OUTPUT_MANIFEST).toString());
    if (job.trained()) {
      output.put("FinalActiveLearningModelArn", Models.arn(job));
    }
    return output;
  }
}
