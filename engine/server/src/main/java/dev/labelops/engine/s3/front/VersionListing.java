package dev.labelops.engine.s3.front;

import dev.labelops.engine.s3.buckets.Buckets.Bucket;
import dev.labelops.engine.s3.protocol.ListingQuery;
import dev.labelops.engine.s3.protocol.S3Xml;
import jakarta.servlet.http.HttpServletRequest;
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
  private final ListingQuery query;

  private VersionListing(ListingQuery query) {
    this.query = query;
  }

  /** The document. */
  static String document(HttpServletRequest request, Bucket bucket, BlobStore blobs) {
    VersionListing listing = new VersionListing(new ListingQuery(request));
    int limit = listing.query.limit("max-keys", "maxKeys");
    ListObjectsResponse page =
        blobs.listV1(
            ListObjectsRequest.builder()
                .bucket(bucket.name())
                .prefix(listing.query.parameter("prefix"))
                .delimiter(listing.query.parameter("delimiter"))
                .marker(listing.query.parameter("key-marker"))
                .maxKeys(limit)
                .build());
    return S3Xml.document("ListVersionsResult", xml -> listing.write(xml, bucket, limit, page));
  }

  private void write(XMLStreamWriter xml, Bucket bucket, int limit, ListObjectsResponse page)
      throws XMLStreamException {
    S3Xml.element(xml, "Name", bucket.name());
    S3Xml.element(xml, "Prefix", query.key(query.parameter("prefix")));
    S3Xml.element(xml, "KeyMarker", query.key(query.parameter("key-marker")));
    S3Xml.element(xml, "VersionIdMarker", query.parameter("version-id-marker"));
    S3Xml.element(xml, "MaxKeys", String.valueOf(limit));
    if (!query.parameter("delimiter").isEmpty()) {
      S3Xml.element(xml, "Delimiter", query.key(query.parameter("delimiter")));
    }
    if (query.encoded()) {
      S3Xml.element(xml, "EncodingType", "url");
    }
    String next = next(page);
    S3Xml.element(xml, "IsTruncated", String.valueOf(next != null));
    if (next != null) {
      S3Xml.element(xml, "NextKeyMarker", query.key(next));
      S3Xml.element(xml, "NextVersionIdMarker", "null");
    }
    for (S3Object object : page.contents()) {
      version(xml, bucket, object);
    }
    for (CommonPrefix prefix : page.commonPrefixes()) {
      xml.writeStartElement("CommonPrefixes");
      S3Xml.element(xml, "Prefix", query.key(prefix.prefix()));
      xml.writeEndElement();
    }
  }

  private void version(XMLStreamWriter xml, Bucket bucket, S3Object object)
      throws XMLStreamException {
    xml.writeStartElement("Version");
    S3Xml.element(xml, "Key", query.key(object.key()));
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
}
