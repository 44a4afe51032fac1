package dev.labelops.engine.s3;

import dev.labelops.engine.s3.ObjectIndex.Entry;
import dev.labelops.engine.s3.UploadIndex.Upload;
import java.io.InputStream;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.gaul.s3proxy.blobstore.ForwardingBlobStore;
import org.gaul.s3proxy.blobstore.S3Exceptions;
import org.gaul.s3proxy.blobstore.SdkResponses;
import org.gaul.s3proxy.blobstore.domain.MultipartUpload;
import org.gaul.s3proxy.nio2blob.AbstractNio2BlobStore;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.CopyObjectRequest;
import software.amazon.awssdk.services.s3.model.CopyObjectResponse;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectResponse;
import software.amazon.awssdk.services.s3.model.GetObjectAclRequest;
import software.amazon.awssdk.services.s3.model.GetObjectAclResponse;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.NoSuchUploadException;
import software.amazon.awssdk.services.s3.model.ObjectCannedACL;
import software.amazon.awssdk.services.s3.model.Part;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;
import software.amazon.awssdk.services.s3.model.UploadPartRequest;
import software.amazon.awssdk.services.s3.model.UploadPartResponse;

/**
 * Objects whose bytes S3Proxy's file store keeps under random names, and whose keys an index in the
 * database knows. So a key may be anything that S3 allows, and what is half written is nowhere.
 */
final class IndexedBlobStore extends ForwardingBlobStore {
  private static final int READS = 10;
  private static final String PART = ".mpus-";
  private static final String UPLOAD_RECORD = ".s3proxy-mpu-stub-";
  private static final int UPLOAD_ID_LENGTH = 36;

  private final ObjectIndex index;
  private final UploadIndex uploads;
  private final Clock clock;

  IndexedBlobStore(BlobStore files, ObjectIndex index, UploadIndex uploads, Clock clock) {
    super(files);
    this.index = index;
    this.uploads = uploads;
    this.clock = clock;
  }

  @Override
  public ListObjectsV2Response list(ListObjectsV2Request request) {
    return ObjectListing.page(index, request);
  }

  @Override
  public void deleteBucket(String bucket) {
    if (!index.isEmpty(bucket, UPLOAD_RECORD)) {
      throw S3Exceptions.bucketNotEmpty(bucket);
    }
    // With the parts of uploads that nobody will complete.
    delegate().deleteContainer(bucket);
  }

  @Override
  public PutObjectResponse putBlob(PutObjectRequest request, InputStream payload) {
    String key = request.key();
    Consumer<Optional<Entry>> condition =
        WriteCondition.of(request.ifMatch(), request.ifNoneMatch());
    condition.accept(index.find(request.bucket(), key));
    return written(
        request.bucket(),
        key,
        condition,
        Optional.empty(),
        file ->
            delegate()
                .putBlob(
                    request.toBuilder().key(file).ifMatch(null).ifNoneMatch(null).build(),
                    payload));
  }

  @Override
  public CopyObjectResponse copyBlob(CopyObjectRequest request) {
    return reading(
        request.sourceBucket(),
        request.sourceKey(),
        source ->
            written(
                request.destinationBucket(),
                request.destinationKey(),
                before -> {},
                source.tags(),
                file ->
                    delegate()
                        .copyBlob(
                            request.toBuilder()
                                .sourceKey(source.file())
                                .destinationKey(file)
                                .build())));
  }

  /** Writes a new file and makes it the object. */
  private <T> T written(
      String bucket,
      String key,
      Consumer<Optional<Entry>> condition,
      Optional<String> tags,
      Function<String, T> write) {
    String file = newFile();
    try {
      T answer = write.apply(file);
      publish(bucket, key, file, condition, tags);
      return answer;
    } catch (RuntimeException e) {
      drop(bucket, file);
      throw e;
    }
  }

  private void publish(
      String bucket,
      String key,
      String file,
      Consumer<Optional<Entry>> condition,
      Optional<String> tags) {
    HeadObjectResponse head = delegate().blobMetadata(bucket, file);
    String eTag = head.eTag() == null ? "" : head.eTag();
    Entry entry = new Entry(key, file, head.contentLength(), eTag, head.lastModified(), tags);
    index.put(bucket, entry, condition).ifPresent(old -> drop(bucket, old.file()));
  }

  @Override
  public ResponseInputStream<GetObjectResponse> getBlob(GetObjectRequest request) {
    if (request.key().startsWith(PART) && index.find(request.bucket(), request.key()).isEmpty()) {
      return delegate().getBlob(request.toBuilder().key(partFile(request)).build());
    }
    return reading(
        request.bucket(),
        request.key(),
        entry -> delegate().getBlob(request.toBuilder().key(entry.file()).build()));
  }

  // S3Proxy reads an upload's parts by the name that its file store would give them.
  private String partFile(GetObjectRequest request) {
    String name = request.key().substring(PART.length());
    String number = name.substring(name.lastIndexOf('-') + 1);
    Optional<Upload> upload =
        name.length() > UPLOAD_ID_LENGTH && number.matches("\\d{1,5}")
            ? uploads.find(name.substring(0, UPLOAD_ID_LENGTH))
            : Optional.empty();
    return upload
        .filter(found -> found.bucket().equals(request.bucket()))
        .map(
            found ->
                AbstractNio2BlobStore.multipartPartName(
                    found.id(), found.file(), Integer.parseInt(number)))
        .orElseThrow(() -> noSuchKey(request.bucket(), request.key()));
  }

