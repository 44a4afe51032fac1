package dev.labelops.engine.front;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.http.SdkHttpFullRequest;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;

/** Sends requests that no SDK would send, signed by the SDK's own signer. */
final class RawClient {
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final URI endpoint;
  private String secret = "test";
  private String keyId = "test";
  private Duration clockOffset = Duration.ZERO;

  RawClient(URI endpoint) {
    this.endpoint = endpoint;
  }

  RawClient key(String id, String secretKey) {
    keyId = id;
    secret = secretKey;
    return this;
  }

  RawClient clockOffBy(Duration offset) {
    clockOffset = offset;
    return this;
  }

  /** A signed JSON 1.1 call. */
  HttpResponse<String> json(String target, String body) throws Exception {
    String service = target.startsWith("SageMaker") ? "sagemaker" : "cognito-idp";
    return send(service, "POST", "/", Map.of("X-Amz-Target", target), body, body);
  }

  /** A signed S3 call. */
  HttpResponse<String> s3(String method, String path, String body) throws Exception {
    return send("s3", method, path, Map.of(), body, body);
  }

  /**
   * Signs one body and sends another.
   *
   * @param signedBody what the signature is made of
   * @param sentBody what is sent
   */
  HttpResponse<String> send(
      String service,
      String method,
      String path,
      Map<String, String> headers,
      String signedBody,
      String sentBody)
      throws Exception {
    SdkHttpFullRequest.Builder unsigned =
        SdkHttpFullRequest.builder()
            .method(SdkHttpMethod.fromValue(method))
            .uri(endpoint.resolve(path));
    headers.forEach(unsigned::putHeader);
    SdkHttpRequest signed =
        AwsV4HttpSigner.create()
            .sign(
                r ->
                    r.identity(AwsBasicCredentials.create(keyId, secret))
                        .request(unsigned.build())
                        .payload(
                            () ->
                                new java.io.ByteArrayInputStream(
                                    signedBody.getBytes(StandardCharsets.UTF_8)))
                        .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, service)
                        .putProperty(AwsV4HttpSigner.REGION_NAME, "eu-west-1")
                        .putProperty(AwsV4HttpSigner.DOUBLE_URL_ENCODE, !service.equals("s3"))
                        .putProperty(
                            HttpSigner.SIGNING_CLOCK,
                            Clock.fixed(Instant.now().plus(clockOffset), ZoneOffset.UTC)))
            .request();
    HttpRequest.Builder request =
        HttpRequest.newBuilder(signed.getUri())
            .timeout(Duration.ofSeconds(20))
            .method(method, HttpRequest.BodyPublishers.ofString(sentBody));
    signed.headers().entrySet().stream()
        .filter(header -> !header.getKey().equalsIgnoreCase("Host"))
        .forEach(header -> request.header(header.getKey(), header.getValue().getFirst()));
    return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  /** A call without any signature. */
  HttpResponse<String> unsigned(String method, String path, Map<String, String> headers)
      throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(endpoint.resolve(path))
            .timeout(Duration.ofSeconds(20))
            .method(method, HttpRequest.BodyPublishers.noBody());
    headers.forEach(request::header);
    return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }
}
