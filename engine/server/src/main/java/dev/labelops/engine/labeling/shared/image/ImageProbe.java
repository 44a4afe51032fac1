package dev.labelops.engine.labeling.shared.image;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.labelops.engine.labeling.task.DataFiles;
import dev.labelops.engine.labeling.task.TaskFacts.Source;
import dev.labelops.engine.labeling.task.UnusableObject;
import java.io.IOException;

/** Finds out whether a picture can be labeled, and how large it is. */
public final class ImageProbe {
  /** The largest image file that Ground Truth takes: 40 MB (input-data-limits). */
  private static final long MAX_BYTES = 40L * 1024 * 1024;

  /** Pixels of the largest image without automated labeling (input-data-limits). */
  private static final long MAX_PIXELS = 100_000_000;

  /** Pixels of the largest image with automated labeling: 3840 x 2160 (input-data-limits). */
  private static final long MAX_PIXELS_AUTOMATED = 3840L * 2160;

  private ImageProbe() {}

  /**
   * Reads the head of the image file under {@code source-ref}.
   *
   * @param automated whether the job has a labeling algorithm, which takes smaller pictures only
   * @return width, height and depth ({@link ImageSize#toJson})
   * @throws UnusableObject when it is no picture that can be labeled
   * @throws IOException when the file cannot be reached just now
   */
  public static ObjectNode probe(JsonNode line, boolean automated, DataFiles files)
      throws IOException {
    String attribute = Source.FILE.attribute();
    ImageSize size =
        files.read(attribute, line.path(attribute).asText(), MAX_BYTES, ImageHead::read);
    long maxPixels = automated ? MAX_PIXELS_AUTOMATED : MAX_PIXELS;
    if ((long) size.width() * size.height() > maxPixels) {
      throw new UnusableObject(
          "The picture has more than %,d pixels, the most that can be labeled%s."
              .formatted(maxPixels, automated ? " in a job with automated labeling" : ""));
    }
    return size.toJson();
  }
}
