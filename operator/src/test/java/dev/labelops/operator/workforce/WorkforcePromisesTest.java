package dev.labelops.operator.workforce;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labelops.operator.api.v1alpha1.Adoption;
import dev.labelops.operator.api.v1alpha1.LabelingWorkforceSpec.MemberPolicy;
import dev.labelops.operator.api.v1alpha1.LabelingWorkforceSpec.MemberRemoval;
import dev.labelops.operator.aws.ErrorClass;
import dev.labelops.operator.aws.Owner;
import dev.labelops.operator.aws.cognito.PoolUser;
import dev.labelops.operator.aws.cognito.UserPool;
import dev.labelops.operator.aws.sagemaker.Workforce;
import dev.labelops.operator.status.ConditionType;
import dev.labelops.operator.status.Conditions;
import dev.labelops.operator.workforce.decide.WorkforceAction;
import dev.labelops.operator.workforce.decide.WorkforceAction.CreateWorkforce;
import dev.labelops.operator.workforce.decide.WorkforceAction.Invite;
import dev.labelops.operator.workforce.decide.WorkforceAction.LinkPortal;
import dev.labelops.operator.workforce.decide.WorkforceAction.Membership;
import dev.labelops.operator.workforce.decide.WorkforceAction.RemovePeople;
import dev.labelops.operator.workforce.decide.WorkforceAction.RestrictSources;
import dev.labelops.operator.workforce.decide.WorkforceAction.SetInvitation;
import dev.labelops.operator.workforce.decide.WorkforceDecider;
import dev.labelops.operator.workforce.decide.WorkforceOutcome;
import dev.labelops.operator.workforce.look.WorkforceObservation;
import dev.labelops.operator.workforce.status.WorkforceStatusMapper;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** The promises, held against random observations. */
class WorkforcePromisesTest {
  private static final Map<String, String> OTHERS =
      new Owner("here", "shop", "another", "uid-2").tags();

  @Provide
  Arbitrary<PoolUser> users() {
    return Combinators.combine(
            Arbitraries.of("ann@x", "bob@x", "cid@x", "dan@x"),
            Arbitraries.of("", Seen.NAMES.mark(), "labelops:other"),
            Arbitraries.of(true, false),
            Arbitraries.integers().between(0, 40),
            Arbitraries.integers().between(0, 40))
        .as(
            (email, mark, invited, created, modified) ->
                Seen.user(
                    email,
                    mark,
                    invited,
                    Duration.ofDays(Math.max(created, modified)),
                    Duration.ofDays(Math.min(created, modified))));
  }

  @Provide
  Arbitrary<WorkforceObservation> observations() {
    Arbitrary<Seen> sign =
        Combinators.combine(
                Arbitraries.of("managed", "existing", "brought"),
                Arbitraries.of(Adoption.values()),
                Arbitraries.of(Workforce.State.values()).injectNull(0.3),
                Arbitraries.of(List.of(Map.<String, String>of(), OTHERS, Seen.OWNER.tags())),
                Arbitraries.of(UserPool.DomainState.values()),
                Arbitraries.of(true, false))
            .as(
                (kind, adoption, state, tags, domain, bare) -> {
                  Seen seen =
                      switch (kind) {
                        case "existing" -> Seen.existing();
                        case "brought" -> Seen.brought();
                        default -> Seen.inPlace();
                      };
                  seen.adoption = adoption;
                  seen.workforce = state == null ? null : Seen.workforce(state);
                  seen.pools = new ArrayList<>(List.of(Seen.pool(tags)));
                  seen.domain = domain;
                  if (bare) {
                    seen.cidrs = kind.equals("existing") ? null : List.of("10.0.0.0/8");
                    seen.client = null;
                  }
                  return seen;
                });
    return Combinators.combine(
            sign,
            users().list().uniqueElements(PoolUser::email).ofMaxSize(4),
            Arbitraries.of("ann@x", "bob@x", "eve@x").list().uniqueElements().ofMaxSize(3),
            Arbitraries.of(MemberPolicy.values()),
            Arbitraries.of(MemberRemoval.values()),
            Arbitraries.integers().between(0, 3),
            Arbitraries.of(List.of(Set.<String>of(), Set.of("logos"), Set.of("logos", "cars"))))
        .as(
            (seen, people, wanted, policy, removal, budget, groups) -> {
              seen.memberPolicy = policy;
              seen.removal = removal;
              seen.budget = budget;
              String[] names = wanted.toArray(String[]::new);
              seen.teams.set(
                  0,
                  Seen.team(
                      Seen.wish("logos", names), Seen.listed(names), Seen.OWNER.tags(), people));
              people.forEach(user -> seen.otherGroups.put(user.username(), groups));
              return seen.now();
            });
  }

