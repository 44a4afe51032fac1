package dev.labelops.operator.manifest;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.labelops.groundtruth.ManifestLine;
import dev.labelops.groundtruth.S3Location;
import java.io.IOException;
import java.io.OutputStream;
import java.security.DigestOutputStream;
import java.util.HexFormat;

/**
 * Writes an input manifest line by line ({@code {"source-ref":"s3://…"}} and a newline). The same
 * objects in the same order give the same bytes.
 */
public final class ManifestWriter implements AutoCloseable {
  private static final JsonFactory JSON =
      new JsonFactory().disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);

  private final DigestOutputStream bytes;
  private final JsonGenerator lines;
  private long count;

  /**
   * @param target closed with this writer; give it a buffer
   */
  public ManifestWriter(OutputStream target) throws IOException {
    bytes = new DigestOutputStream(target, Sha256.digest());
    lines = JSON.createGenerator(bytes, JsonEncoding.UTF8).setRootValueSeparator(null);
  }

  /** Adds the line of an object. */
  public void add(S3Location object) throws IOException {
    lines.writeStartObject();
    lines.writeStringField(ManifestLine.SOURCE_REF, object.toString());
    lines.writeEndObject();
    lines.writeRaw('\n');
    count++;
  }

  /** Lines so far. */
  public long count() {
    return count;
  }

  /** Writes what is buffered and returns the SHA-256 of all bytes, lower-case hex. Call it once. */
  public String finish() throws IOException {
    lines.flush();
    return HexFormat.of().formatHex(bytes.getMessageDigest().digest());
  }

  @Override
  public void close() throws IOException {
    lines.close();
    bytes.close();
  }
}
