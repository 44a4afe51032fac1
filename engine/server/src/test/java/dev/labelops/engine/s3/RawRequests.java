package dev.labelops.engine.s3;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.checksums.DefaultChecksumAlgorithm;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpFullRequest;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignedRequest;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/** Uploads as the SDK signs them, sent byte by byte as no client would. */
record RawRequests(URI engine) {
  /** The head and the body of a signed upload in chunks, with a CRC32 behind them. */
  record Upload(String head, byte[] body) {}

  Upload inChunks(String path, String content) {
    byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
    SdkHttpFullRequest unsigned =
        SdkHttpFullRequest.builder()
            .method(SdkHttpMethod.PUT)
            .uri(engine.resolve(path))
            .putHeader("Content-Length", Integer.toString(bytes.length))
            .build();
    SignedRequest signed =
        AwsV4HttpSigner.create()
            .sign(
                r ->
                    r.identity(AwsBasicCredentials.create("test", "test"))
                        .request(unsigned)
                        .payload(() -> new ByteArrayInputStream(bytes))
                        .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "s3")
                        .putProperty(AwsV4HttpSigner.REGION_NAME, "eu-west-1")
                        .putProperty(AwsV4HttpSigner.DOUBLE_URL_ENCODE, false)
                        .putProperty(AwsV4HttpSigner.PAYLOAD_SIGNING_ENABLED, true)
                        .putProperty(AwsV4HttpSigner.CHUNK_ENCODING_ENABLED, true)
                        .putProperty(
                            AwsV4HttpSigner.CHECKSUM_ALGORITHM, DefaultChecksumAlgorithm.CRC32));
    StringBuilder head = new StringBuilder("PUT " + path + " HTTP/1.1\r\n");
    signed
        .request()
        .headers()
        .forEach((name, values) -> head.append(name + ": " + values.getFirst() + "\r\n"));
    return new Upload(head + "Connection: close\r\n\r\n", read(signed.payload().orElseThrow()));
  }

  /**
   * Sends a signed request and reads the whole answer.
   *
   * @param uri with the host that the request is to name; it goes to the engine whatever that is
   */
  String signed(String method, URI uri, Map<String, String> headers, String body)
      throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    SdkHttpFullRequest.Builder unsigned =
        SdkHttpFullRequest.builder().method(SdkHttpMethod.fromValue(method)).uri(uri);
    headers.forEach(unsigned::putHeader);
    SignedRequest signed =
        AwsV4HttpSigner.create()
            .sign(
                r ->
                    r.identity(AwsBasicCredentials.create("test", "test"))
                        .request(unsigned.build())
                        .payload(() -> new ByteArrayInputStream(bytes))
                        .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "s3")
                        .putProperty(AwsV4HttpSigner.REGION_NAME, "eu-west-1")
                        .putProperty(AwsV4HttpSigner.DOUBLE_URL_ENCODE, false)
                        .putProperty(AwsV4HttpSigner.NORMALIZE_PATH, false));
    String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
    StringBuilder head =
        new StringBuilder(method + " " + uri.getRawPath() + query + " HTTP/1.1\r\n");
    signed
        .request()
        .headers()
        .forEach((name, values) -> head.append(name + ": " + values.getFirst() + "\r\n"));
    head.append("Content-Length: " + bytes.length + "\r\n");
    return send(new Upload(head + "Connection: close\r\n\r\n", bytes));
  }

  /** The head of an upload whose length is announced and whose body still has to be sent. */
  String head(String bucket, String key, int length) {
    try (S3Presigner presigner =
        S3Presigner.builder()
            .endpointOverride(engine)
            .region(Region.EU_WEST_1)
            .serviceConfiguration(S3Configuration.builder().pathStyleAccessEnabled(true).build())
            .credentialsProvider(
                StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")))
            .build()) {
      URI link =
          URI.create(
              presigner
                  .presignPutObject(
                      p ->
                          p.signatureDuration(Duration.ofMinutes(1))
                              .putObjectRequest(o -> o.bucket(bucket).key(key)))
                  .url()
                  .toString());
      return "PUT %s?%s HTTP/1.1\r\nHost: %s\r\nContent-Length: %d\r\n\r\n"
          .formatted(link.getRawPath(), link.getRawQuery(), link.getAuthority(), length);
    }
  }

  Socket connect() throws IOException {
    Socket socket = new Socket(engine.getHost(), engine.getPort());
    socket.setSoTimeout(20_000);
    return socket;
  }

  /** Sends everything, says that nothing more comes, and reads the answer. */
  String send(Upload upload) throws IOException {
    try (Socket socket = connect()) {
      socket.getOutputStream().write(upload.head().getBytes(StandardCharsets.UTF_8));
      socket.getOutputStream().write(upload.body());
      socket.shutdownOutput();
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static byte[] read(ContentStreamProvider content) {
    try (var stream = content.newStream()) {
      return stream.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
