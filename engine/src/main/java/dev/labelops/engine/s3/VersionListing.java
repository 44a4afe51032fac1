package dev.labelops.engine.s3;

import dev.labelops.engine.front.AwsError;
import dev.labelops.engine.s3.Buckets.Bucket;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.temporal.ChronoUnit;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import org.gaul.s3proxy.blobstore.BlobStore;
import software.amazon.awssdk.services.s3.model.CommonPrefix;
import software.amazon.awssdk.services.s3.model.ListObjectsRequest;
import software.amazon.awssdk.services.s3.model.ListObjectsResponse;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * ListObjectVersions of a bucket in which versioning was never switched on: each object is there
 * once, as the version {@code null}.
 */
final class VersionListing {
  private static final int MAX_KEYS = 1000;

  private final HttpServletRequest request;
  private final boolean encoded;

  private VersionListing(HttpServletRequest request) {
    this.request = request;
    this.encoded = "url".equals(request.getParameter("encoding-type"));
  }

  /** The document. */
  static String document(HttpServletRequest request, Bucket bucket, BlobStore blobs) {
    VersionListing listing = new VersionListing(request);
    int limit = listing.limit();
    ListObjectsResponse page =
        blobs.listV1(
            ListObjectsRequest.builder()
                .bucket(bucket.name())
                .prefix(listing.parameter("prefix"))
                .delimiter(listing.parameter("delimiter"))
                .marker(listing.parameter("key-marker"))
                .maxKeys(limit)
                .build());
    return S3Xml.document("ListVersionsResult", xml -> listing.write(xml, bucket, limit, page));
  }

  private int limit() {
    String text = request.getParameter("max-keys");
    if (text == null) {
      return MAX_KEYS;
    }
    if (!text.matches("\\d{1,9}")) {
      throw new AwsError(
          400, "InvalidArgument", "Argument maxKeys must be an integer between 0 and 2147483647");
    }
    return Math.min(MAX_KEYS, Integer.parseInt(text));
  }

  private void write(XMLStreamWriter xml, Bucket bucket, int limit, ListObjectsResponse page)
      throws XMLStreamException {
    S3Xml.element(xml, "Name", bucket.name());
    S3Xml.element(xml, "Prefix", key(parameter("prefix")));
    S3Xml.element(xml, "KeyMarker", key(parameter("key-marker")));
    S3Xml.element(xml, "VersionIdMarker", parameter("version-id-marker"));
    S3Xml.element(xml, "MaxKeys", String.valueOf(limit));
    if (!parameter("delimiter").isEmpty()) {
      S3Xml.element(xml, "Delimiter", key(parameter("delimiter")));
    }
    if (encoded) {
      S3Xml.element(xml, "EncodingType", "url");
    }
    String next = next(page);
    S3Xml.element(xml, "IsTruncated", String.valueOf(next != null));
    if (next != null) {
      S3Xml.element(xml, "NextKeyMarker", key(next));
      S3Xml.element(xml, "NextVersionIdMarker", "null");
    }
    for (S3Object object : page.contents()) {
      version(xml, bucket, object);
    }
    for (CommonPrefix prefix : page.commonPrefixes()) {
      xml.writeStartElement("CommonPrefixes");
      S3Xml.element(xml, "Prefix", key(prefix.prefix()));
      xml.writeEndElement();
    }
  }

  private void version(XMLStreamWriter xml, Bucket bucket, S3Object object)
      throws XMLStreamException {
    xml.writeStartElement("Version");
    S3Xml.element(xml, "Key", key(object.key()));
    S3Xml.element(xml, "VersionId", "null");
    S3Xml.element(xml, "IsLatest", "true");
    S3Xml.element(
        xml, "LastModified", object.lastModified().truncatedTo(ChronoUnit.SECONDS).toString());
    S3Xml.element(xml, "ETag", "\"" + object.eTag().replace("\"", "") + "\"");
    S3Xml.element(xml, "Size", String.valueOf(object.size()));
    xml.writeStartElement("Owner");
    S3Xml.element(xml, "ID", bucket.accountId());
    xml.writeEndElement();
    S3Xml.element(xml, "StorageClass", object.storageClassAsString());
    xml.writeEndElement();
  }

  private static String next(ListObjectsResponse page) {
    if (page.nextMarker() != null) {
      return page.nextMarker();
    }
    boolean more = Boolean.TRUE.equals(page.isTruncated()) && !page.contents().isEmpty();
    return more ? page.contents().getLast().key() : null;
  }

  private String parameter(String name) {
    String value = request.getParameter(name);
    return value == null ? "" : value;
  }

  private String key(String key) {
    return encoded
        ? URLEncoder.encode(key, StandardCharsets.UTF_8).replace("+", "%20").replace("%2F", "/")
        : key;
  }
}