  @Override
  public HeadObjectResponse blobMetadata(HeadObjectRequest request) {
    return reading(
        request.bucket(),
        request.key(),
        entry -> delegate().blobMetadata(request.toBuilder().key(entry.file()).build()));
  }

  @Override
  public boolean blobExists(String bucket, String key) {
    return index.find(bucket, key).isPresent();
  }

  /** Reads the object's file, anew when the object was replaced in between. */
  private <T> T reading(String bucket, String key, Function<Entry, T> read) {
    for (int again = 0; ; again++) {
      Entry entry = index.find(bucket, key).orElseThrow(() -> noSuchKey(bucket, key));
      try {
        return read.apply(entry);
      } catch (NoSuchKeyException e) {
        if (again == READS) {
          throw e;
        }
      }
    }
  }

  @Override
  public DeleteObjectResponse removeBlob(DeleteObjectRequest request) {
    index
        .remove(request.bucket(), request.key(), WriteCondition.ofDelete(request.ifMatch()))
        .ifPresent(old -> drop(request.bucket(), old.file()));
    return DeleteObjectResponse.builder().build();
  }

  @Override
  public ObjectCannedACL getBlobAccess(String bucket, String key) {
    return reading(bucket, key, entry -> delegate().getBlobAccess(bucket, entry.file()));
  }

  @Override
  public ObjectCannedACL getBlobAccess(String bucket, String key, String versionId) {
    return reading(bucket, key, entry -> delegate().getBlobAccess(bucket, entry.file(), versionId));
  }

  @Override
  public GetObjectAclResponse getBlobAcl(GetObjectAclRequest request) {
    return reading(
        request.bucket(),
        request.key(),
        entry -> delegate().getBlobAcl(request.toBuilder().key(entry.file()).build()));
  }

  @Override
  public void setBlobAccess(String bucket, String key, ObjectCannedACL access) {
    reading(
        bucket,
        key,
        entry -> {
          delegate().setBlobAccess(bucket, entry.file(), access);
          return entry;
        });
  }

  @Override
  public void setBlobAccess(String bucket, String key, ObjectCannedACL access, String versionId) {
    setBlobAccess(bucket, key, access);
  }

  @Override
  public MultipartUpload initiateMultipartUpload(CreateMultipartUploadRequest request) {
    String file = newFile();
    MultipartUpload upload =
        delegate().initiateMultipartUpload(request.toBuilder().key(file).build());
    uploads.add(new Upload(upload.id(), request.bucket(), request.key(), file, clock.instant()));
    return new MultipartUpload(upload.id(), request, upload.response());
  }

  @Override
  public UploadPartResponse uploadMultipartPart(
      MultipartUpload upload, UploadPartRequest request, InputStream payload) {
    return delegate().uploadMultipartPart(inFiles(upload), request, payload);
  }

  @Override
  public List<Part> listMultipartUpload(MultipartUpload upload) {
    return delegate().listMultipartUpload(inFiles(upload));
  }

  @Override
  public void abortMultipartUpload(MultipartUpload upload) {
    delegate().abortMultipartUpload(inFiles(upload));
    uploads.remove(upload.id());
  }

  @Override
  public CompleteMultipartUploadResponse completeMultipartUpload(
      MultipartUpload upload, CompleteMultipartUploadRequest request) {
    String bucket = upload.containerName();
    String key = upload.blobName();
    Consumer<Optional<Entry>> condition =
        WriteCondition.of(request.ifMatch(), request.ifNoneMatch());
    condition.accept(index.find(bucket, key));
    MultipartUpload inFiles = inFiles(upload);
    CompleteMultipartUploadResponse answer =
        delegate()
            .completeMultipartUpload(
                inFiles, request.toBuilder().ifMatch(null).ifNoneMatch(null).build());
    uploads.remove(upload.id());
    try {
      publish(bucket, key, inFiles.blobName(), condition, Optional.empty());
    } catch (RuntimeException e) {
      drop(bucket, inFiles.blobName());
      throw e;
    }
    return answer;
  }

  @Override
  public List<software.amazon.awssdk.services.s3.model.MultipartUpload> listMultipartUploads(
      String bucket) {
    return uploads.list(bucket).stream()
        .map(upload -> SdkResponses.upload(upload.key(), upload.id(), upload.startedAt()))
        .toList();
  }

  /** The upload as the file store knows it. */
  private MultipartUpload inFiles(MultipartUpload upload) {
    Upload known =
        uploads
            .find(upload.id())
            .filter(found -> found.bucket().equals(upload.containerName()))
            .filter(found -> found.key().equals(upload.blobName()))
            .orElseThrow(IndexedBlobStore::noSuchUpload);
    return new MultipartUpload(
        upload.id(), upload.request().toBuilder().key(known.file()).build(), upload.response());
  }

  private void drop(String bucket, String file) {
    try {
      delegate().removeBlob(bucket, file);
    } catch (NoSuchBucketException e) {
      // The whole folder is gone.
    }
  }

  private static String newFile() {
    String name = UUID.randomUUID().toString();
    return name.substring(0, 2) + "/" + name;
  }

  private static NoSuchKeyException noSuchKey(String bucket, String key) {
    return S3Exceptions.noSuchKey(bucket, key, "The specified key does not exist.");
  }

  private static NoSuchUploadException noSuchUpload() {
    String message =
        "The specified upload does not exist. The upload ID may be invalid, or the upload may have"
            + " been aborted or completed.";
    return (NoSuchUploadException)
        NoSuchUploadException.builder()
            .message(message)
            .statusCode(404)
            .awsErrorDetails(
                AwsErrorDetails.builder().errorCode("NoSuchUpload").errorMessage(message).build())
            .build();
  }
}
