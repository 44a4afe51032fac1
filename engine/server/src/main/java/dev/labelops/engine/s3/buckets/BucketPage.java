package dev.labelops.engine.s3.buckets;

import dev.labelops.engine.front.Caller;
import dev.labelops.engine.s3.buckets.Buckets.Bucket;
import dev.labelops.engine.s3.protocol.S3Errors;
import dev.labelops.engine.s3.protocol.S3Xml;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** ListBuckets: one page of the caller's buckets, by name. */
public final class BucketPage {
  private static final int MAX = 10_000;

  private BucketPage() {}

  /**
   * The document.
   *
   * @param all the account's buckets in the order of their names
   */
  public static String document(HttpServletRequest request, Caller caller, List<Bucket> all) {
    Optional<String> prefix = parameter(request, "prefix");
    Optional<String> region = parameter(request, "bucket-region");
    String after = parameter(request, "continuation-token").map(BucketPage::decoded).orElse("");
    int limit = limit(request);
    List<Bucket> matching =
        all.stream()
            .filter(bucket -> prefix.filter(start -> !bucket.name().startsWith(start)).isEmpty())
            .filter(bucket -> region.filter(name -> !bucket.region().equals(name)).isEmpty())
            .filter(bucket -> bucket.name().compareTo(after) > 0)
            .toList();
    List<Bucket> page = matching.subList(0, Math.min(limit, matching.size()));
    return S3Xml.document(
        "ListAllMyBucketsResult",
        xml -> {
          xml.writeStartElement("Owner");
          S3Xml.element(xml, "ID", caller.accountId());
          xml.writeEndElement();
          xml.writeStartElement("Buckets");
          for (Bucket bucket : page) {
            write(xml, bucket);
          }
          xml.writeEndElement();
          if (prefix.isPresent()) {
            S3Xml.element(xml, "Prefix", prefix.get());
          }
          if (page.size() < matching.size()) {
            S3Xml.element(xml, "ContinuationToken", encoded(page.getLast().name()));
          }
        });
  }

  private static void write(XMLStreamWriter xml, Bucket bucket) throws XMLStreamException {
    xml.writeStartElement("Bucket");
    S3Xml.element(xml, "Name", bucket.name());
    S3Xml.element(
        xml, "CreationDate", bucket.createdAt().truncatedTo(ChronoUnit.MILLIS).toString());
    S3Xml.element(xml, "BucketRegion", bucket.region());
    xml.writeEndElement();
  }

  private static int limit(HttpServletRequest request) {
    String text = parameter(request, "max-buckets").orElse("" + MAX);
    int limit = text.matches("\\d{1,5}") ? Integer.parseInt(text) : 0;
    if (limit < 1 || limit > MAX) {
      throw S3Errors.BUCKET_LIMIT.of(MAX);
    }
    return limit;
  }

  private static Optional<String> parameter(HttpServletRequest request, String name) {
    return Optional.ofNullable(request.getParameter(name)).filter(value -> !value.isEmpty());
  }

  private static String encoded(String name) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(name.getBytes(StandardCharsets.UTF_8));
  }

  private static String decoded(String token) {
    try {
      return new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw S3Errors.UNKNOWN_PAGE.of();
    }
  }
}
