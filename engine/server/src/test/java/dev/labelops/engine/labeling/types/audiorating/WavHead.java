package dev.labelops.engine.labeling.types.audiorating;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.labelops.engine.labeling.task.UnusableObject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** The header of a WAV file. */
final class WavHead {
  private static final int BYTES = 44;

  private WavHead() {}

  /**
   * @return {@code rate} in samples a second, {@code length} in seconds
   */
  static ObjectNode read(InputStream file) throws IOException {
    byte[] head = file.readNBytes(BYTES);
    String text = new String(head, StandardCharsets.ISO_8859_1);
    if (head.length < BYTES || !text.startsWith("RIFF") || !text.startsWith("WAVE", 8)) {
      throw new UnusableObject("The file is no WAV recording.");
    }
    ByteBuffer numbers = ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN);
    return JsonNodeFactory.instance
        .objectNode()
        .put("rate", numbers.getInt(24))
        .put("length", (double) numbers.getInt(40) / numbers.getInt(28));
  }
}
