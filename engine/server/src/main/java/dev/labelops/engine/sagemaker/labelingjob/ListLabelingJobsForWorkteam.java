package dev.labelops.engine.sagemaker.labelingjob;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.labelops.engine.front.Caller;
import dev.labelops.engine.front.Json;
import dev.labelops.engine.front.JsonOperation;
import dev.labelops.engine.labeling.job.Micros;
import dev.labelops.engine.sagemaker.SageMakerErrors;
import dev.labelops.engine.sagemaker.labelingjob.JobQuery.Sort;
import dev.labelops.engine.sagemaker.workforce.Workteams;
import org.jdbi.v3.core.Jdbi;

/** SageMaker.ListLabelingJobsForWorkteam. */
public final class ListLabelingJobsForWorkteam implements JsonOperation {
  private final Jdbi jdbi;
  private final LabelingJobs jobs;
  private final Workteams teams;

  public ListLabelingJobsForWorkteam(Jdbi jdbi, LabelingJobs jobs, Workteams teams) {
    this.jdbi = jdbi;
    this.jobs = jobs;
    this.teams = teams;
  }

  @Override
  public String target() {
    return "SageMaker.ListLabelingJobsForWorkteam";
  }

  @Override
  public JsonNode call(Caller caller, JsonNode request) {
    String team = request.path("WorkteamArn").asText();
    teams
        .byArn(team)
        .filter(found -> found.accountId().equals(caller.accountId()))
        .filter(found -> found.region().equals(caller.region()))
        .orElseThrow(() -> SageMakerErrors.NO_SUCH_TEAM_TO_LIST.of(team));
    JobQuery query =
        new JobQuery()
            .and("workteam_arn", "=", team)
            .and("created_at", "<=", Micros.of(jobs.visibleUntil()))
            .andTimes(request, "CreationTime", "created_at");
    Json.text(request, "JobReferenceCodeContains")
        .ifPresent(part -> query.and("reference_code", "LIKE", "%" + part + "%"));
    JobQuery.Page page = jdbi.withHandle(handle -> query.page(handle, request, Sort.CreationTime));
    ObjectNode answer = Json.object();
    ArrayNode list = answer.putArray("LabelingJobSummaryList");
    JobDocuments documents = new JobDocuments(jobs);
    page.jobs().forEach(job -> list.add(documents.teamSummary(job)));
    page.next().ifPresent(token -> answer.put("NextToken", token.encode()));
    return answer;
  }
}
