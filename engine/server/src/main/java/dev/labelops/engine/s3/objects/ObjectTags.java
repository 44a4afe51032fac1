package dev.labelops.engine.s3.objects;

import com.fasterxml.jackson.databind.JsonNode;
import dev.labelops.engine.front.Form;
import dev.labelops.engine.s3.objects.ObjectIndex.Entry;
import dev.labelops.engine.s3.protocol.BodyRules;
import dev.labelops.engine.s3.protocol.S3Errors;
import dev.labelops.engine.s3.protocol.S3Xml;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * The tags of objects, which S3Proxy knows nothing of. They go with the object they were put on.
 */
public final class ObjectTags {
  private static final String HEADER = "x-amz-tagging";
  private static final String NONE = document(List.of());
  private static final int MAX_TAGS = 10;
  private static final int MAX_KEY = 128;
  private static final int MAX_VALUE = 256;

  private record Tag(String key, String value) {}

  private final ObjectIndex index;

  public ObjectTags(ObjectIndex index) {
    this.index = index;
  }

  /** The Tagging document. */
  public String get(String bucket, String key) {
    return require(bucket, key).tags().orElse(NONE);
  }

  public void put(String bucket, String key, byte[] document) {
    check(entries(document));
    require(bucket, key);
    index.tag(bucket, key, Optional.of(new String(document, StandardCharsets.UTF_8)));
  }

  public void delete(String bucket, String key) {
    require(bucket, key);
    index.tag(bucket, key, Optional.empty());
  }

  /** The Tagging document that a write has in a header; empty when it says nothing of tags. */
  static Optional<String> of(HttpServletRequest request) {
    String header = request.getHeader(HEADER);
    List<Tag> tags =
        Form.pairs(header).stream().map(pair -> new Tag(pair.getKey(), pair.getValue())).toList();
    check(tags);
    boolean copy = request.getHeader("x-amz-copy-source") != null;
    boolean replace = "REPLACE".equals(request.getHeader("x-amz-tagging-directive"));
    return (copy ? replace : header != null) ? Optional.of(document(tags)) : Optional.empty();
  }

  /** Says how many tags the object has, where it has any. */
  public static void countOn(HttpServletResponse response, Entry entry) {
    int count =
        entry.tags().map(text -> entries(text.getBytes(StandardCharsets.UTF_8)).size()).orElse(0);
    if (count > 0) {
      response.setHeader("x-amz-tagging-count", String.valueOf(count));
    }
  }

  private static List<Tag> entries(byte[] document) {
    JsonNode tags = S3Xml.parse(document, "Tagging", JsonNode.class).path("TagSet").path("Tag");
    return BodyRules.elements(tags).stream()
        .map(tag -> new Tag(tag.path("Key").asText(), tag.path("Value").asText()))
        .toList();
  }

  private static void check(List<Tag> tags) {
    if (tags.size() > MAX_TAGS) {
      throw S3Errors.TOO_MANY_TAGS.of(MAX_TAGS);
    }
    if (tags.stream().map(Tag::key).distinct().count() < tags.size()) {
      throw S3Errors.TAG_TWICE.of();
    }
    for (Tag tag : tags) {
      if (tag.key().isEmpty() || tag.key().length() > MAX_KEY) {
        throw S3Errors.TAG_KEY.of();
      }
      if (tag.value().length() > MAX_VALUE) {
        throw S3Errors.TAG_VALUE.of();
      }
    }
  }

  private Entry require(String bucket, String key) {
    return index.find(bucket, key).orElseThrow(() -> S3Errors.NO_SUCH_KEY.of());
  }

  private static String document(List<Tag> tags) {
    return S3Xml.document(
        "Tagging",
        xml -> {
          xml.writeStartElement("TagSet");
          for (Tag tag : tags) {
            xml.writeStartElement("Tag");
            S3Xml.element(xml, "Key", tag.key());
            S3Xml.element(xml, "Value", tag.value());
            xml.writeEndElement();
          }
          xml.writeEndElement();
        });
  }
}
