package dev.labelops.engine.sagemaker.labelingjob;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.labelops.engine.front.AwsError;
import dev.labelops.engine.front.Caller;
import dev.labelops.engine.front.Json;
import dev.labelops.engine.front.JsonOperation;
import dev.labelops.engine.labeling.JobKey;
import dev.labelops.engine.labeling.job.JobSpec;
import dev.labelops.engine.labeling.job.JobTable;
import dev.labelops.engine.labeling.job.ModelTable;
import dev.labelops.engine.labeling.job.ModelTable.Model;
import dev.labelops.engine.labeling.job.NewJob;
import dev.labelops.engine.labeling.task.TaskType;
import dev.labelops.engine.labeling.task.TaskTypes;
import dev.labelops.engine.sagemaker.SageMakerErrors;
import dev.labelops.engine.sagemaker.workforce.Workteams;
import dev.labelops.engine.store.Database;
import dev.labelops.engine.tags.Tags;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;

/** SageMaker.CreateLabelingJob. */
public final class CreateLabelingJob implements JsonOperation {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final String LETTERS =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
  private static final int REFERENCE_LENGTH = 16;

  private final Jdbi jdbi;
  private final TaskTypes types;
  private final Workteams teams;
  private final Clock clock;

  /**
   * @param types the task types that a request may ask for
   */
  public CreateLabelingJob(Jdbi jdbi, TaskTypes types, Workteams teams, Clock clock) {
    this.jdbi = jdbi;
    this.types = types;
    this.teams = teams;
    this.clock = clock;
  }

  @Override
  public String target() {
    return "SageMaker.CreateLabelingJob";
  }

  @Override
  public JsonNode call(Caller caller, JsonNode request) {
    TaskType type = TaskTypeRules.check(types, caller, request);
    CreateRules.check(caller, type.facts(), request);
    checkModel(caller, type, request);
    String team = request.at("/HumanTaskConfig/WorkteamArn").asText();
    teams
        .byArn(team)
        .filter(found -> found.accountId().equals(caller.accountId()))
        .orElseThrow(() -> CreateRules.unknownTeam(team));
    String name = request.path("LabelingJobName").asText();
    String arn =
        "arn:aws:sagemaker:%s:%s:labeling-job/%s"
            .formatted(caller.region(), caller.accountId(), name);
    ObjectNode spec = request.deepCopy();
    spec.remove("Tags");
    NewJob job =
        new NewJob(
            new JobKey(caller.accountId(), caller.region(), name),
            arn,
            caller.accountId() + reference(),
            new JobSpec(spec),
            type,
            team);
    try {
      jdbi.useTransaction(
          handle -> {
            new JobTable(handle).insert(job, clock.instant());
            Tags.put(handle, arn, tags(request));
          });
    } catch (UnableToExecuteStatementException e) {
      throw Database.isDuplicate(e) ? taken(caller, name) : e;
    }
    return Json.object().put("LabelingJobArn", arn);
  }

  /** The model to start from must be the caller's and of a job with the same algorithm. */
  private void checkModel(Caller caller, TaskType type, JsonNode request) {
    Optional<String> arn = new JobSpec(request).initialModelArn();
    if (arn.isEmpty()) {
      return;
    }
    Model model =
        jdbi.withHandle(handle -> new ModelTable(handle).find(arn.get()))
            .filter(found -> found.accountId().equals(caller.accountId()))
            .orElseThrow(() -> SageMakerErrors.NO_SUCH_MODEL.of(arn.get()));
    Optional<String> algorithm =
        types.named(model.taskType()).flatMap(trained -> trained.facts().algorithm());
    if (!algorithm.equals(type.facts().algorithm())) {
      throw SageMakerErrors.MODEL_OF_ANOTHER_TASK_TYPE.of(
          arn.get(), model.taskType(), type.facts().name());
    }
  }

  private AwsError taken(Caller caller, String name) {
    JobKey key = new JobKey(caller.accountId(), caller.region(), name);
    String arn = jdbi.withHandle(handle -> new JobTable(handle).find(key)).orElseThrow().arn();
    return SageMakerErrors.JOB_NAME_TAKEN.of(arn);
  }

  private static Map<String, String> tags(JsonNode request) {
    Map<String, String> tags = new LinkedHashMap<>();
    request
        .path("Tags")
        .forEach(tag -> tags.put(tag.path("Key").asText(), tag.path("Value").asText()));
    return tags;
  }

  private static String reference() {
    return RANDOM
        .ints(REFERENCE_LENGTH, 0, LETTERS.length())
        .mapToObj(i -> LETTERS.substring(i, i + 1))
        .collect(Collectors.joining());
  }
}
