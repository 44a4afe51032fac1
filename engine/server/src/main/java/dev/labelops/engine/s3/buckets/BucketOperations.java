package dev.labelops.engine.s3.buckets;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.labelops.engine.front.AwsError;
import dev.labelops.engine.front.Caller;
import dev.labelops.engine.s3.buckets.Buckets.Bucket;
import dev.labelops.engine.s3.protocol.RequestRules;
import dev.labelops.engine.s3.protocol.S3Errors;
import dev.labelops.engine.s3.protocol.S3Xml;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.gaul.s3proxy.blobstore.BlobStore;

/** Buckets themselves: their names, owners and regions, which S3Proxy knows nothing of. */
public final class BucketOperations {
  public static final String GLOBAL_REGION = "us-east-1";
  private static final Pattern NAME =
      Pattern.compile(
          "(?!.*\\.\\.)(?!xn--|sthree-)(?!.*(?:-s3alias|--ol-s3|--x-s3|--table-s3|\\.mrap)$)(?!\\d+\\.\\d+\\.\\d+\\.\\d+$)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]");
  private static final Set<String> OWNERSHIPS =
      Set.of(AclRules.ENFORCED, "BucketOwnerPreferred", "ObjectWriter");
  private static final String ALL_BLOCKED =
      S3Xml.document(
          "PublicAccessBlockConfiguration",
          xml -> {
            S3Xml.element(xml, "BlockPublicAcls", "true");
            S3Xml.element(xml, "IgnorePublicAcls", "true");
            S3Xml.element(xml, "BlockPublicPolicy", "true");
            S3Xml.element(xml, "RestrictPublicBuckets", "true");
          });

  @JsonIgnoreProperties(ignoreUnknown = true)
  private record Configuration(@JsonProperty("LocationConstraint") String location) {}

  private final Buckets buckets;
  private final BlobStore blobs;
  private final Clock clock;

  public BucketOperations(Buckets buckets, BlobStore blobs, Clock clock) {
    this.buckets = buckets;
    this.blobs = blobs;
    this.clock = clock;
  }

  /** CreateBucket; as in S3, creating it again is an error except in us-east-1. */
  public void create(HttpServletRequest request, Caller caller, String name, byte[] body) {
    String ownership =
        RequestRules.value(request, "x-amz-object-ownership").orElse(AclRules.ENFORCED);
    if (!OWNERSHIPS.contains(ownership)) {
      throw S3Errors.INVALID_OWNERSHIP.of(ownership);
    }
    AclRules.checkNew(request, ownership);
    if (!NAME.matcher(name).matches()) {
      throw S3Errors.INVALID_BUCKET_NAME.of();
    }
    String region = region(caller, body);
    Optional<Bucket> there =
        buckets.add(
            new Bucket(name, caller.accountId(), region, clock.instant()),
            Map.of(AclRules.OWNERSHIP, controls(ownership), "publicAccessBlock", ALL_BLOCKED));
    if (there.isPresent()) {
      refuseSecond(caller, there.get());
      return;
    }
    try {
      blobs.createContainer(name);
    } catch (RuntimeException e) {
      buckets.remove(name);
      throw e;
    }
  }

  private static String controls(String ownership) {
    return S3Xml.document(
        "OwnershipControls",
        xml -> {
          xml.writeStartElement("Rule");
          S3Xml.element(xml, "ObjectOwnership", ownership);
          xml.writeEndElement();
        });
  }

  private static void refuseSecond(Caller caller, Bucket there) {
    if (!there.accountId().equals(caller.accountId())) {
      throw S3Errors.BUCKET_EXISTS.of();
    }
    if (!there.region().equals(GLOBAL_REGION) || !caller.region().equals(GLOBAL_REGION)) {
      throw S3Errors.BUCKET_IS_YOURS.of();
    }
  }

  private static String region(Caller caller, byte[] body) {
    String location =
        body.length == 0
            ? null
            : S3Xml.parse(body, "CreateBucketConfiguration", Configuration.class).location();
    if (location == null || location.isBlank()) {
      if (!caller.region().equals(GLOBAL_REGION)) {
        throw illegalLocation("unspecified");
      }
      return GLOBAL_REGION;
    }
    if (location.equals(GLOBAL_REGION)) {
      throw S3Errors.LOCATION_OF_THE_DEFAULT_REGION.of();
    }
    if (!caller.region().equals(GLOBAL_REGION) && !caller.region().equals(location)) {
      throw illegalLocation(location);
    }
    return location;
  }

  private static AwsError illegalLocation(String location) {
    return S3Errors.LOCATION_OF_ANOTHER_REGION.of(location);
  }

  /** DeleteBucket. */
  public void delete(Bucket bucket) {
    blobs.deleteBucket(bucket.name());
    buckets.remove(bucket.name());
  }

  /** GetBucketLocation: the document; it names no region for us-east-1. */
  public static String location(Bucket bucket) {
    return S3Xml.document(
        "LocationConstraint",
        xml -> xml.writeCharacters(bucket.region().equals(GLOBAL_REGION) ? "" : bucket.region()));
  }
}
