package dev.labelops.engine.labeling.shared.image;

import java.io.Closeable;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.InflaterInputStream;
import java.util.zip.ZipException;

/**
 * A PNG image, decoded row by row (PNG specification, third edition): two rows are in memory, and
 * no more is decompressed than the header's size needs. Samples have 8 bits, colours of a palette
 * also fewer; what no browser's canvas writes, interlaced images and 16 bits, is refused.
 */
public final class PngRows implements Closeable {
  /** A pixel that is fully transparent, in place of its colour. */
  public static final int TRANSPARENT = -1;

  /** Why a file cannot be decoded: a part of a sentence that begins with "it". */
  public static final class Undecodable extends IOException {
    private static final long serialVersionUID = 1L;

    Undecodable(String message) {
      super(message);
    }
  }

  private static final long MAGIC = 0x89504e470d0a1a0aL;
  private static final int HEADER_LENGTH = 13;
  private static final int CHECKSUM_LENGTH = 4;
  private static final int OPAQUE = 255;

  private final int width;
  private final int height;
  private final Pixels pixels;
  private final InputStream data;
  private byte[] row = {};
  private byte[] above = {};
  private int next;

  private PngRows(int width, int height, Pixels pixels, InputStream data) {
    this.width = width;
    this.height = height;
    this.pixels = pixels;
    this.data = data;
  }

  /**
   * Reads as far as the image data.
   *
   * @param file from its beginning; not closed
   * @throws Undecodable when it is no PNG that can be decoded
   * @throws IOException when the stream breaks
   */
  public static PngRows open(InputStream file) throws IOException {
    DataInputStream png = new DataInputStream(file);
    try {
      if (png.readLong() != MAGIC) {
        throw new Undecodable("it is no PNG image");
      }
      if (png.readInt() != HEADER_LENGTH || !type(png).equals("IHDR")) {
        throw new Undecodable("its header is damaged");
      }
      ByteBuffer header = ByteBuffer.wrap(bytes(png, HEADER_LENGTH));
      png.skipNBytes(CHECKSUM_LENGTH);
      int width = header.getInt();
      int height = header.getInt();
      Pixels pixels = Pixels.of(header.get(), header.get());
      boolean plain = header.get() == 0 && header.get() == 0;
      if (width <= 0 || height <= 0 || !plain) {
        throw new Undecodable("its header is damaged");
      }
      if (header.get() != 0) {
        throw new Undecodable("it is interlaced; save it without interlacing");
      }
      return new PngRows(width, height, pixels, imageData(png, pixels));
    } catch (EOFException e) {
      throw cutOff();
    }
  }

  /** Pixels. */
  public int width() {
    return width;
  }

  /** Pixels. */
  public int height() {
    return height;
  }

  /**
   * Decodes the next row.
   *
   * @param colours receives {@code 0xRRGGBB} or {@link #TRANSPARENT} for each pixel
   * @throws Undecodable when the data are damaged or cut off
   * @throws IOException when the stream breaks
   */
  public void next(int[] colours) throws IOException {
    if (next == height) {
      throw new IllegalStateException("all " + height + " rows are read");
    }
    if (next++ == 0) {
      long length = ((long) width * pixels.bits() + 7) / 8;
      row = new byte[Math.toIntExact(length)];
      above = new byte[row.length];
    }
    byte[] last = above;
    above = row;
    row = last;
    try {
      int filter = data.read();
      if (filter < 0 || data.readNBytes(row, 0, row.length) < row.length) {
        throw cutOff();
      }
      unfilter(filter);
    } catch (EOFException e) {
      throw cutOff();
    } catch (ZipException e) {
      throw new Undecodable("its compressed data are damaged");
    }
    pixels.read(row, width, colours);
  }

  /** Frees the memory of the decompression; the file is closed with it. */
  @Override
  public void close() throws IOException {
    data.close();
  }

  private static Undecodable cutOff() {
    return new Undecodable("it is cut off");
  }

  private static byte[] bytes(DataInputStream png, int length) throws IOException {
    byte[] bytes = new byte[length];
    png.readFully(bytes);
    return bytes;
  }

  private static String type(DataInputStream png) throws IOException {
    return new String(bytes(png, 4), StandardCharsets.ISO_8859_1);
  }

  /** Reads on to the image data, and takes palette and transparency. */
  private static InputStream imageData(DataInputStream png, Pixels pixels) throws IOException {
    while (true) {
      int length = png.readInt();
      String type = type(png);
      if (length < 0 || type.equals("IEND")) {
        throw new Undecodable("it has no image data");
      }
      switch (type) {
        case "IDAT" -> {
          if (!pixels.complete()) {
            throw new Undecodable("it has no palette");
          }
          return new InflaterInputStream(new ImageData(png, length));
        }
        case "PLTE" -> pixels.palette(few(png, length));
        case "tRNS" -> pixels.opacities(few(png, length));
        default -> png.skipNBytes(length);
      }
      png.skipNBytes(CHECKSUM_LENGTH);
    }
  }

  /** Three bytes for each of 256 colours are the most that such a chunk has. */
  private static byte[] few(DataInputStream png, int length) throws IOException {
    if (length > 3 * 256) {
      throw new Undecodable("its palette is too large");
    }
    return bytes(png, length);
  }

