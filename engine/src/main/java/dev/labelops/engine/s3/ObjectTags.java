package dev.labelops.engine.s3;

import com.fasterxml.jackson.databind.JsonNode;
import dev.labelops.engine.front.AwsError;
import dev.labelops.engine.front.Form;
import dev.labelops.engine.s3.ObjectIndex.Entry;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/**
 * The tags of objects, which S3Proxy knows nothing of. They go with the object they were put on.
 */
final class ObjectTags {
  private static final String HEADER = "x-amz-tagging";
  private static final String NONE = document(Map.of());
  private static final int MAX_TAGS = 10;

  private final ObjectIndex index;

  ObjectTags(ObjectIndex index) {
    this.index = index;
  }

  /** The Tagging document. */
  String get(String bucket, String key) {
    return require(bucket, key).tags().orElse(NONE);
  }

  void put(String bucket, String key, byte[] document) {
    JsonNode tags = S3Xml.parse(document, "Tagging", JsonNode.class).path("TagSet").path("Tag");
    checkNumber(tags.isArray() ? tags.size() : 1);
    require(bucket, key);
    index.tag(bucket, key, Optional.of(new String(document, StandardCharsets.UTF_8)));
  }

  void delete(String bucket, String key) {
    require(bucket, key);
    index.tag(bucket, key, Optional.empty());
  }

  /** Refuses what {@link #putFrom} could not put. */
  static void check(HttpServletRequest request) {
    checkNumber(named(request).size());
  }

  /** Puts the tags that a write brought along in a header. */
  void putFrom(HttpServletRequest request, String bucket, String key) {
    boolean copy = request.getHeader("x-amz-copy-source") != null;
    boolean replace = "REPLACE".equals(request.getHeader("x-amz-tagging-directive"));
    if (copy ? replace : request.getHeader(HEADER) != null) {
      index.tag(bucket, key, Optional.of(document(named(request))));
    }
  }

  private static Map<String, String> named(HttpServletRequest request) {
    String header = request.getHeader(HEADER);
    return header == null ? Map.of() : Form.parse(header);
  }

  private static void checkNumber(int tags) {
    if (tags > MAX_TAGS) {
      throw new AwsError(400, "BadRequest", "Object tags cannot be greater than " + MAX_TAGS + ".");
    }
  }

  private Entry require(String bucket, String key) {
    return index
        .find(bucket, key)
        .orElseThrow(() -> new AwsError(404, "NoSuchKey", "The specified key does not exist."));
  }

  private static String document(Map<String, String> tags) {
    return S3Xml.document(
        "Tagging",
        xml -> {
          xml.writeStartElement("TagSet");
          for (Map.Entry<String, String> tag : tags.entrySet()) {
            xml.writeStartElement("Tag");
            S3Xml.element(xml, "Key", tag.getKey());
            S3Xml.element(xml, "Value", tag.getValue());
            xml.writeEndElement();
          }
          xml.writeEndElement();
        });
  }
}
