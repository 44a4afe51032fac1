package dev.labelops.operator.job.look;

import dev.labelops.operator.api.v1alpha1.LabelingJobSpec.DeletionPolicy;
import dev.labelops.operator.aws.AwsClients.Scope;
import dev.labelops.operator.job.look.CreatedJobs.CreatedJob;
import dev.labelops.operator.job.plan.JobScope;
import dev.labelops.operator.job.plan.Stage;
import java.util.Optional;

/**
 * Observes what runs in the service when an object is being deleted: the job that is recorded, and
 * every other one that the service lists for this namespace and name.
 */
final class LookBeforeLeaving {
  private final JobLook look;

  LookBeforeLeaving(JobLook look) {
    this.look = look;
  }

  void leaving(Stage stage) {
    boolean named = look.status.jobName() != null;
    boolean letGo = look.spec.deletionPolicy() == DeletionPolicy.Orphan;
    if (named && (stage == Stage.ENDED || letGo)) {
      return;
    }
    Optional<Scope> scope = named ? recorded() : wished();
    if (scope.isEmpty()) {
      return;
    }
    look.in(scope.get());
    if (named) {
      look.describe(look.status.jobName());
      if (look.seen.remote instanceof Remote.Found found && !found.job().state().ended()) {
        look.readTags(found);
        if (((Remote.Found) look.seen.remote).ours()) {
          return;
        }
      }
    }
    others();
  }

  private Optional<Scope> recorded() {
    return JobScope.recorded(look.spec, look.status, look.refs.workforce());
  }

  /** Region and role of the next job; while unknown, those of the operator itself. */
  private Optional<Scope> wished() {
    Optional<Scope> wished =
        JobScope.wished(look.spec, look.refs.workforce(), look.from.operatorRegion());
    look.seen.regionUnknown = wished.isEmpty();
    return wished
        .or(
            () ->
                Optional.of(
                    new Scope(look.from.operatorRegion(), Optional.empty(), Optional.empty())))
        .filter(look::mayLookIn);
  }

  /** One job at a time is stopped, and each is seen to have ended. */
  private void others() {
    for (CreatedJob made : look.made(JobSearch.MUST_BE_FRESH).running()) {
      if (!made.job().name().equals(look.status.jobName()) && look.sees(made, true)) {
        return;
      }
    }
  }
}
