package dev.labelops.engine.s3.front;

import dev.labelops.engine.front.Verification.Verified;
import dev.labelops.engine.s3.buckets.AclRules;
import dev.labelops.engine.s3.buckets.Buckets.Bucket;
import dev.labelops.engine.s3.buckets.Encryption;
import dev.labelops.engine.s3.objects.ObjectDetails;
import dev.labelops.engine.s3.objects.ObjectIndex.Entry;
import dev.labelops.engine.s3.objects.ObjectTags;
import dev.labelops.engine.s3.objects.OwnFiles;
import dev.labelops.engine.s3.objects.UploadIndex.Upload;
import dev.labelops.engine.s3.objects.WriteHeaders;
import dev.labelops.engine.s3.protocol.BodyRules;
import dev.labelops.engine.s3.protocol.ChunkedBody;
import dev.labelops.engine.s3.protocol.HashedBody;
import dev.labelops.engine.s3.protocol.PathStyleRequest;
import dev.labelops.engine.s3.protocol.RequestRules;
import dev.labelops.engine.s3.protocol.S3Address;
import dev.labelops.engine.s3.protocol.S3Answer;
import dev.labelops.engine.s3.protocol.S3Errors;
import dev.labelops.engine.s3.protocol.S3Gateway;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.gaul.s3proxy.blobstore.domain.MultipartUpload;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.StorageClass;

/**
 * Requests about objects, once it is known who sends them and that the bucket is theirs: what S3
 * demands and S3Proxy does not is checked, the rest is S3Proxy's.
 */
public final class ObjectRequests {
  private static final Set<String> WRITES =
      Set.of("PutObject", "CopyObject", "CreateMultipartUpload");

  private final Optional<URI> publicUrl;
  private final BlobStore blobs;
  private final S3Gateway gateway;
  private final AclRules acls;
  private final Optional<OwnFiles> own;
  private final Optional<ObjectTags> tags;

  /**
   * @param own empty where another S3 keeps the objects and answers for them
   */
  public ObjectRequests(
      Optional<URI> publicUrl,
      BlobStore blobs,
      S3Gateway gateway,
      AclRules acls,
      Optional<OwnFiles> own) {
    this.publicUrl = publicUrl;
    this.blobs = blobs;
    this.gateway = gateway;
    this.acls = acls;
    this.own = own;
    this.tags = own.map(files -> new ObjectTags(files.index()));
  }

  void answer(
      HttpServletRequest request,
      HttpServletResponse response,
      S3Address address,
      Bucket bucket,
      Verified verified,
      String operation)
      throws IOException {
    RequestRules.key(address);
    if (operation.endsWith("ObjectTagging") && tags.isPresent()) {
      tagging(tags.get(), request, response, address, operation);
    } else if (operation.endsWith("Acl")) {
      acl(request, response, address, bucket, operation);
    } else if (operation.equals("ListObjectVersions") && own.isPresent()) {
      S3Service.write(response, VersionListing.document(request, bucket, blobs));
    } else if (operation.equals("ListMultipartUploads") && own.isPresent()) {
      List<Upload> uploads = own.get().uploads().list(bucket.name());
      S3Service.write(response, UploadListing.document(request, bucket, uploads));
    } else if (WRITES.contains(operation)) {
      write(request, response, address, bucket, content(request, verified));
    } else if (operation.equals("GetObject") || operation.equals("HeadObject")) {
      read(request, response, address, operation);
    } else if (operation.equals("DeleteObjects")) {
      byte[] body = BodyRules.read(content(request, verified));
      BodyRules.deletion(body);
      forward(request, response, address, new ByteArrayInputStream(body));
    } else if (operation.equals("CompleteMultipartUpload")) {
      complete(request, response, address, BodyRules.read(content(request, verified)));
    } else {
      if (operation.startsWith("UploadPart")) {
        BodyRules.number(String.valueOf(request.getParameter(PartRange.PARAMETER)));
      }
      forward(request, response, address, content(request, verified));
    }
  }

  private void forward(
      HttpServletRequest request, HttpServletResponse response, S3Address address, InputStream body)
      throws IOException {
    gateway.handle(
        new PathStyleRequest(request, address), new S3Answer(response, Optional.empty()), body);
  }

  private void write(
      HttpServletRequest request,
      HttpServletResponse response,
      S3Address address,
      Bucket bucket,
      InputStream body)
      throws IOException {
    WriteHeaders headers = WriteHeaders.of(request, storageClass(request));
    RequestRules.metadata(request);
    acls.check(request, bucket, Optional.empty());
    headers.during(
        () ->
            gateway.handle(
                acls.forwarded(new PathStyleRequest(request, address), bucket),
                new S3Answer(response, Optional.empty()),
                body));
  }

