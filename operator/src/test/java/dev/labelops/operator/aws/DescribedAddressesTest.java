package dev.labelops.operator.aws;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.labelops.operator.aws.sagemaker.RemoteLabelingJob;
import dev.labelops.operator.aws.sagemaker.SageMakerLabelingJobs;
import dev.labelops.operator.harness.TestSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A job of console or notebook whose addresses are web addresses, as a service over HTTP says. */
class DescribedAddressesTest {
  private static final String ADDRESSES =
      """
      "InputConfig": {"DataSource": {"S3DataSource":
        {"ManifestS3Uri": "https://in.s3.eu-west-1.amazonaws.com/a.manifest"}}},
      "LabelingJobOutput": {"OutputDatasetS3Uri":
        "https://s3.eu-west-1.amazonaws.com/out/x/manifests/output/output.manifest"},
      "LabelingJobName": "x", "LabelingJobArn": "arn:x", "LabelingJobStatus": "Completed"
      """;
  private HttpServer service;
  private AwsClients clients;

  @BeforeEach
  void start() throws IOException {
    service = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    service.createContext(
        "/",
        exchange -> {
          boolean list =
              exchange.getRequestHeaders().getFirst("X-Amz-Target").endsWith("ListLabelingJobs");
          String answer =
              list
                  ? "{\"LabelingJobSummaryList\": [{" + ADDRESSES + "}]}"
                  : "{\"OutputConfig\": {\"S3OutputPath\": \"https://s3.amazonaws.com/out/\"},"
                      + ADDRESSES
                      + "}";
          byte[] body = answer.getBytes(StandardCharsets.UTF_8);
          exchange.getRequestBody().readAllBytes();
          exchange.getResponseHeaders().add("Content-Type", "application/x-amz-json-1.1");
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    service.start();
    clients =
        new AwsClients(
            TestSettings.of(
                URI.create("http://127.0.0.1:" + service.getAddress().getPort()), "eu-west-1"),
            List.of());
  }

  @AfterEach
  void stop() {
    clients.close();
    service.stop(0);
  }

  @Test
  void areReadAsAddressesOfS3() {
    SageMakerLabelingJobs jobs = new SageMakerLabelingJobs(clients);

    RemoteLabelingJob described = jobs.describe(clients.scope(null), "x").orElseThrow();
    RemoteLabelingJob listed =
        jobs.named(clients.scope(null), "x", Optional.empty()).jobs().getFirst();

    assertThat(described.outputUri()).contains("s3://out/");
    for (RemoteLabelingJob job : List.of(described, listed)) {
      assertThat(job.inputManifestUri()).contains("s3://in/a.manifest");
      assertThat(job.outputManifestUri()).contains("s3://out/x/manifests/output/output.manifest");
    }
  }
}
