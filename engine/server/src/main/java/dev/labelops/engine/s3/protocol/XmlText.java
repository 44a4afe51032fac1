package dev.labelops.engine.s3.protocol;

import java.io.FilterWriter;
import java.io.IOException;
import java.io.Writer;

/**
 * Lets a document hold any key, as S3 does: what XML 1.0 has no character for goes out as a numeric
 * reference ({@code &#x3;}), which strict parsers refuse and clients that ask for {@code
 * encoding-type=url} never see. A carriage return is one too, or parsers would make a line feed of
 * it.
 */
final class XmlText extends FilterWriter {
  XmlText(Writer out) {
    super(out);
  }

  @Override
  public void write(int c) throws IOException {
    if (needsReference((char) c)) {
      out.write("&#x" + Integer.toHexString(c) + ";");
    } else {
      out.write(c);
    }
  }

  @Override
  public void write(char[] text, int offset, int length) throws IOException {
    int from = offset;
    for (int i = offset; i < offset + length; i++) {
      if (needsReference(text[i])) {
        out.write(text, from, i - from);
        write(text[i]);
        from = i + 1;
      }
    }
    out.write(text, from, offset + length - from);
  }

  @Override
  public void write(String text, int offset, int length) throws IOException {
    write(text.toCharArray(), offset, length);
  }

  private static boolean needsReference(char c) {
    return c < ' ' && c != '\t' && c != '\n' || c == '\ufffe' || c == '\uffff';
  }
}
