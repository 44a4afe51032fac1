package dev.labelops.operator.aws;

import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;

/**
 * How many AWS calls may be made: one token bucket per scope and service, shared by everything that
 * calls, retries included. Whoever acts waits its turn; the feed asks beforehand. S3 and STS are
 * not limited: their quotas are thousands of calls a second.
 */
public final class CallBudget implements ExecutionInterceptor {
  /** What the SDK's interceptors are told of a call to SageMaker. */
  public static final String SAGEMAKER = "SageMaker";

  /** The same of a call to Cognito user pools; not the service id, which has spaces. */
  public static final String COGNITO = "CognitoIdentityProvider";

  /** Cognito allows 5 calls a second on the groups and clients of one pool (reference 1.8). */
  private static final int COGNITO_CALLS_PER_MINUTE = 300;

  private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

  private record Key(AwsClients.Scope scope, String service) {}

  private final Map<String, Integer> callsPerMinute;
  private final TimeMeter time;
  private final Map<Key, Bucket> buckets = new ConcurrentHashMap<>();

  /**
   * @param sageMakerCallsPerMinute budget of each account, region and role
   * @throws IllegalArgumentException when it is less than 1
   */
  public CallBudget(int sageMakerCallsPerMinute) {
    this(
        Map.of(SAGEMAKER, sageMakerCallsPerMinute, COGNITO, COGNITO_CALLS_PER_MINUTE),
        TimeMeter.SYSTEM_MILLISECONDS);
  }

  CallBudget(Map<String, Integer> callsPerMinute, TimeMeter time) {
    callsPerMinute.forEach(
        (service, calls) -> {
          if (calls < 1) {
            throw new IllegalArgumentException(
                "calls a minute must be at least 1, not %d: set labelops.feed.calls-per-minute"
                    .formatted(calls));
          }
        });
    this.callsPerMinute = Map.copyOf(callsPerMinute);
    this.time = time;
  }

  /** How long until so many calls to the service could be made; zero when they can be made now. */
  public Duration untilFree(AwsClients.Scope scope, String service, int calls) {
    return bucket(scope, service)
        .map(
            bucket ->
                Duration.ofNanos(
                    bucket
                        .estimateAbilityToConsume(Math.min(calls, capacity(service)))
                        .getNanosToWaitForRefill()))
        .orElse(Duration.ZERO);
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
      take(scope, attributes.getAttribute(SdkExecutionAttribute.SERVICE_NAME));
    }
  }

  void take(AwsClients.Scope scope, String service) {
    Optional<Bucket> bucket = bucket(scope, service);
    if (bucket.isEmpty()) {
      return;
    }
    boolean free;
    try {
      free = bucket.get().asBlocking().tryConsume(1, LONGEST_WAIT);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw SdkClientException.create("interrupted while waiting for the budget of AWS calls", e);
    }
    if (!free) {
      throw SdkClientException.create(
          "the budget of "
              + callsPerMinute.get(service)
              + " "
              + service
              + " calls a minute in "
              + scope.region()
              + " is used up");
    }
  }

  private Optional<Bucket> bucket(AwsClients.Scope scope, String service) {
    return callsPerMinute.containsKey(service)
        ? Optional.of(buckets.computeIfAbsent(new Key(scope, service), this::open))
        : Optional.empty();
  }

  private Bucket open(Key key) {
    int limit = callsPerMinute.get(key.service());
    return Bucket.builder()
        .withCustomTimePrecision(time)
        .addLimit(
            band ->
                band.capacity(capacity(key.service())).refillGreedy(limit, Duration.ofMinutes(1)))
        .build();
  }

  /** A burst of ten seconds' worth, so that one busy moment cannot use up a whole minute. */
  private int capacity(String service) {
    return Math.max(10, callsPerMinute.get(service) / 6);
  }
}
