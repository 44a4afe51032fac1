package dev.labelops.operator.aws;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.labelops.operator.api.v1alpha1.AwsScope;
import dev.labelops.operator.config.OperatorSettings;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.core.interceptor.ExecutionAttribute;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cognitoidentityprovider.CognitoIdentityProviderClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sagemaker.SageMakerClient;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.auth.StsAssumeRoleCredentialsProvider;

/**
 * The SDK clients, one set per region and role. Endpoints come from the SDK's own {@code
 * AWS_ENDPOINT_URL*} variables; path-style S3 addresses are forced exactly when an S3 endpoint is
 * overridden.
 */
public final class AwsClients implements AutoCloseable {
  /** Where calls go and as whom. */
  public record Scope(String region, Optional<String> roleArn, Optional<String> externalId) {}

  /** On every call: the scope of the client that makes it. */
  public static final ExecutionAttribute<Scope> SCOPE = new ExecutionAttribute<>("LabelOpsScope");

  /** Name of the thread that ends calls which take too long. */
  static final String TIMEOUTS = "aws-timeouts";

  /** Clients of more scopes are created again when they are needed. */
  static final int MOST_SCOPES = 200;

  private static final Duration UNUSED = Duration.ofHours(1);

  private record Set(
      SageMakerClient sageMaker,
      CognitoIdentityProviderClient cognito,
      S3Client s3,
      StsClient sts) {}

  private final OperatorSettings settings;
  private final List<ExecutionInterceptor> interceptors;
  private final SdkHttpClient http;
  private final ScheduledThreadPoolExecutor timeouts;

  /**
   * Users name scopes, so there may be any number. What is evicted is not closed: it has no thread
   * and no connection of its own, a pass may still be using it, and to close it closes the
   * credentials of all.
   */
  private final Cache<Scope, Set> sets =
      Caffeine.newBuilder()
          .executor(Runnable::run)
          .maximumSize(MOST_SCOPES)
          .expireAfterAccess(UNUSED)
          .build();

  /**
   * @param interceptors see every call: metrics, call budgets, and in tests the recorder of calls
   */
  public AwsClients(OperatorSettings settings, List<ExecutionInterceptor> interceptors) {
    this.settings = settings;
    this.interceptors = List.copyOf(interceptors);
    this.http =
        UrlConnectionHttpClient.builder()
            .connectionTimeout(settings.aws().connectTimeout())
            .socketTimeout(settings.aws().answerTimeout())
            .build();
    // Each client would start five threads of its own, and remember an ended call for a minute.
    this.timeouts =
        new ScheduledThreadPoolExecutor(1, Thread.ofPlatform().daemon().name(TIMEOUTS).factory());
    timeouts.setRemoveOnCancelPolicy(true);
  }

  /** The scope that a resource's {@code spec.aws} means; null means the operator's own. */
  public Scope scope(AwsScope wish) {
    return new Scope(
        wish == null || wish.region() == null ? settings.aws().region() : wish.region(),
        Optional.ofNullable(wish).map(AwsScope::assumeRoleArn),
        Optional.ofNullable(wish).map(AwsScope::externalId));
  }

  /** Opens the clients of the operator's own scope before they are needed; calls nothing. */
  public void openOwn() {
    set(scope(null));
  }

  public SageMakerClient sageMaker(Scope scope) {
    return set(scope).sageMaker();
  }

  public CognitoIdentityProviderClient cognito(Scope scope) {
    return set(scope).cognito();
  }

  public S3Client s3(Scope scope) {
    return set(scope).s3();
  }

  /** Scopes whose clients are kept. */
  long scopes() {
    sets.cleanUp();
    return sets.estimatedSize();
  }

  public StsClient sts(Scope scope) {
    return set(scope).sts();
  }

  private Set set(Scope scope) {
    return sets.get(scope, this::open);
  }

  private Set open(Scope scope) {
    AwsCredentialsProvider own = settings.aws().credentials();
    StsClient ownSts = configure(StsClient.builder(), scope, own, settings.aws().endpoint("STS"));
    AwsCredentialsProvider credentials =
        scope.roleArn().isEmpty()
            ? own
            : StsAssumeRoleCredentialsProvider.builder()
                .stsClient(ownSts)
                .refreshRequest(
                    r ->
                        r.roleArn(scope.roleArn().get())
                            .roleSessionName("labelops")
                            .externalId(scope.externalId().orElse(null)))
                .build();
    Optional<URI> s3Endpoint = settings.aws().endpoint("S3");
    return new Set(
        configure(
            SageMakerClient.builder(), scope, credentials, settings.aws().endpoint("SAGEMAKER")),
        configure(
            CognitoIdentityProviderClient.builder(),
            scope,
            credentials,
            settings.aws().endpoint("COGNITO_IDENTITY_PROVIDER")),
        configure(
            S3Client.builder().forcePathStyle(s3Endpoint.isPresent()),
            scope,
            credentials,
            s3Endpoint),
        ownSts);
  }

  private <
          B extends
              AwsClientBuilder<B, C>
                  & software.amazon.awssdk.core.client.builder.SdkSyncClientBuilder<B, C>,
          C>
      C configure(
          B builder, Scope scope, AwsCredentialsProvider credentials, Optional<URI> endpoint) {
    builder
        .region(Region.of(scope.region()))
        .credentialsProvider(credentials)
        .httpClient(http)
        .overrideConfiguration(
            o ->
                o.apiCallTimeout(settings.aws().callTimeout())
                    .scheduledExecutorService(timeouts)
                    .retryStrategy(settings.aws().retryMode())
                    .executionInterceptors(interceptors)
                    .putExecutionAttribute(SCOPE, scope));
    endpoint.ifPresent(builder::endpointOverride);
    return builder.build();
  }

  @Override
  public void close() {
    sets.asMap()
        .values()
        .forEach(
            set -> {
              set.sageMaker().close();
              set.cognito().close();
              set.s3().close();
              set.sts().close();
            });
    http.close();
    timeouts.shutdownNow();
  }
}
