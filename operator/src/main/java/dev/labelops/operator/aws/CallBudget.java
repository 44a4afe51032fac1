package dev.labelops.operator.aws;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.labelops.operator.aws.cognito.CognitoQuota;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;

/**
 * How many AWS calls may be made: one token bucket per scope for SageMaker and one for each of
 * Cognito's quotas, shared by everything that calls, retries included. Whoever acts waits its turn;
 * the feed asks beforehand. S3 and STS are not limited: their quotas are thousands of calls a
 * second.
 */
public final class CallBudget implements ExecutionInterceptor {
  /** The name under which the SDK reports a call to SageMaker to interceptors. */
  static final String SAGEMAKER = "SageMaker";

  /** The same of a call to Cognito user pools; not the service id, which has spaces. */
  static final String COGNITO = "CognitoIdentityProvider";

  private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

  /**
   * @param of what the calls have in common, for people
   * @param callsPerMinute what flows in
   * @param burst what can be saved up
   */
  private record Rate(String of, int callsPerMinute, int burst) {
    /** A burst of ten seconds' worth, so that one busy moment cannot use up a whole minute. */
    static Rate ofSageMaker(int callsPerMinute) {
      return new Rate(SAGEMAKER, callsPerMinute, Math.max(10, callsPerMinute / 6));
    }

    /** A burst of a second's worth: Cognito counts by the second. */
    static Rate ofCognito(CognitoQuota quota) {
      return new Rate(
          "Cognito " + quota, quota.callsPerSecond() * 60, Math.max(10, quota.callsPerSecond()));
    }
  }

  private record Key(AwsClients.Scope scope, Rate rate) {}

  private final Rate sageMaker;
  private final TimeMeter time;

  /** A bucket that nobody has asked for so long is full, and a new one is the same. */
  private final Cache<Key, Bucket> buckets =
      Caffeine.newBuilder()
          .executor(Runnable::run)
          .expireAfterAccess(Duration.ofMinutes(5))
          .build();

  /**
   * @param sageMakerCallsPerMinute budget of each account, region and role
   * @throws IllegalArgumentException when it is less than 1
   */
  public CallBudget(int sageMakerCallsPerMinute) {
    this(sageMakerCallsPerMinute, TimeMeter.SYSTEM_MILLISECONDS);
  }

  CallBudget(int sageMakerCallsPerMinute, TimeMeter time) {
    if (sageMakerCallsPerMinute < 1) {
      throw new IllegalArgumentException(
          "calls a minute must be at least 1, not %d: set labelops.feed.calls-per-minute"
              .formatted(sageMakerCallsPerMinute));
    }
    this.sageMaker = Rate.ofSageMaker(sageMakerCallsPerMinute);
    this.time = time;
  }

  /** How long until so many calls to SageMaker could be made; zero when they can be made now. */
  public Duration untilFree(AwsClients.Scope scope, int calls) {
    return Duration.ofNanos(
        bucket(scope, sageMaker)
            .estimateAbilityToConsume(Math.min(calls, sageMaker.burst()))
            .getNanosToWaitForRefill());
  }

  /**
   * Called by the SDK before each attempt.
   *
   * @throws SdkClientException when no call is free within 30 seconds; it is treated like a service
   *     that does not answer
   */
  @Override
  public void beforeTransmission(
      Context.BeforeTransmission context, ExecutionAttributes attributes) {
    AwsClients.Scope scope = attributes.getAttribute(AwsClients.SCOPE);
    if (scope != null) {
      take(
          scope,
          attributes.getAttribute(SdkExecutionAttribute.SERVICE_NAME),
          attributes.getAttribute(SdkExecutionAttribute.OPERATION_NAME));
    }
  }

  void take(AwsClients.Scope scope, String service, String operation) {
    Optional<Rate> limited = rate(service, operation);
    if (limited.isEmpty()) {
      return;
    }
    Rate rate = limited.get();
    boolean free;
    try {
      free = bucket(scope, rate).asBlocking().tryConsume(1, LONGEST_WAIT);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw SdkClientException.create("interrupted while waiting for the budget of AWS calls", e);
    }
    if (!free) {
      throw SdkClientException.create(
          "the budget of "
              + rate.callsPerMinute()
              + " "
              + rate.of()
              + " calls a minute in "
              + scope.region()
              + " is used up");
    }
  }

  private Optional<Rate> rate(String service, String operation) {
    return switch (service) {
      case SAGEMAKER -> Optional.of(sageMaker);
      case COGNITO -> Optional.of(Rate.ofCognito(CognitoQuota.of(operation)));
      default -> Optional.empty();
    };
  }

  private Bucket bucket(AwsClients.Scope scope, Rate rate) {
    return buckets.get(
        new Key(scope, rate),
        key ->
            Bucket.builder()
                .withCustomTimePrecision(time)
                .addLimit(
                    band ->
                        band.capacity(rate.burst())
                            .refillGreedy(rate.callsPerMinute(), Duration.ofMinutes(1)))
                .build());
  }
}
