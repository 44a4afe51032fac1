package dev.labelops.operator.workforce.act;

import dev.labelops.operator.aws.CloudFailure;
import dev.labelops.operator.aws.ErrorClass;
import dev.labelops.operator.workforce.decide.WorkforceAction;
import dev.labelops.operator.workforce.decide.WorkforceAction.AddToTeams;
import dev.labelops.operator.workforce.decide.WorkforceAction.Await;
import dev.labelops.operator.workforce.decide.WorkforceAction.CreateClient;
import dev.labelops.operator.workforce.decide.WorkforceAction.CreateDomain;
import dev.labelops.operator.workforce.decide.WorkforceAction.CreateGroups;
import dev.labelops.operator.workforce.decide.WorkforceAction.CreatePool;
import dev.labelops.operator.workforce.decide.WorkforceAction.CreateTeam;
import dev.labelops.operator.workforce.decide.WorkforceAction.CreateWorkforce;
import dev.labelops.operator.workforce.decide.WorkforceAction.Invite;
import dev.labelops.operator.workforce.decide.WorkforceAction.LinkPortal;
import dev.labelops.operator.workforce.decide.WorkforceAction.MarkPool;
import dev.labelops.operator.workforce.decide.WorkforceAction.Reject;
import dev.labelops.operator.workforce.decide.WorkforceAction.RemovePeople;
import dev.labelops.operator.workforce.decide.WorkforceAction.RestrictSources;
import dev.labelops.operator.workforce.decide.WorkforceAction.Retry;
import dev.labelops.operator.workforce.decide.WorkforceAction.SetInvitation;
import dev.labelops.operator.workforce.decide.WorkforceAction.Settle;
import dev.labelops.operator.workforce.decide.WorkforceAction.UpdateTeam;
import dev.labelops.operator.workforce.decide.WorkforceOutcome;
import dev.labelops.operator.workforce.look.WorkforcePorts;

/** Performs an action; the only code here that changes anything in AWS. */
public final class WorkforceActor {
  private WorkforceActor() {}

  public static WorkforceOutcome act(WorkforceAction action, WorkforcePorts aws) {
    try {
      WorkforceOutcome outcome = perform(action, aws, new MemberActor(aws.members()));
      return action instanceof Retry ? outcome : outcome.mapFailure(WorkforceActor::moved);
    } catch (CloudFailure failure) {
      return WorkforceOutcome.failed(moved(failure));
    }
  }

  private static WorkforceOutcome perform(
      WorkforceAction action, WorkforcePorts aws, MemberActor people) {
    return switch (action) {
      case CreatePool pool -> done(() -> aws.pools().create(pool.name(), pool.tags()));
      case MarkPool mark -> done(() -> aws.pools().tag(mark.arn(), mark.tags()));
      case CreateDomain domain ->
          done(() -> aws.pools().createDomain(domain.poolId(), domain.domain()));
      case CreateClient client ->
          done(() -> aws.pools().createClient(client.poolId(), client.name()));
      case CreateWorkforce create -> spreading(create.fresh(), () -> workforce(create, aws));
      case RestrictSources restrict ->
          done(() -> aws.workforces().restrict(restrict.workforce(), restrict.sourceCidrs()));
      case LinkPortal link -> done(() -> link(link, aws));
      case SetInvitation text ->
          done(() -> aws.pools().setInvitation(text.poolId(), text.invitation()));
      case CreateGroups groups -> done(() -> groups(groups, aws));
      case CreateTeam create -> spreading(create.fresh(), () -> team(create, aws));
      case UpdateTeam update -> done(() -> aws.workteams().update(update.team()));
      case AddToTeams add -> done(() -> people.add(add));
      case RemovePeople remove -> done(() -> people.remove(remove));
      case Invite invite -> people.invite(invite);
      case Retry retry -> WorkforceOutcome.failed(retry.failure());
      case Reject reject -> WorkforceOutcome.done();
      case Await await -> WorkforceOutcome.done();
      case Settle settle -> WorkforceOutcome.done();
    };
  }

  private static WorkforceOutcome done(Runnable effect) {
    effect.run();
    return WorkforceOutcome.done();
  }

  private static void link(LinkPortal link, WorkforcePorts aws) {
    aws.pools()
        .addUrls(
            link.app().userPoolId(),
            link.app().clientId(),
            link.portal().callbacks(),
            link.portal().logouts());
  }

  private static void groups(CreateGroups create, WorkforcePorts aws) {
    create
        .groups()
        .forEach(group -> aws.members().createGroup(create.poolId(), group, create.description()));
  }

  private static void workforce(CreateWorkforce create, WorkforcePorts aws) {
    aws.workforces().create(create.name(), create.app(), create.sourceCidrs(), create.tags());
  }

  private static void team(CreateTeam create, WorkforcePorts aws) {
    aws.workteams()
        .create(
            create.workforce(),
            create.team(),
            create.description(),
            create.groups(),
            create.notificationTopicArn(),
            create.tags());
  }

  /**
   * SageMaker refuses pools and groups as unknown until it has seen them (ground-truth-reference
   * 1.9).
   */
  private static WorkforceOutcome spreading(boolean fresh, Runnable create) {
    try {
      create.run();
      return WorkforceOutcome.done();
    } catch (CloudFailure failure) {
      if (fresh && failure.errorClass() == ErrorClass.INVALID) {
        return WorkforceOutcome.failed(again(failure));
      }
      throw failure;
    }
  }

  /** Things that came or went since they were looked at: look again. */
  private static CloudFailure moved(CloudFailure failure) {
    return switch (failure.errorClass()) {
      case EXISTS, NOT_FOUND -> again(failure);
      case THROTTLED, TRANSIENT, CONFLICT, QUOTA, DENIED, INVALID, UNEXPECTED -> failure;
    };
  }

  private static CloudFailure again(CloudFailure failure) {
    return new CloudFailure(
        ErrorClass.CONFLICT, failure.action(), failure.code(), failure.getMessage(), failure);
  }
}
