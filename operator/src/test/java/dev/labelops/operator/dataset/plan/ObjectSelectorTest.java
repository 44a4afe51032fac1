package dev.labelops.operator.dataset.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.labelops.groundtruth.Medium;
import dev.labelops.operator.CpuTime;
import dev.labelops.operator.api.v1alpha1.LabelingDatasetSpec.S3Prefix;
import dev.labelops.operator.api.v1alpha1.LabelingDatasetSpec.Sample;
import dev.labelops.operator.aws.s3.StoredObject;
import dev.labelops.operator.manifest.RejectionReason;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ObjectSelectorTest {
  private static final ObjectSelector ANY =
      new ObjectSelector(new S3Prefix("", null, null, null), Medium.Image, List.of());

  @ParameterizedTest(name = "{0} on {1}: {2}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          *.jpg | a.jpg | true
          *.jpg | A.JPG | true
          *.jpg | deep/er/a.jpg | true
          *.jpg | a.jpg.txt | false
          *.jpg | a_jpg | false
          *.{jpg,png} | x/a.PNG | true
          *.{jpg,png} | x/a.gif | false
          train/*.jpg | train/a.jpg | true
          train/*.jpg | train/x/a.jpg | false
          train/*.jpg | x/train/a.jpg | false
          train/**/*.jpg | train/a.jpg | true
          train/**/*.jpg | train/x/y/a.jpg | true
          **/train/*.jpg | train/a.jpg | true
          train/** | train/x/y | true
          train/** | trains/x | false
          ** | any/thing | true
          img-??.png | img-07.png | true
          img-??.png | img-7.png | false
          a?b | a/b | false
          image [1].(x)+$ | image [1].(x)+$ | true
          straße* | STRASSE | false
          größe* | x/GRÖSSE | false
          grün* | x/GRÜN.jpg | true
          a,b | a,b | true
          😀? | 😀😀 | true
          """)
  void matchesAsShellsDo(String glob, String key, boolean matches) {
    assertThat(Glob.parse(glob).matches(key)).isEqualTo(matches);
  }

  @ParameterizedTest
  @CsvSource({
    "Image,a.jpg,a.mp4",
    "Video,a.WEBM,a.jpg",
    "VideoFrames,seq/1.json,seq/1.jpg",
    "PointCloudSequence,seq/1.json,seq/1.bin"
  })
  void theMediumSaysWhatIsTakenByDefault(Medium medium, String taken, String left) {
    ObjectSelector all = new ObjectSelector(new S3Prefix("", null, null, null), medium, List.of());
    assertThat(all.selects(taken)).isTrue();
    assertThat(all.selects(left)).isFalse();
    assertThat(all.problem(object(taken, (40 << 20) + 1)).isPresent())
        .as("only images have a largest size")
        .isEqualTo(medium == Medium.Image);
  }

  @Test
  void unbalancedChoicesAreRefusedWithAReason() {
    assertThatThrownBy(() -> Glob.parse("*.{jpg")).hasMessage("'{' has no '}' after it");
    assertThatThrownBy(() -> Glob.parse("jpg}")).hasMessage("'}' has no '{' before it");
    assertThatThrownBy(() -> Glob.parse("{a,{b}}"))
        .hasMessage("a choice {a,b} must not be inside another");
  }

  @Test
  void anEvilGlobIsNotSlow() {
    Glob glob = Glob.parse("*a".repeat(100) + "b");
    String key = "a".repeat(1000);
    assertThat(CpuTime.of(() -> assertThat(glob.matches(key)).isFalse()))
        .isLessThan(Duration.ofSeconds(5));
  }

  @Test
  void defaultsAreImagesAndOurOwnPrefixesStayOut() {
    ObjectSelector selector =
        new ObjectSelector(
            new S3Prefix("", null, List.of("*thumb*"), null),
            Medium.Image,
            List.of("manifests/", "output/"));
    assertThat(selector.selects("images/a.jpeg")).isTrue();
    assertThat(selector.selects("images/notes.txt")).isFalse();
    assertThat(selector.selects("images/a-THUMB.jpg")).isFalse();
    assertThat(selector.selects("output/job/a.jpg")).isFalse();
    assertThat(selector.selects("manifests/a.png")).isFalse();
  }

  @Test
  void globsLookBehindThePrefix() {
    ObjectSelector selector =
        new ObjectSelector(
            new S3Prefix("data/im", List.of("a*/*"), null, null), Medium.Image, List.of());
    assertThat(selector.selects("data/imb/ages.jpg")).isFalse();
    assertThat(selector.selects("data/ima/x.jpg")).isTrue();
  }

  @Test
  void aSampleIsAShareAndTheSameOneEachTime() {
    List<String> keys = IntStream.range(0, 10_000).mapToObj(i -> "images/" + i + ".jpg").toList();
    List<String> drawn = draw(keys, 20, 7);
    assertThat(drawn).hasSizeBetween(1_800, 2_200).isEqualTo(draw(keys, 20, 7));
    assertThat(draw(keys, 20, 8)).isNotEqualTo(drawn);
    assertThat(draw(keys, 100, 7)).isEqualTo(keys);
    assertThat(draw(keys, 50, 7)).as("a larger share holds the smaller one").containsAll(drawn);
    assertThat(draw(keys.subList(0, 5_000), 20, 7))
        .as("other keys do not matter")
        .isEqualTo(drawn.stream().filter(keys.subList(0, 5_000)::contains).toList());
  }

  private static List<String> draw(List<String> keys, int percent, long seed) {
    ObjectSelector selector =
        new ObjectSelector(
            new S3Prefix("images/", null, null, new Sample(percent, seed)),
            Medium.Image,
            List.of());
    return keys.stream().filter(selector::selects).toList();
  }

  @Test
  void whatCannotBeLabeledIsToldWhy() {
    assertThat(ANY.problem(object("a.jpg", 1))).isEmpty();
    assertThat(ANY.problem(object("a.jpg", 40 << 20))).isEmpty();
    assertThat(ANY.problem(object("a.jpg", (40 << 20) + 1)))
        .contains(new ObjectSelector.Problem("size", RejectionReason.TooLarge));
    assertThat(ANY.problem(object("a.jpg", 0)))
        .contains(new ObjectSelector.Problem("size", RejectionReason.EmptyObject));
    assertThat(ANY.problem(object("a/", 0)))
        .contains(new ObjectSelector.Problem("key", RejectionReason.Folder));
  }

  private static StoredObject object(String key, long size) {
    return new StoredObject(key, size, "etag", Instant.EPOCH);
  }
}