  private static String storageClass(HttpServletRequest request) {
    String name = request.getHeader("x-amz-storage-class");
    if (name != null
        && StorageClass.knownValues().stream().noneMatch(known -> known.toString().equals(name))) {
      throw S3Errors.INVALID_STORAGE_CLASS.of();
    }
    return name == null ? ObjectDetails.STANDARD : name;
  }

  private void read(
      HttpServletRequest request, HttpServletResponse response, S3Address address, String operation)
      throws IOException {
    PathStyleRequest forwarded = new PathStyleRequest(request, address);
    Optional<Entry> entry = own.flatMap(o -> o.index().find(address.bucket(), address.key()));
    Optional<PartRange> part = entry.flatMap(found -> PartRange.of(request, found));
    if (entry.isPresent()) {
      forwarded.withoutParameter(PartRange.PARAMETER);
    }
    if (part.isPresent()) {
      forwarded.with("Range", part.get().header());
      part.get().countOn(response);
    }
    entry.ifPresent(found -> ObjectTags.countOn(response, found));
    gateway.handle(forwarded, new S3Answer(response, Optional.empty()), request.getInputStream());
    if (operation.equals("HeadObject") && response.getStatus() == HttpServletResponse.SC_OK) {
      part.ifPresent(range -> range.headOn(response));
    }
  }

  private void complete(
      HttpServletRequest request, HttpServletResponse response, S3Address address, byte[] body)
      throws IOException {
    BodyRules.completion(body);
    String id = request.getParameter("uploadId");
    if (own.isPresent()) {
      own.get().uploads().find(id).ifPresent(upload -> report(upload.details(), response));
      requireParts(id, address);
    }
    gateway.handle(
        new PathStyleRequest(request, address),
        new S3Answer(response, Optional.of(location(request, address))),
        new ByteArrayInputStream(body));
  }

  private static void report(ObjectDetails details, HttpServletResponse response) {
    Encryption encryption = details.encryption();
    response.setHeader("x-amz-server-side-encryption", encryption.algorithm());
    encryption
        .key()
        .ifPresent(key -> response.setHeader("x-amz-server-side-encryption-aws-kms-key-id", key));
  }

  // S3Proxy takes an upload without parts for none.
  private void requireParts(String id, S3Address address) {
    CreateMultipartUploadRequest begun =
        CreateMultipartUploadRequest.builder().bucket(address.bucket()).key(address.key()).build();
    if (own.get().uploads().find(id).isPresent()
        && blobs.listMultipartUpload(new MultipartUpload(id, begun)).isEmpty()) {
      throw S3Errors.INVALID_PART.of();
    }
  }

  /** The object's own address, as whoever asks reaches it. */
  private String location(HttpServletRequest request, S3Address address) {
    if (publicUrl.isEmpty()) {
      return request.getScheme() + "://" + request.getHeader("Host") + request.getRequestURI();
    }
    String base = publicUrl.get().toString().replaceFirst("/+$", "");
    return address.inHost()
        ? base.replaceFirst("://", "://" + address.bucket() + ".") + request.getRequestURI()
        : base + address.path();
  }

  private static InputStream content(HttpServletRequest request, Verified verified)
      throws IOException {
    return ChunkedBody.isAnnouncedBy(request.getHeader("x-amz-content-sha256"))
        ? ChunkedBody.of(request, verified)
        : HashedBody.of(request);
  }

  private void acl(
      HttpServletRequest request,
      HttpServletResponse response,
      S3Address address,
      Bucket bucket,
      String operation)
      throws IOException {
    boolean off = acls.isOff(bucket);
    byte[] body = operation.startsWith("Put") ? S3Service.body(request) : new byte[0];
    if (operation.startsWith("Put")) {
      acls.check(request, bucket, Optional.of(body).filter(document -> document.length > 0));
    }
    if (!off) {
      gateway.handle(
          acls.forwarded(new PathStyleRequest(request, address), bucket),
          new S3Answer(response, Optional.empty()),
          new ByteArrayInputStream(body));
      return;
    }
    if (operation.contains("Object") && !blobs.blobExists(address.bucket(), address.key())) {
      throw S3Errors.NO_SUCH_KEY.of();
    }
    if (operation.startsWith("Get")) {
      S3Service.write(response, AclRules.owners(bucket));
    }
  }

  private static void tagging(
      ObjectTags tags,
      HttpServletRequest request,
      HttpServletResponse response,
      S3Address address,
      String operation)
      throws IOException {
    if (operation.startsWith("Get")) {
      S3Service.write(response, tags.get(address.bucket(), address.key()));
    } else if (operation.startsWith("Put")) {
      tags.put(address.bucket(), address.key(), S3Service.body(request));
    } else {
      tags.delete(address.bucket(), address.key());
      response.setStatus(HttpServletResponse.SC_NO_CONTENT);
    }
  }
}
