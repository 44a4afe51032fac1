package dev.labelops.learning.boxes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.labelops.learning.backbone.RgbImage;
import dev.labelops.learning.boxes.bench.SyntheticImages;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import javax.imageio.ImageIO;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** SIFT and Hough voting on 40 synthetic images of the easy set. */
class HoughHeadIT {
  private static final int TRAINING = 24;
  private static final List<SiftFeatures> FEATURES = new ArrayList<>();
  private static final List<List<LabeledBox>> TRUTH = new ArrayList<>();

  @BeforeAll
  static void draw() throws IOException {
    NativeThreads.limit(1);
    for (int i = 0; i < 40; i++) {
      SyntheticImages.Image image = SyntheticImages.draw(SyntheticImages.Set.EASY, i);
      FEATURES.add(Sift.of(RgbImage.of(ImageIO.read(new ByteArrayInputStream(image.jpeg())))));
      TRUTH.add(image.boxes());
    }
  }

  private static List<LabeledImage<SiftFeatures>> training() {
    List<LabeledImage<SiftFeatures>> images = new ArrayList<>();
    for (int i = 0; i < TRAINING; i++) {
      SiftFeatures features = FEATURES.get(i);
      images.add(new LabeledImage<>(() -> features, TRUTH.get(i)));
    }
    return images;
  }

  @Test
  void labelsUnseenImages() {
    try (BoxLabeler<SiftFeatures> labeler =
        BoxLabeler.train(new HoughHead(), training(), .6, 4, 2, 1)) {
      double sum = 0;
      for (int i = TRAINING; i < FEATURES.size(); i++) {
        sum += ImageScore.of(labeler.label(FEATURES.get(i)).labels(), TRUTH.get(i));
      }
      assertThat(sum / (FEATURES.size() - TRAINING)).isGreaterThan(.5);
    }
  }

  @Test
  void theSameSeedAndTheSavedModelGiveTheSameBoxes() throws IOException {
    HoughHead head = new HoughHead();
    BoxModel<SiftFeatures> model = head.train(training(), 5);
    BoxModel<SiftFeatures> again = head.train(training(), 5);
    BoxModel<SiftFeatures> loaded = head.load(model.save());
    for (SiftFeatures features : FEATURES.subList(TRAINING, 32)) {
      assertThat(again.detect(features)).isEqualTo(model.detect(features));
      assertThat(loaded.detect(features)).isEqualTo(model.detect(features));
    }
  }

  @Test
  void aModelThatIsCutOffIsRefused() {
    byte[] saved = new HoughHead().train(training(), 5).save();

    assertThatThrownBy(() -> new HoughHead().load(Arrays.copyOf(saved, 1000)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("cut off");
  }

  @Test
  void featuresAreTheSameFromTheCache() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    FEATURES.getFirst().write(new DataOutputStream(bytes));

    SiftFeatures read =
        SiftFeatures.read(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));

    assertThat(FEATURES.getFirst().count()).isPositive();
    assertThat(read.keypoints()).isEqualTo(FEATURES.getFirst().keypoints());
    assertThat(read.descriptors()).isEqualTo(FEATURES.getFirst().descriptors());
  }

  @Test
  void anImageWithoutKeypointsHasNoBoxes() {
    SiftFeatures empty = Sift.of(new RgbImage(64, 64, new byte[3 * 64 * 64]));

    assertThat(empty.count()).isZero();
    assertThat(new HoughHead().train(training(), 1).detect(empty)).isEmpty();
  }

  @Test
  void syntheticImagesDependOnTheirSeedAlone() {
    SyntheticImages.Image image = SyntheticImages.draw(SyntheticImages.Set.HARD, 3);
    SyntheticImages.Image other = SyntheticImages.draw(SyntheticImages.Set.HARD, 4);

    assertThat(
            Arrays.equals(SyntheticImages.draw(SyntheticImages.Set.HARD, 3).jpeg(), image.jpeg()))
        .isTrue();
    assertThat(Arrays.equals(other.jpeg(), image.jpeg())).isFalse();
  }

  @Test
  void memoryOutsideTheHeapIsReleased() {
    byte[] rgb = new byte[3 * 96 * 72];
    new Random(1).nextBytes(rgb);
    RgbImage image = new RgbImage(96, 72, rgb);
    for (int i = 0; i < 50; i++) {
      Sift.of(image);
    }
    long before = Pointer.physicalBytes();
    for (int i = 0; i < 500; i++) {
      Sift.of(image);
    }
    // With its scale space, an image has 1 MB or more: a leak of each is 500.
    assertThat(Pointer.physicalBytes() - before).isLessThan(150L << 20);
  }
}
