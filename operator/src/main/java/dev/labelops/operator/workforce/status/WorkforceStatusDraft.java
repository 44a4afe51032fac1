package dev.labelops.operator.workforce.status;

import dev.labelops.operator.api.v1alpha1.Condition;
import dev.labelops.operator.api.v1alpha1.LabelingWorkforceStatus;
import dev.labelops.operator.api.v1alpha1.LabelingWorkforceStatus.TeamStatus;
import java.util.List;

/** A status under construction; starts as a copy of the old one. */
final class WorkforceStatusDraft {
  String region;
  String workforceArn;
  String workforceName;
  String portalUrl;
  String userPoolId;
  String clientId;
  String userPoolDomain;
  List<TeamStatus> teams;

  /**
   * @param old possibly null
   */
  WorkforceStatusDraft(LabelingWorkforceStatus old) {
    if (old != null) {
      region = old.region();
      workforceArn = old.workforceArn();
      workforceName = old.workforceName();
      portalUrl = old.portalUrl();
      userPoolId = old.userPoolId();
      clientId = old.clientId();
      userPoolDomain = old.userPoolDomain();
      teams = old.teams();
    }
  }

  LabelingWorkforceStatus build(long observedGeneration, List<Condition> conditions) {
    return new LabelingWorkforceStatus(
        observedGeneration,
        conditions,
        region,
        workforceArn,
        workforceName,
        portalUrl,
        userPoolId,
        clientId,
        userPoolDomain,
        teams);
  }
}
