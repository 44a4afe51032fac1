package dev.labelops.engine.s3.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.stream.StreamSupport;

/** What S3 demands of the documents in requests' bodies and S3Proxy does not. */
public final class BodyRules {
  private static final int MAX_BYTES = 8 << 20;
  private static final int MAX_KEYS = 1000;
  private static final int MAX_PARTS = 10_000;

  private BodyRules() {}

  /** The whole body. */
  public static byte[] read(InputStream body) throws IOException {
    byte[] read = body.readNBytes(MAX_BYTES + 1);
    if (read.length > MAX_BYTES) {
      throw S3Errors.DOCUMENT_TOO_LARGE.of(MAX_BYTES);
    }
    return read;
  }

  /** DeleteObjects: at most 1,000 keys. */
  public static void deletion(byte[] body) {
    int keys = elements(S3Xml.parse(body, "Delete", JsonNode.class).path("Object")).size();
    if (keys == 0 || keys > MAX_KEYS) {
      throw S3Errors.MALFORMED_XML.of();
    }
  }

  /** CompleteMultipartUpload: each part once, by number. */
  public static void completion(byte[] body) {
    List<JsonNode> parts =
        elements(S3Xml.parse(body, "CompleteMultipartUpload", JsonNode.class).path("Part"));
    if (parts.isEmpty()) {
      throw S3Errors.MALFORMED_XML.of();
    }
    int before = 0;
    for (JsonNode part : parts) {
      int number = number(part.path("PartNumber").asText());
      if (number <= before) {
        throw S3Errors.PART_ORDER.of();
      }
      before = number;
    }
  }

  /** A part's number. */
  public static int number(String text) {
    int number = text.matches("\\d{1,5}") ? Integer.parseInt(text) : 0;
    if (number < 1 || number > MAX_PARTS) {
      throw S3Errors.PART_NUMBER.of(MAX_PARTS);
    }
    return number;
  }

  /** The elements of one name: Jackson makes a list of them only where there are several. */
  public static List<JsonNode> elements(JsonNode found) {
    if (found.isMissingNode()) {
      return List.of();
    }
    return found.isArray()
        ? StreamSupport.stream(found.spliterator(), false).toList()
        : List.of(found);
  }
}