  private void unfilter(int filter) throws Undecodable {
    int step = Math.max(1, pixels.bits() / 8);
    boolean first = next == 1;
    for (int i = 0; i < row.length && filter != 0; i++) {
      int left = i < step ? 0 : row[i - step] & 0xff;
      int up = first ? 0 : above[i] & 0xff;
      int corner = first || i < step ? 0 : above[i - step] & 0xff;
      int predicted =
          switch (filter) {
            case 1 -> left;
            case 2 -> up;
            case 3 -> (left + up) / 2;
            case 4 -> paeth(left, up, corner);
            default -> throw new Undecodable("a row has an unknown filter");
          };
      row[i] += (byte) predicted;
    }
  }

  private static int paeth(int left, int up, int corner) {
    int byLeft = Math.abs(up - corner);
    int byUp = Math.abs(left - corner);
    int byCorner = Math.abs(left + up - 2 * corner);
    if (byLeft <= byUp && byLeft <= byCorner) {
      return left;
    }
    return byUp <= byCorner ? up : corner;
  }

  /** How the bytes of a row are pixels. */
  private static final class Pixels {
    private static final int GREY = 0;
    private static final int RGB = 2;
    private static final int PALETTE = 3;
    private static final int GREY_ALPHA = 4;
    private static final int RGBA = 6;

    private final int colour;
    private final int depth;
    private byte[] palette = {};
    private byte[] opacities = {};

    private Pixels(int colour, int depth) {
      this.colour = colour;
      this.depth = depth;
    }

    static Pixels of(int depth, int colour) throws Undecodable {
      if (depth == 16) {
        throw new Undecodable("it has 16 bits in each channel; save it with 8");
      }
      boolean few = colour == PALETTE && (depth == 1 || depth == 2 || depth == 4);
      boolean known = colour == GREY || colour == RGB || colour == PALETTE;
      if (!(few || (depth == 8 && (known || colour == GREY_ALPHA || colour == RGBA)))) {
        throw new Undecodable("its kind of pixels is not known");
      }
      return new Pixels(colour, depth);
    }

    /** Bits of a pixel. */
    int bits() {
      return switch (colour) {
        case RGB -> 3 * depth;
        case GREY_ALPHA -> 2 * depth;
        case RGBA -> 4 * depth;
        default -> depth;
      };
    }

    void palette(byte[] bytes) {
      palette = bytes;
    }

    void opacities(byte[] bytes) {
      opacities = colour == PALETTE ? bytes : new byte[0];
    }

    boolean complete() {
      return colour != PALETTE || palette.length > 0;
    }

    void read(byte[] row, int width, int[] colours) throws Undecodable {
      switch (colour) {
        case GREY -> {
          for (int x = 0; x < width; x++) {
            colours[x] = rgb(row[x], row[x], row[x]);
          }
        }
        case GREY_ALPHA -> {
          for (int x = 0, i = 0; x < width; x++, i += 2) {
            colours[x] = row[i + 1] == 0 ? TRANSPARENT : rgb(row[i], row[i], row[i]);
          }
        }
        case RGB -> {
          for (int x = 0, i = 0; x < width; x++, i += 3) {
            colours[x] = rgb(row[i], row[i + 1], row[i + 2]);
          }
        }
        case RGBA -> {
          for (int x = 0, i = 0; x < width; x++, i += 4) {
            colours[x] = row[i + 3] == 0 ? TRANSPARENT : rgb(row[i], row[i + 1], row[i + 2]);
          }
        }
        default -> {
          for (int x = 0; x < width; x++) {
            colours[x] = ofPalette(index(row, x));
          }
        }
      }
    }

    private int index(byte[] row, int x) {
      int perByte = 8 / depth;
      int shift = 8 - depth * (x % perByte + 1);
      return row[x / perByte] >> shift & (1 << depth) - 1;
    }

    private int ofPalette(int index) throws Undecodable {
      if (3 * index + 2 >= palette.length) {
        throw new Undecodable("a pixel has a colour outside of its palette");
      }
      int opacity = index < opacities.length ? opacities[index] & 0xff : OPAQUE;
      return opacity == 0
          ? TRANSPARENT
          : rgb(palette[3 * index], palette[3 * index + 1], palette[3 * index + 2]);
    }

    private static int rgb(byte red, byte green, byte blue) {
      return (red & 0xff) << 16 | (green & 0xff) << 8 | blue & 0xff;
    }
  }

  /** The content of the IDAT chunks, one after the other. */
  private static final class ImageData extends InputStream {
    private final DataInputStream png;
    private int left;

    ImageData(DataInputStream png, int left) {
      this.png = png;
      this.left = left;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int from, int length) throws IOException {
      while (left == 0) {
        png.skipNBytes(CHECKSUM_LENGTH);
        int following = png.readInt();
        if (following < 0 || !type(png).equals("IDAT")) {
          return -1;
        }
        left = following;
      }
      int read = png.read(bytes, from, Math.min(left, length));
      left -= Math.max(0, read);
      return read;
    }
  }
}
