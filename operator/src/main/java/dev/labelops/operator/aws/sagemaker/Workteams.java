package dev.labelops.operator.aws.sagemaker;

import dev.labelops.operator.aws.AwsClients;
import dev.labelops.operator.aws.CloudFailure;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The work teams of one account and region. Every method throws {@link CloudFailure}. */
public interface Workteams {
  /** ListWorkteams, all pages; at most 25 exist. */
  List<Workteam> list();

  /** ListTags. */
  Map<String, String> tags(String workteamArn);

  /**
   * CreateWorkteam.
   *
   * @param notificationTopicArn NotificationConfiguration.NotificationTopicArn
   */
  void create(
      String workforceName,
      String name,
      String description,
      Set<Workteam.Group> groups,
      Optional<String> notificationTopicArn,
      Map<String, String> tags);

  /**
   * UpdateWorkteam: reads the whole team, changes what is given and sends everything back, since
   * the service may reset what is left out.
   *
   * @param team as it shall be
   */
  void update(Workteam team);

  /** DeleteWorkteam; a team that is already gone is not an error. */
  void delete(String name);

  /**
   * Names of the labeling jobs that the team works on: Initializing, InProgress or Stopping.
   * ListLabelingJobs by status, because the summaries of ListLabelingJobsForWorkteam carry none.
   */
  List<String> activeJobs(String workteamArn);

  /** Through the SDK. */
  static Workteams of(AwsClients clients, AwsClients.Scope scope) {
    return new SageMakerWorkteams(clients.sageMaker(scope));
  }
}
