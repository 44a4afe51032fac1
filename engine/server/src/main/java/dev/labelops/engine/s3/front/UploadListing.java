package dev.labelops.engine.s3.front;

import dev.labelops.engine.s3.buckets.Buckets.Bucket;
import dev.labelops.engine.s3.objects.UploadIndex.Upload;
import dev.labelops.engine.s3.protocol.ListingQuery;
import dev.labelops.engine.s3.protocol.S3Xml;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** ListMultipartUploads: by key, those of one key by the time at which they began. */
final class UploadListing {
  private static final Comparator<String> BY_BYTES =
      (a, b) ->
          Arrays.compareUnsigned(
              a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));

  private final ListingQuery query;
  private final int limit;
  private final List<Upload> uploads = new ArrayList<>();
  private final SequencedSet<String> prefixes = new LinkedHashSet<>();
  private String lastKey = "";
  private String lastId = "";
  private boolean more;

  private UploadListing(ListingQuery query) {
    this.query = query;
    this.limit = query.limit("max-uploads", "max-uploads");
  }

  /**
   * The document.
   *
   * @param all the bucket's uploads by the time at which they began
   */
  static String document(HttpServletRequest request, Bucket bucket, List<Upload> all) {
    UploadListing listing = new UploadListing(new ListingQuery(request));
    listing.fill(all.stream().sorted(Comparator.comparing(Upload::key, BY_BYTES)).toList());
    return S3Xml.document("ListMultipartUploadsResult", xml -> listing.write(xml, bucket));
  }

  private void fill(List<Upload> sorted) {
    String marker = query.parameter("key-marker");
    String after = query.parameter("upload-id-marker");
    boolean behind = marker.isEmpty();
    for (Upload upload : sorted) {
      if (!behind) {
        int order = BY_BYTES.compare(upload.key(), marker);
        // The marker may be a common prefix, or an upload of a key that has several.
        behind = order > 0 && !isIn(upload.key(), marker);
        boolean isMarker = order == 0 && upload.id().equals(after);
        if (isMarker) {
          behind = true;
          continue;
        }
      }
      if (behind && upload.key().startsWith(query.parameter("prefix")) && !add(upload)) {
        return;
      }
    }
  }

  private boolean isIn(String key, String marker) {
    String delimiter = query.parameter("delimiter");
    return !delimiter.isEmpty() && marker.endsWith(delimiter) && key.startsWith(marker);
  }

  /** Whether there was room for it. */
  private boolean add(Upload upload) {
    String folder = commonPrefix(upload.key());
    if (prefixes.contains(folder)) {
      return true;
    }
    if (uploads.size() + prefixes.size() == limit) {
      more = limit > 0;
      return false;
    }
    if (folder.isEmpty()) {
      uploads.add(upload);
      lastKey = upload.key();
      lastId = upload.id();
    } else {
      prefixes.add(folder);
      lastKey = folder;
      lastId = "";
    }
    return true;
  }

  private String commonPrefix(String key) {
    String delimiter = query.parameter("delimiter");
    int at = delimiter.isEmpty() ? -1 : key.indexOf(delimiter, query.parameter("prefix").length());
    return at < 0 ? "" : key.substring(0, at + delimiter.length());
  }

  private void write(XMLStreamWriter xml, Bucket bucket) throws XMLStreamException {
    S3Xml.element(xml, "Bucket", bucket.name());
    S3Xml.element(xml, "KeyMarker", query.key(query.parameter("key-marker")));
    S3Xml.element(xml, "UploadIdMarker", query.parameter("upload-id-marker"));
    if (more) {
      S3Xml.element(xml, "NextKeyMarker", query.key(lastKey));
      S3Xml.element(xml, "NextUploadIdMarker", lastId);
    }
    S3Xml.element(xml, "Prefix", query.key(query.parameter("prefix")));
    if (!query.parameter("delimiter").isEmpty()) {
      S3Xml.element(xml, "Delimiter", query.key(query.parameter("delimiter")));
    }
    if (query.encoded()) {
      S3Xml.element(xml, "EncodingType", "url");
    }
    S3Xml.element(xml, "MaxUploads", String.valueOf(limit));
    S3Xml.element(xml, "IsTruncated", String.valueOf(more));
    for (Upload upload : uploads) {
      upload(xml, bucket, upload);
    }
    for (String prefix : prefixes) {
      xml.writeStartElement("CommonPrefixes");
      S3Xml.element(xml, "Prefix", query.key(prefix));
      xml.writeEndElement();
    }
  }

  private void upload(XMLStreamWriter xml, Bucket bucket, Upload upload) throws XMLStreamException {
    xml.writeStartElement("Upload");
    S3Xml.element(xml, "Key", query.key(upload.key()));
    S3Xml.element(xml, "UploadId", upload.id());
    for (String who : List.of("Initiator", "Owner")) {
      xml.writeStartElement(who);
      S3Xml.element(xml, "ID", bucket.accountId());
      xml.writeEndElement();
    }
    S3Xml.element(xml, "StorageClass", upload.details().storageClass());
    S3Xml.element(xml, "Initiated", upload.startedAt().truncatedTo(ChronoUnit.SECONDS).toString());
    xml.writeEndElement();
  }
}
