package dev.labelops.operator.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.bucket4j.TimeMeter;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.SdkClientException;

class CallBudgetTest {
  private static final AwsClients.Scope IRELAND =
      new AwsClients.Scope("eu-west-1", Optional.empty(), Optional.empty());
  private static final AwsClients.Scope LONDON =
      new AwsClients.Scope("eu-west-2", Optional.empty(), Optional.empty());

  private final AtomicLong now = new AtomicLong();
  private final CallBudget budget =
      new CallBudget(
          60,
          new TimeMeter() {
            @Override
            public long currentTimeNanos() {
              return now.get();
            }

            @Override
            public boolean isWallClockBased() {
              return false;
            }
          });

  private void take(int calls) {
    for (int i = 0; i < calls; i++) {
      budget.take(IRELAND, CallBudget.SAGEMAKER, "ListLabelingJobs");
    }
  }

  @Test
  void aBurstIsFreeAndThenCallsComeAtTheRate() {
    assertThat(budget.untilFree(IRELAND, 1)).isZero();
    take(10);
    assertThat(budget.untilFree(IRELAND, 1)).isEqualTo(Duration.ofSeconds(1));
    assertThat(budget.untilFree(IRELAND, 3)).isEqualTo(Duration.ofSeconds(3));
    now.addAndGet(Duration.ofSeconds(2).toNanos());
    assertThat(budget.untilFree(IRELAND, 2)).isZero();
    assertThat(budget.untilFree(IRELAND, 3)).isEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void askingTakesNothing() {
    for (int i = 0; i < 100; i++) {
      assertThat(budget.untilFree(IRELAND, 10)).isZero();
    }
  }

  @Test
  void aSweepLargerThanABurstWaitsForAFullBurst() {
    take(10);
    assertThat(budget.untilFree(IRELAND, 1000)).isEqualTo(Duration.ofSeconds(10));
  }

  @Test
  void regionsAndServicesDoNotShare() {
    take(10);
    assertThat(budget.untilFree(LONDON, 1)).isZero();
    long before = waits();
    for (int i = 0; i < 1_000; i++) {
      budget.take(IRELAND, "S3", "GetObject");
    }
    assertThat(waits()).isEqualTo(before);
  }

  @Test
  void aQuotaOfCognitoIsWaitedForAndHoldsUpNoOther() {
    long before = waits();
    cognito(10, "CreateGroup");
    cognito(10, "AdminCreateUser");
    cognito(10, "AdminAddUserToGroup");
    assertThat(waits()).isEqualTo(before);
    Instant begun = Instant.now();
    cognito(2, "GetGroup");
    assertThat(waits()).isGreaterThan(before);
    assertThat(Duration.between(begun, Instant.now())).isGreaterThan(Duration.ofMillis(300));
  }

  /** How often this thread has waited for anything. */
  private static long waits() {
    return ManagementFactory.getThreadMXBean()
        .getThreadInfo(Thread.currentThread().threadId())
        .getWaitedCount();
  }

  private void cognito(int calls, String operation) {
    for (int i = 0; i < calls; i++) {
      budget.take(IRELAND, CallBudget.COGNITO, operation);
    }
  }

  @Test
  void noBudgetAtAllIsRefused() {
    assertThatThrownBy(() -> new CallBudget(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("labelops.feed.calls-per-minute");
  }

  @Test
  void whoeverWouldWaitTooLongIsTold() {
    CallBudget tiny = new CallBudget(1, TimeMeter.SYSTEM_NANOTIME);
    for (int i = 0; i < 10; i++) {
      tiny.take(IRELAND, CallBudget.SAGEMAKER, "ListLabelingJobs");
    }
    assertThatThrownBy(() -> tiny.take(IRELAND, CallBudget.SAGEMAKER, "ListLabelingJobs"))
        .isInstanceOf(SdkClientException.class)
        .hasMessageContaining("1 SageMaker calls a minute in eu-west-1");
  }
}
