package dev.labelops.operator.aws.sagemaker;

import dev.labelops.operator.aws.AwsClients;
import dev.labelops.operator.aws.CloudFailure;
import dev.labelops.operator.aws.cognito.CognitoApp;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The private workforce of one account and region. Every method throws {@link CloudFailure}; none
 * waits for an asynchronous step to end.
 */
public interface Workforces {
  /** ListWorkforces, all pages: none or one, besides one that is being deleted. */
  List<Workforce> list();

  /**
   * CreateWorkforce.
   *
   * @param sourceCidrs SourceIpConfig.Cidrs; empty for no restriction
   */
  void create(String name, CognitoApp app, Set<String> sourceCidrs, Map<String, String> tags);

  /** UpdateWorkforce SourceIpConfig; nothing else is touched. */
  void restrict(String name, Set<String> sourceCidrs);

  /** DeleteWorkforce; ends some time later. */
  void delete(String name);

  /** Through the SDK. */
  static Workforces of(AwsClients clients, AwsClients.Scope scope) {
    return new SageMakerWorkforces(clients.sageMaker(scope));
  }
}
