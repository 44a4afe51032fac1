package dev.labelops.engine;

import java.net.URI;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.services.cognitoidentityprovider.CognitoIdentityProviderClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sagemaker.SageMakerClient;
import software.amazon.awssdk.services.sts.StsClient;

/** Real AWS SDK clients that talk to an engine, without retries so that a test sees each answer. */
public record Clients(URI endpoint, String region, AwsCredentials credentials) {
  /** Clients with the key {@code test}/{@code test}. */
  public static Clients of(Engine engine, String region) {
    return new Clients(engine.address(), region, AwsBasicCredentials.create("test", "test"));
  }

  public Clients with(AwsCredentials other) {
    return new Clients(endpoint, region, other);
  }

  public S3Client s3() {
    return configure(S3Client.builder().forcePathStyle(true)).build();
  }

  public SageMakerClient sageMaker() {
    return configure(SageMakerClient.builder()).build();
  }

  public CognitoIdentityProviderClient cognito() {
    return configure(CognitoIdentityProviderClient.builder()).build();
  }

  public StsClient sts() {
    return configure(StsClient.builder()).build();
  }

  private <B extends AwsClientBuilder<B, ?> & AwsSyncClientBuilder<B, ?>> B configure(B builder) {
    return builder
        .endpointOverride(endpoint)
        .region(Region.of(region))
        .credentialsProvider(StaticCredentialsProvider.create(credentials))
        .httpClientBuilder(UrlConnectionHttpClient.builder())
        .overrideConfiguration(o -> o.retryStrategy(DefaultRetryStrategy.doNotRetry()));
  }
}
