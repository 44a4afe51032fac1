package dev.labelops.engine.labeling.types.semanticsegmentation;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.labelops.engine.labeling.shared.Confidence;
import dev.labelops.engine.labeling.shared.image.ImageSize;
import dev.labelops.engine.labeling.shared.image.PalettePng;
import dev.labelops.engine.labeling.task.Consolidated;
import dev.labelops.engine.labeling.task.LabelFile;
import dev.labelops.engine.labeling.task.Provenance;
import dev.labelops.engine.labeling.task.WorkerAnswer;
import dev.labelops.groundtruth.LabelMetadata;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The masks of different workers and what they become: a vote for each pixel, a label before no
 * label and the first in the label category file where votes are equal. The service smooths the
 * result as well, in a way that it does not publish (DG:sms-annotation-consolidation).
 *
 * <p>The result is a PNG file with a palette: a pixel is the number that {@code internal-color-map}
 * lists with the colour. The confidence is the same for all classes of an image
 * (DG:sms-data-output): the mean share of the workers who agree, over the pixels that somebody
 * labeled; with one worker it is 0, as in Ground Truth.
 *
 * @param masks at least one
 * @param image size of all of them
 */
record Masks(List<Mask> masks, ImageSize image) {
  /** What is decided for the pixels of a row. */
  private interface Row {
    void of(byte[] classes) throws IOException;
  }

  /** Pixels that somebody labeled, and the sum of the shares of the workers who agree there. */
  private static final class Agreement {
    private long pixels;
    private double shares;

    void add(int votes, int workers) {
      pixels++;
      shares += (double) votes / workers;
    }

    double mean() {
      return pixels == 0 ? 1 : shares / pixels;
    }
  }

  /**
   * @param answers at least one, checked
   * @param labels the job's label categories
   * @param image size of the stored image
   */
  static Consolidated consolidate(
      List<WorkerAnswer> answers, List<String> labels, ImageSize image, Provenance provenance) {
    Masks masks = new Masks(answers.stream().map(a -> Mask.of(a.answer(), labels)).toList(), image);
    MaskColours colours = MaskColours.common(masks.masks.stream().map(Mask::colours).toList());
    LabelFile file =
        new LabelFile(
            "_" + provenance.creationDate() + ".png",
            "image/png",
            out -> masks.write(out, colours));
    return new Consolidated(
        TextNode.valueOf(provenance.address(file)),
        metadata(colours, labels, masks.confidence()),
        Set.of(),
        List.of(file));
  }

  private static ObjectNode metadata(MaskColours colours, List<String> labels, double confidence) {
    ObjectNode metadata = JsonNodeFactory.instance.objectNode();
    ObjectNode map = metadata.putObject(LabelMetadata.INTERNAL_COLOR_MAP);
    put(map, 0, LabelMetadata.BACKGROUND, MaskColours.BACKGROUND, confidence);
    colours
        .ofClasses()
        .forEach((id, colour) -> put(map, id, labels.get(id - 1), colour, confidence));
    return metadata;
  }

  private static void put(ObjectNode map, int id, String name, int colour, double confidence) {
    map.putObject(Integer.toString(id))
        .put(LabelMetadata.CLASS_NAME, name)
        .put("hex-color", MaskColours.hex(colour))
        .set(LabelMetadata.CONFIDENCE, Confidence.of(confidence));
  }

  private double confidence() {
    if (masks.size() == 1) {
      return 0;
    }
    try {
      return vote(classes -> {}).mean();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void write(OutputStream out, MaskColours colours) throws IOException {
    PalettePng png = new PalettePng(out, image.width(), image.height(), colours.palette());
    vote(png::row);
    png.finish();
  }

  /** Decides row by row; a row of each mask is in memory. */
  private Agreement vote(Row decided) throws IOException {
    List<Mask.Rows> rows = new ArrayList<>();
    try {
      for (Mask mask : masks) {
        rows.add(mask.rows(image));
      }
      byte[][] votes = new byte[masks.size()][image.width()];
      byte[] classes = new byte[image.width()];
      Agreement agreement = new Agreement();
      for (int y = 0; y < image.height(); y++) {
        for (int i = 0; i < votes.length; i++) {
          rows.get(i).next(votes[i]);
        }
        decide(votes, classes, agreement);
        decided.of(classes);
      }
      return agreement;
    } finally {
      for (Mask.Rows each : rows) {
        each.close();
      }
    }
  }

  private static void decide(byte[][] votes, byte[] classes, Agreement agreement) {
    int[] counts = new int[256];
    for (int x = 0; x < classes.length; x++) {
      int winner = 0;
      boolean labeled = false;
      for (byte[] vote : votes) {
        int id = vote[x] & 0xff;
        counts[id]++;
        labeled |= id != 0;
        winner = better(id, winner, counts) ? id : winner;
      }
      classes[x] = (byte) winner;
      if (labeled) {
        agreement.add(counts[winner], votes.length);
      }
      for (byte[] vote : votes) {
        counts[vote[x] & 0xff] = 0;
      }
    }
  }

  /** More votes; of equal ones a label before no label, and the first label of the file. */
  private static boolean better(int id, int than, int[] counts) {
    if (counts[id] != counts[than]) {
      return counts[id] > counts[than];
    }
    return id != 0 && (than == 0 || id < than);
  }
}
