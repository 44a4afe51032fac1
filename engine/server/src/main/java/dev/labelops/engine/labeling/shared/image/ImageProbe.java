package dev.labelops.engine.labeling.shared.image;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.labelops.engine.labeling.task.DataFiles;
import dev.labelops.engine.labeling.task.ObjectSource;
import dev.labelops.engine.labeling.task.UnusableObject;
import dev.labelops.groundtruth.LabelingTaskType;
import dev.labelops.groundtruth.ServiceLimits;
import java.io.IOException;

/** Determines whether an image can be labeled, and how large it is. */
public final class ImageProbe {
  private ImageProbe() {}

  /**
   * Reads the head of the image file under {@code source-ref}.
   *
   * @param type whose limits count
   * @param automated whether the job has a labeling algorithm, which takes smaller images only
   * @return width, height and depth ({@link ImageSize#toJson})
   * @throws UnusableObject when it is not an image that can be labeled
   * @throws IOException when the file cannot be reached just now
   */
  public static ObjectNode probe(
      LabelingTaskType type, JsonNode line, boolean automated, DataFiles files) throws IOException {
    ObjectSource source = ObjectSource.of(type);
    ImageSize size =
        files.read(
            source.attribute(), source.in(line), ServiceLimits.MAX_IMAGE_BYTES, ImageHead::read);
    int maxPixels = (automated ? type.maxPixelsAutomated() : type.maxPixels()).orElseThrow();
    if ((long) size.width() * size.height() > maxPixels) {
      throw new UnusableObject(
          "The image has more than %,d pixels, the maximum%s."
              .formatted(maxPixels, automated ? " in a job with automated labeling" : ""));
    }
    return size.toJson();
  }
}
