package dev.labelops.engine.labeling.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.labelops.engine.EngineSettings.Pace;
import dev.labelops.engine.labeling.job.Counters;
import dev.labelops.engine.labeling.job.JobStatus;
import dev.labelops.engine.labeling.job.TaskRow;
import dev.labelops.engine.labeling.learning.Learner;
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

  private final CoreFixture fixture = new CoreFixture(Learner.NONE);

  @Test
  void aJobIsSetUpOnceItsFilesCanBeReached() {
    long job = fixture.job("set-up", 1, AS_IS);
    fixture.clock.pass(Pace.DEFAULT.initializing());
    fixture.objects.state = State.UNREACHABLE;

    assertThatThrownBy(() -> fixture.settle(job)).isInstanceOf(UncheckedIOException.class);
    assertThat(fixture.read(job).status()).isEqualTo(JobStatus.Initializing);

    fixture.objects.state = State.THERE;
    fixture.settle(job);
    assertThat(fixture.read(job).status()).isEqualTo(JobStatus.InProgress);
  }

  @Test
  void anImageThatCannotBeReachedJustNowHasNotFailed() throws IOException {
    long job =
        fixture.job(
            "images", new ImageMultiClass(), "{\"source-ref\":\"s3://b/images/1.png\"}\n", AS_IS);
    fixture.objects.content.put("images/1.png", png());
    fixture.clock.pass(Pace.DEFAULT.initializing());
    fixture.advance(job);
    assertThat(fixture.read(job).status()).isEqualTo(JobStatus.InProgress);
    fixture.objects.state = State.UNREACHABLE;

    assertThatThrownBy(() -> fixture.settle(job)).isInstanceOf(UncheckedIOException.class);
    assertThat(fixture.read(job).counters()).isEqualTo(new Counters(1, 0, 0, 0, 0));

    fixture.objects.state = State.THERE;
    fixture.settle(job);
    assertThat(fixture.take(job, "ann")).isPresent();
  }

  @Test
  void aJobWhoseBucketForResultsIsGoneFailsAndSaysSo() {
    long job = fixture.startedJob("bucket-gone", 1, AS_IS);
    TaskRow task = fixture.take(job, "ann").orElseThrow();
    fixture.objects.state = State.GONE;
    fixture.answer(task, "ann", "good");

    fixture.settle(job);

    assertThat(fixture.read(job).status()).isEqualTo(JobStatus.Failed);
    assertThat(fixture.read(job).failureReason())
        .contains("ClientError: OutputConfig.S3OutputPath: the bucket b does not exist any more.");
    assertThat(fixture.isDue(job)).isFalse();
  }

  @Test
  void aStoppedJobWhoseBucketForResultsIsGoneEnds() {
    long job = fixture.startedJob("stopped-gone", 2, AS_IS);
    fixture.answer(fixture.take(job, "ann").orElseThrow(), "ann", "good");
    fixture.objects.state = State.GONE;
    fixture.stop.request(job);
    fixture.clock.pass(Pace.DEFAULT.stopping());

    fixture.settle(job);

    assertThat(fixture.read(job).status().terminal()).isTrue();
  }

  @Test
  void aJobThatMayNotWriteItsResultsFailsAndSaysSo() {
    long job = fixture.startedJob("denied", 1, AS_IS);
    TaskRow task = fixture.take(job, "ann").orElseThrow();
    fixture.objects.state = State.DENIED;
    fixture.answer(task, "ann", "good");

    fixture.settle(job);

    assertThat(fixture.read(job).status()).isEqualTo(JobStatus.Failed);
    assertThat(fixture.read(job).failureReason())
        .contains(
            "ClientError: OutputConfig.S3OutputPath: s3://b/out/denied cannot be written: the"
                + " keeper says no. Let the account of the execution role write there and start"
                + " another labeling job.");
    assertThat(fixture.read(job).counters().human()).as("what was paid for stays counted").isOne();
    assertThat(fixture.isDue(job)).isFalse();
  }

  @Test
  void aFolderThatIsMissingHereIsNotTakenForTheBucket() {
    long job = fixture.startedJob("temporary", 1, AS_IS);
    fixture.answer(fixture.take(job, "ann").orElseThrow(), "ann", "good");
    fixture.objects.state = State.NO_TEMPORARY_FOLDER;

    assertThatThrownBy(() -> fixture.settle(job)).isInstanceOf(UncheckedIOException.class);
    assertThat(fixture.read(job).status()).isEqualTo(JobStatus.InProgress);

    fixture.objects.state = State.THERE;
    fixture.settle(job);
    assertThat(fixture.read(job).status()).isEqualTo(JobStatus.Completed);
  }

  private static byte[] png() throws IOException {
    var bytes = new ByteArrayOutputStream();
    ImageIO.write(new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB), "png", bytes);
    return bytes.toByteArray();
  }
}
