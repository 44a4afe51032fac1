package dev.labelops.demo.images;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labelops.demo.truth.Box;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.util.List;
import java.util.stream.LongStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SyntheticImagesTest {
  @Test
  void theSameSeedGivesTheSameFileAndAnotherSeedAnother() {
    SyntheticImage first = SyntheticImages.render(7, Style.EASY);

    assertThat(SyntheticImages.render(7, Style.EASY).jpeg()).isEqualTo(first.jpeg());
    assertThat(SyntheticImages.render(7, Style.EASY).boxes()).isEqualTo(first.boxes());
    assertThat(SyntheticImages.render(8, Style.EASY).jpeg()).isNotEqualTo(first.jpeg());
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void boxesLieInTheImageAndApart(boolean hard) {
    Style style = hard ? Style.HARD : Style.EASY;
    List<SyntheticImage> images =
        LongStream.range(0, 40).parallel().mapToObj(s -> SyntheticImages.render(s, style)).toList();

    assertThat(images).anyMatch(image -> image.boxes().size() > 1);
    for (SyntheticImage image : images) {
      for (Box box : image.boxes()) {
        assertThat(box.left()).isNotNegative();
        assertThat(box.top()).isNotNegative();
        assertThat(box.left() + box.width()).isLessThanOrEqualTo(image.width());
        assertThat(box.top() + box.height()).isLessThanOrEqualTo(image.height());
        assertThat(Math.max(box.width(), box.height()))
            .isBetween(style.shortest() * .85, style.longest() * 1.3);
        assertThat(image.boxes()).filteredOn(other -> other.iou(box) > 0).containsExactly(box);
      }
    }
  }

  /** The truth is where the mark is: a red disc is redder inside its box than around. */
  @Test
  void theBoxIsWhereTheMarkIs() throws Exception {
    int looked = 0;
    for (long seed = 0; seed < 60 && looked < 5; seed++) {
      SyntheticImage image = SyntheticImages.render(seed, Style.EASY);
      for (Box box : image.boxes()) {
        if (box.label().equals("Arches") && box.width() > 60) {
          BufferedImage pixels = ImageIO.read(new ByteArrayInputStream(image.jpeg()));
          double redder = redness(pixels, box) - redness(pixels, null);
          assertThat(redder).as("seed %d, %s", seed, box).isGreaterThan(20);
          looked++;
        }
      }
    }
    assertThat(looked).isEqualTo(5);
  }

  private static double redness(BufferedImage image, Box inside) {
    double sum = 0;
    long count = 0;
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        if (inside == null
            || (x >= inside.left()
                && x < inside.left() + inside.width()
                && y >= inside.top()
                && y < inside.top() + inside.height())) {
          Color color = new Color(image.getRGB(x, y));
          sum += color.getRed() - (color.getGreen() + color.getBlue()) / 2.0;
          count++;
        }
      }
    }
    return sum / count;
  }
}
