package dev.labelops.engine.labeling.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.labelops.engine.EngineSettings.Pace;
import dev.labelops.engine.labeling.Learner;
import dev.labelops.engine.labeling.job.Counters;
import dev.labelops.engine.labeling.job.JobStatus;
import dev.labelops.engine.labeling.job.TaskRow;
import dev.labelops.engine.labeling.run.MemoryObjects.State;
import dev.labelops.engine.labeling.types.imagemulticlass.ImageMultiClass;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.Consumer;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

/** What becomes of a job when the objects cannot be reached for a while, or never again. */
class StorageTroubleTest {
  private static final Consumer<ObjectNode> AS_IS = request -> {};

  private final Floor floor = new Floor(Learner.NONE);

  @Test
  void aJobIsSetUpOnceItsFilesCanBeReached() {
    long job = floor.job("set-up", 1, AS_IS);
    floor.clock.pass(Pace.DEFAULT.initializing());
    floor.objects.state = State.UNREACHABLE;

    assertThatThrownBy(() -> floor.settle(job)).isInstanceOf(UncheckedIOException.class);
    assertThat(floor.read(job).status()).isEqualTo(JobStatus.Initializing);

    floor.objects.state = State.THERE;
    floor.settle(job);
    assertThat(floor.read(job).status()).isEqualTo(JobStatus.InProgress);
  }

  @Test
  void anImageThatCannotBeReachedJustNowHasNotFailed() throws IOException {
    long job =
        floor.job(
            "images", new ImageMultiClass(), "{\"source-ref\":\"s3://b/images/1.png\"}\n", AS_IS);
    floor.objects.content.put("images/1.png", png());
    floor.clock.pass(Pace.DEFAULT.initializing());
    floor.advance(job);
    assertThat(floor.read(job).status()).isEqualTo(JobStatus.InProgress);
    floor.objects.state = State.UNREACHABLE;

    assertThatThrownBy(() -> floor.settle(job)).isInstanceOf(UncheckedIOException.class);
    assertThat(floor.read(job).counters()).isEqualTo(new Counters(1, 0, 0, 0, 0));

    floor.objects.state = State.THERE;
    floor.settle(job);
    assertThat(floor.take(job, "ann")).isPresent();
  }

  @Test
  void aJobWhoseBucketForResultsIsGoneFailsAndSaysSo() {
    long job = floor.startedJob("bucket-gone", 1, AS_IS);
    TaskRow task = floor.take(job, "ann").orElseThrow();
    floor.objects.state = State.GONE;
    floor.answer(task, "ann", "good");

    floor.settle(job);

    assertThat(floor.read(job).status()).isEqualTo(JobStatus.Failed);
    assertThat(floor.read(job).failureReason())
        .contains("ClientError: OutputConfig.S3OutputPath: there is no bucket b any more.");
    assertThat(floor.isDue(job)).isFalse();
  }

  @Test
  void aStoppedJobWhoseBucketForResultsIsGoneEnds() {
    long job = floor.startedJob("stopped-gone", 2, AS_IS);
    floor.answer(floor.take(job, "ann").orElseThrow(), "ann", "good");
    floor.objects.state = State.GONE;
    floor.stop.request(job);
    floor.clock.pass(Pace.DEFAULT.stopping());

    floor.settle(job);

    assertThat(floor.read(job).status().terminal()).isTrue();
  }

  @Test
  void aJobThatMayNotWriteItsResultsFailsAndSaysSo() {
    long job = floor.startedJob("denied", 1, AS_IS);
    TaskRow task = floor.take(job, "ann").orElseThrow();
    floor.objects.state = State.DENIED;
    floor.answer(task, "ann", "good");

    floor.settle(job);

    assertThat(floor.read(job).status()).isEqualTo(JobStatus.Failed);
    assertThat(floor.read(job).failureReason())
        .contains(
            "ClientError: OutputConfig.S3OutputPath: s3://b/out/denied cannot be written: the"
                + " keeper says no. Let the account of the execution role write there and start"
                + " another labeling job.");
    assertThat(floor.read(job).counters().human()).as("what was paid for stays counted").isOne();
    assertThat(floor.isDue(job)).isFalse();
  }

  @Test
  void aFolderThatIsMissingHereIsNotTakenForTheBucket() {
    long job = floor.startedJob("temporary", 1, AS_IS);
    floor.answer(floor.take(job, "ann").orElseThrow(), "ann", "good");
    floor.objects.state = State.NO_TEMPORARY_FOLDER;

    assertThatThrownBy(() -> floor.settle(job)).isInstanceOf(UncheckedIOException.class);
    assertThat(floor.read(job).status()).isEqualTo(JobStatus.InProgress);

    floor.objects.state = State.THERE;
    floor.settle(job);
    assertThat(floor.read(job).status()).isEqualTo(JobStatus.Completed);
  }

  private static byte[] png() throws IOException {
    var bytes = new ByteArrayOutputStream();
    ImageIO.write(new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB), "png", bytes);
    return bytes.toByteArray();
  }
}
