package dev.labelops.engine.sagemaker.labelingjob;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.labelops.engine.front.Caller;
import dev.labelops.engine.front.Json;
import dev.labelops.engine.front.JsonOperation;
import dev.labelops.engine.labeling.job.Micros;
import dev.labelops.engine.sagemaker.labelingjob.JobQuery.Sort;
import java.util.Locale;
import org.jdbi.v3.core.Jdbi;

/** SageMaker.ListLabelingJobs: by creation time, oldest first, unless asked otherwise. */
public final class ListLabelingJobs implements JsonOperation {
  private final Jdbi jdbi;
  private final LabelingJobs jobs;

  public ListLabelingJobs(Jdbi jdbi, LabelingJobs jobs) {
    this.jdbi = jdbi;
    this.jobs = jobs;
  }

  @Override
  public String target() {
    return "SageMaker.ListLabelingJobs";
  }

  @Override
  public JsonNode call(Caller caller, JsonNode request) {
    JobQuery query =
        new JobQuery()
            .and("account_id", "=", caller.accountId())
            .and("region", "=", caller.region())
            .and("created_at", "<=", Micros.of(jobs.visibleUntil()))
            .andTimes(request, "CreationTime", "created_at")
            .andTimes(
                request,
                "LastModifiedTime",
                jobs.quirks().current().lastModifiedStandsStill() ? "created_at" : "modified_at");
    Json.text(request, "StatusEquals").ifPresent(status -> query.and("status", "=", status));
    Json.text(request, "NameContains")
        .ifPresent(
            part -> query.and("name_key", "LIKE", "%" + part.toLowerCase(Locale.ROOT) + "%"));
    Sort sort = Json.text(request, "SortBy").map(Sort::valueOf).orElse(Sort.CreationTime);
    JobQuery.Page page = jdbi.withHandle(handle -> query.page(handle, request, sort));
    ObjectNode answer = Json.object();
    ArrayNode list = answer.putArray("LabelingJobSummaryList");
    JobDocuments documents = new JobDocuments(jobs);
    page.jobs().forEach(job -> list.add(documents.summary(job)));
    page.next().ifPresent(token -> answer.put("NextToken", token.encode()));
    return answer;
  }
}
