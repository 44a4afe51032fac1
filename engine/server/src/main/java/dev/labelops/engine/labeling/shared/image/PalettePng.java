package dev.labelops.engine.labeling.shared.image;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;

/**
 * Writes a PNG image with a palette, row by row: each pixel is the number of its colour, so that a
 * reader gets numbers or exact colours, as it wants. The image is never whole in memory.
 */
public final class PalettePng {
  private static final byte[] MAGIC = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
  private static final byte BITS = 8;
  private static final byte PALETTE = 3;
  private static final int PART = 32 * 1024;

  private final OutputStream out;
  private final OutputStream rows;

  /**
   * @param out not closed
   * @param width pixels
   * @param height pixels
   * @param colours {@code 0xRRGGBB}, at most 256
   */
  public PalettePng(OutputStream out, int width, int height, int[] colours) throws IOException {
    this.out = out;
    out.write(MAGIC);
    var header = new ByteArrayOutputStream();
    DataOutputStream fields = new DataOutputStream(header);
    fields.writeInt(width);
    fields.writeInt(height);
    fields.write(new byte[] {BITS, PALETTE, 0, 0, 0});
    chunk("IHDR", header.toByteArray());
    byte[] palette = new byte[3 * colours.length];
    for (int i = 0; i < colours.length; i++) {
      palette[3 * i] = (byte) (colours[i] >> 16);
      palette[3 * i + 1] = (byte) (colours[i] >> 8);
      palette[3 * i + 2] = (byte) colours[i];
    }
    chunk("PLTE", palette);
    this.rows = new DeflaterOutputStream(new BufferedOutputStream(new ImageData(), PART));
  }

  /** Writes the next row; its bytes are numbers of colours. */
  public void row(byte[] numbers) throws IOException {
    rows.write(0);
    rows.write(numbers);
  }

  /** To be called after the last row. */
  public void finish() throws IOException {
    rows.close();
    chunk("IEND", new byte[0]);
  }

  private void chunk(String type, byte[] content) throws IOException {
    byte[] name = type.getBytes(StandardCharsets.US_ASCII);
    CRC32 sum = new CRC32();
    sum.update(name);
    sum.update(content);
    DataOutputStream fields = new DataOutputStream(out);
    fields.writeInt(content.length);
    fields.write(name);
    fields.write(content);
    fields.writeInt((int) sum.getValue());
  }

  /** Each write is a chunk of image data. */
  private final class ImageData extends OutputStream {
    @Override
    public void write(int value) throws IOException {
      write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int count) throws IOException {
      chunk("IDAT", Arrays.copyOfRange(bytes, from, from + count));
    }
  }
}