  @Property
  void nobodyWhomWeDidNotInviteIsDisabledOrDeleted(
      @ForAll("observations") WorkforceObservation seen) {
    List<Membership> touched =
        switch (WorkforceDecider.decide(seen)) {
          case RemovePeople remove ->
              Stream.concat(remove.disabled().stream(), remove.deleted().stream()).toList();
          default -> List.of();
        };
    assertThat(touched)
        .allSatisfy(
            one -> {
              assertThat(one.user().mark()).isEqualTo(Seen.NAMES.mark());
              assertThat(Set.of("logos"))
                  .containsAll(seen.otherGroups().get(one.user().username()));
              assertThat(seen.spec().memberPolicy()).isEqualTo(MemberPolicy.Exact);
              assertThat(seen.spec().teams().get(0).members())
                  .noneMatch(m -> m.email().equals(one.user().email().value()));
            });
  }

  @Property
  void aForeignWorkforceIsNeverTouchedAndNoSecondOneMade(
      @ForAll("observations") WorkforceObservation seen) {
    WorkforceAction action = WorkforceDecider.decide(seen);
    boolean mine =
        seen.spec().identity().existing() == null
            && seen.pools().stream().allMatch(pool -> seen.mayTake(pool.tags()));
    boolean touches =
        action instanceof RestrictSources
            || action instanceof LinkPortal
            || action instanceof SetInvitation;
    assertThat(touches && !mine).as("%s on a foreign workforce", action).isFalse();
    assertThat(action instanceof CreateWorkforce && seen.workforce().isPresent()).isFalse();
  }

  @Property
  void theBudgetHolds(@ForAll("observations") WorkforceObservation seen) {
    int mails =
        switch (WorkforceDecider.decide(seen)) {
          case Invite invite -> invite.budget();
          default -> 0;
        };
    assertThat(mails).isLessThanOrEqualTo(seen.invitationsPerDay());
  }

  @Property
  void statusIsNeverReconcilingAndStalledAndSaysReady(
      @ForAll("observations") WorkforceObservation seen,
      @ForAll ErrorClass errorClass,
      @ForAll boolean fails) {
    WorkforceAction action = WorkforceDecider.decide(seen);
    WorkforceOutcome outcome =
        fails ? WorkforceOutcome.failed(Seen.failure(errorClass)) : WorkforceOutcome.done();
    var status = WorkforceStatusMapper.map(null, 1, seen, action, outcome, Duration.ofMinutes(3));
    assertThat(Conditions.find(status.conditions(), ConditionType.Ready)).isPresent();
    assertThat(
            Conditions.find(status.conditions(), ConditionType.Reconciling).isPresent()
                && Conditions.find(status.conditions(), ConditionType.Stalled).isPresent())
        .isFalse();
    assertThat(status.toString()).doesNotContain("@x");
    assertThat(WorkforceStatusMapper.map(status, 1, seen, action, outcome, Duration.ofMinutes(4)))
        .as("the same look writes the same status")
        .isEqualTo(status);
    assertThat(Optional.ofNullable(status.observedGeneration())).contains(1L);
  }
}
