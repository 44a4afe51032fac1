package dev.labelops.engine.labeling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.labelops.engine.EngineProcess;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Enumeration;
import java.util.Iterator;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.sagemaker.model.DescribeLabelingJobResponse;
import software.amazon.awssdk.services.sagemaker.model.LabelingJobStatus;

/** An engine with a heap of 96 MiB and manifests that do not fit into it. */
class HeapIT {
  private static final Duration DEADLINE = Duration.ofMinutes(5);
  private static final int LINE = 99_000;

  /** 119 MB. */
  private static final int LINES = 1200;

  @TempDir static Path folder;
  private static EngineProcess engine;
  private static LabelingFixture fixture;
  private static Person ann;

  @BeforeAll
  static void start() throws IOException {
    engine = EngineProcess.start(folder, "-Xmx96m", "-XX:+ExitOnOutOfMemoryError");
    fixture = LabelingFixture.open(engine.address(), "eu-west-1");
    ann = fixture.worker("ann");
  }

  @AfterAll
  static void stop() throws InterruptedException {
    assertThat(engine.process().isAlive()).as("the engine lives").isTrue();
    engine.close();
  }

  @Test
  void aManifestLargerThanTheHeapIsLabeledAndWrittenOut() throws IOException {
    String manifest = store("large.manifest", LINES, LINE + 1, HeapIT::line);
    fixture.start("large", "TextMultiClass", manifest, wish -> {});
    awaitStatus("large", LabelingJobStatus.IN_PROGRESS);
    await()
        .atMost(DEADLINE)
        .pollInterval(Duration.ofMillis(200))
        .until(() -> ann.take("large").isPresent());

    JsonNode task = fixture.awaitTask(ann, "large");
    assertThat(
            ann.answer(task.path("taskId").asText(), LabelingFixture.textChoice("good")).status())
        .isEqualTo(204);
    fixture.sageMaker.stopLabelingJob(b -> b.labelingJobName("large"));
    var ended = awaitStatus("large", LabelingJobStatus.STOPPED);

    assertThat(ended.labelCounters().humanLabeled()).isEqualTo(1);
    assertThat(ended.labelCounters().unlabeled()).isEqualTo(LINES - 1);
    var output =
        fixture.s3.headObject(
            b -> b.bucket(fixture.bucket).key("output/large/manifests/output/output.manifest"));
    assertThat(output.contentLength())
        .as("the input, one label more")
        .isBetween((long) LINES * (LINE + 1) + 50, (long) LINES * (LINE + 1) + 1000);
  }

  @Test
  void oneEndlessLineEndsInTheServicesWords() throws IOException {
    String manifest = store("line.manifest", 120, 1_000_000, i -> "x".repeat(1_000_000));
    fixture.start("line", "TextMultiClass", manifest, wish -> {});

    assertThat(awaitStatus("line", LabelingJobStatus.FAILED).failureReason())
        .isEqualTo("ClientError: Line 1 of the input manifest is longer than 100000 characters.");
  }

  @Test
  void tooManyLinesEndInTheServicesWords() throws IOException {
    String thousand = "{\"source\":\"a short text\"}\n".repeat(1000);
    String manifest = store("many.manifest", 101, thousand.length(), i -> thousand);
    fixture.start("many", "TextMultiClass", manifest, wish -> {});

    assertThat(awaitStatus("many", LabelingJobStatus.FAILED).failureReason())
        .isEqualTo(
            "ClientError: The input manifest has more than 100000 lines. Split it into several labeling jobs.");
  }

  private static String line(int number) {
    String source = "{\"source\":\"text %d\",\"rest\":[\"".formatted(number);
    String rest = "r".repeat(10_000) + "\",\"";
    StringBuilder line = new StringBuilder(source);
    while (line.length() + rest.length() < LINE - 4) {
      line.append(rest);
    }
    return line.append("r".repeat(LINE - 3 - line.length())).append("\"]}").append('\n').toString();
  }

  /** Stores parts of the same length, made while they are sent. */
  private static String store(String key, int parts, int length, IntFunction<String> part)
      throws IOException {
    Iterator<InputStream> streams =
        IntStream.range(0, parts)
            .<InputStream>mapToObj(
                i -> new ByteArrayInputStream(part.apply(i).getBytes(StandardCharsets.UTF_8)))
            .iterator();
    Enumeration<InputStream> enumeration =
        new Enumeration<>() {
          @Override
          public boolean hasMoreElements() {
            return streams.hasNext();
          }

          @Override
          public InputStream nextElement() {
            return streams.next();
          }
        };
    try (InputStream content = new SequenceInputStream(enumeration)) {
      fixture.s3.putObject(
          b -> b.bucket(fixture.bucket).key(key),
          RequestBody.fromInputStream(content, (long) parts * length));
    }
    return fixture.uri(key);
  }

  private static DescribeLabelingJobResponse awaitStatus(String job, LabelingJobStatus status) {
    return await("job " + job + " is " + status)
        .atMost(DEADLINE)
        .pollInterval(Duration.ofMillis(200))
        .until(
            () -> fixture.describe(job),
            seen -> {
              assertThat(engine.process().isAlive()).as("the engine lives").isTrue();
              return seen.labelingJobStatus() == status;
            });
  }
}
