package dev.labelops.engine.s3.protocol;

import java.io.IOException;
import java.io.Writer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The answer to CompleteMultipartUpload with the object's address in it. White space, with which
 * S3Proxy keeps the connection alive meanwhile, goes out immediately; the result comes in one
 * piece.
 */
final class LocationText extends Writer {
  private static final String RESULT = "<CompleteMultipartUploadResult";
  private static final Pattern LOCATION = Pattern.compile("<Location>[^<]*</Location>");

  private final Writer out;
  private final String location;
  private final StringBuilder text = new StringBuilder();

  LocationText(Writer out, String location) {
    this.out = out;
    this.location = location;
  }

  @Override
  public void write(char[] buffer, int offset, int length) {
    text.append(buffer, offset, length);
  }

  @Override
  public void flush() throws IOException {
    if (text.indexOf(RESULT) < 0) {
      out.append(text);
      text.setLength(0);
      out.flush();
    }
  }

  @Override
  public void close() throws IOException {
    String escaped = location.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    out.write(
        LOCATION
            .matcher(text)
            .replaceFirst(Matcher.quoteReplacement("<Location>" + escaped + "</Location>")));
    out.close();
  }
}
