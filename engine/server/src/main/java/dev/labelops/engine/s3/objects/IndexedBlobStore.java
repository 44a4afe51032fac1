package dev.labelops.engine.s3.objects;

import dev.labelops.engine.s3.buckets.Buckets;
import dev.labelops.engine.s3.buckets.DefaultEncryption;
import dev.labelops.engine.s3.buckets.Encryption;
import dev.labelops.engine.s3.objects.ObjectCommits.Target;
import dev.labelops.engine.s3.objects.ObjectCommits.Written;
import dev.labelops.engine.s3.objects.ObjectIndex.Entry;
import dev.labelops.engine.s3.objects.ObjectIndex.Leftovers;
import java.io.InputStream;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.gaul.s3proxy.blobstore.ForwardingBlobStore;
import org.gaul.s3proxy.blobstore.S3Exceptions;
import org.gaul.s3proxy.blobstore.domain.MultipartUpload;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.CopyObjectRequest;
import software.amazon.awssdk.services.s3.model.CopyObjectResponse;
import software.amazon.awssdk.services.s3.model.CreateBucketRequest;
import software.amazon.awssdk.services.s3.model.CreateBucketResponse;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectResponse;
import software.amazon.awssdk.services.s3.model.GetObjectAclRequest;
import software.amazon.awssdk.services.s3.model.GetObjectAclResponse;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsRequest;
import software.amazon.awssdk.services.s3.model.ListObjectsResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
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
  /** How the keys begin under which S3Proxy keeps what it has to know of an upload. */
  static final String UPLOAD_RECORD = ".s3proxy-mpu-stub-";

  private final ObjectFiles files;
  private final ObjectIndex index;
  private final Buckets buckets;
  private final DefaultEncryption defaults;
  private final ObjectReads reads;
  private final ObjectCommits commits;
  private final MultipartUploads uploads;

  IndexedBlobStore(
      BlobStore store,
      ObjectFiles files,
      ObjectIndex index,
      UploadIndex uploads,
      Buckets buckets,
      Clock clock) {
    super(store);
    this.files = files;
    this.index = index;
    this.buckets = buckets;
    this.defaults = new DefaultEncryption(buckets);
    this.reads = new ObjectReads(store, index);
    this.commits = new ObjectCommits(store, files, index, buckets);
    this.uploads = new MultipartUploads(store, files, uploads, commits, clock);
  }

  /** S3Proxy hands on and reports what it says here; customers' keys are refused all the same. */
  @Override
  public boolean supportsServerSideEncryption() {
    return true;
  }

  @Override
  public ListObjectsV2Response list(ListObjectsV2Request request) {
    return ObjectListing.page(index, request);
  }

  /** The next page begins behind the last key or common prefix of this one, in order of bytes. */
  @Override
  public ListObjectsResponse listV1(ListObjectsRequest request) {
    ListObjectsV2Response page =
        list(
            ListObjectsV2Request.builder()
                .bucket(request.bucket())
                .prefix(request.prefix())
                .delimiter(request.delimiter())
                .maxKeys(request.maxKeys())
                .startAfter(request.marker())
                .build());
    String token = page.nextContinuationToken();
    return ListObjectsResponse.builder()
        .contents(page.contents())
        .commonPrefixes(page.commonPrefixes())
        .isTruncated(token != null)
        .nextMarker(token == null ? null : ObjectListing.decoded(token))
        .build();
  }

  @Override
  public boolean containerExists(String bucket) {
    return buckets.find(bucket).isPresent();
  }

  @Override
  public CreateBucketResponse createContainer(CreateBucketRequest request) {
    files.createFolder(request.bucket());
    return CreateBucketResponse.builder().build();
  }

  @Override
  public void deleteBucket(String bucket) {
    Leftovers left =
        index
            .removeBucket(bucket, UPLOAD_RECORD)
            .orElseThrow(() -> S3Exceptions.bucketNotEmpty(bucket));
    files.removeFolder(
        bucket,
        name ->
            left.files().contains(name)
                || left.uploads().stream().anyMatch(id -> name.startsWith(StrayFiles.PART + id)));
  }

  @Override
  public PutObjectResponse putBlob(PutObjectRequest request, InputStream payload) {
    refuseCustomerKey(request.sseCustomerAlgorithm());
    Consumer<Optional<Entry>> condition =
        WriteCondition.of(request.ifMatch(), request.ifNoneMatch());
    condition.accept(index.find(request.bucket(), request.key()));
    Encryption encryption =
        defaults.of(
            request.bucket(),
            request.serverSideEncryptionAsString(),
            request.ssekmsKeyId(),
            request.bucketKeyEnabled());
    return commits
        .write(
            new Target(
                request.bucket(),
                request.key(),
                condition,
                WriteHeaders.current().tags(),
                Optional.empty()),
            file ->
                new Written<>(
                    delegate()
                        .putBlob(
                            request.toBuilder().key(file).ifMatch(null).ifNoneMatch(null).build(),
                            payload),
                    ObjectDetails.of(request.storageClassAsString(), encryption)))
        .toBuilder()
        .serverSideEncryption(encryption.algorithm())
        .ssekmsKeyId(encryption.key().orElse(null))
        .bucketKeyEnabled(encryption.reportedBucketKey())
        .build();
  }

  @Override
  public CopyObjectResponse copyBlob(CopyObjectRequest request) {
    refuseCustomerKey(request.sseCustomerAlgorithm());
    refuseCustomerKey(request.copySourceSSECustomerAlgorithm());
    Encryption encryption =
        defaults.of(
            request.destinationBucket(),
            request.serverSideEncryptionAsString(),
            request.ssekmsKeyId(),
            request.bucketKeyEnabled());
    // S3Proxy does not say of a copy which tags and storage class it is to have.
    WriteHeaders headers = WriteHeaders.current();
    return reads
        .of(
            request.sourceBucket(),
            request.sourceKey(),
            source ->
                commits.write(
                    new Target(
                        request.destinationBucket(),
                        request.destinationKey(),
                        before -> {},
                        headers.tags().or(source::tags),
                        Optional.empty()),
                    file ->
                        new Written<>(
                            delegate()
                                .copyBlob(
                                    request.toBuilder()
                                        .sourceKey(source.file())
                                        .destinationKey(file)
                                        .build()),
                            ObjectDetails.of(headers.storageClass().orElse(null), encryption))))
        .toBuilder()
        .serverSideEncryption(encryption.algorithm())
        .ssekmsKeyId(encryption.key().orElse(null))
        .bucketKeyEnabled(encryption.reportedBucketKey())
        .build();
  }

  @Override
  public ResponseInputStream<GetObjectResponse> getBlob(GetObjectRequest request) {
    if (request.key().startsWith(StrayFiles.PART)
        && index.find(request.bucket(), request.key()).isEmpty()) {
      String part =
          uploads
              .partFile(request.bucket(), request.key())
              .orElseThrow(() -> ObjectReads.noSuchKey(request.bucket(), request.key()));
      return delegate().getBlob(request.toBuilder().key(part).build());
    }
    return reads.get(request);
  }

  @Override
  public HeadObjectResponse blobMetadata(HeadObjectRequest request) {
    return reads.head(request);
  }

  @Override
  public boolean blobExists(String bucket, String key) {
    return index.find(bucket, key).isPresent();
  }

  @Override
  public DeleteObjectResponse removeBlob(DeleteObjectRequest request) {
    index
        .remove(request.bucket(), request.key(), WriteCondition.ofDelete(request.ifMatch()))
        .ifPresent(old -> files.drop(request.bucket(), old.file()));
    return DeleteObjectResponse.builder().build();
  }

  @Override
  public ObjectCannedACL getBlobAccess(String bucket, String key) {
    return reads.of(bucket, key, entry -> delegate().getBlobAccess(bucket, entry.file()));
  }

  @Override
  public ObjectCannedACL getBlobAccess(String bucket, String key, String versionId) {
    return reads.of(
        bucket, key, entry -> delegate().getBlobAccess(bucket, entry.file(), versionId));
  }

  @Override
  public GetObjectAclResponse getBlobAcl(GetObjectAclRequest request) {
    return reads.of(
        request.bucket(),
        request.key(),
        entry -> delegate().getBlobAcl(request.toBuilder().key(entry.file()).build()));
  }

  @Override
  public void setBlobAccess(String bucket, String key, ObjectCannedACL access) {
    reads.of(
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
    refuseCustomerKey(request.sseCustomerAlgorithm());
    Encryption encryption =
        defaults.of(
            request.bucket(),
            request.serverSideEncryptionAsString(),
            request.ssekmsKeyId(),
            request.bucketKeyEnabled());
    return uploads.begin(
        request,
        ObjectDetails.of(request.storageClassAsString(), encryption),
        WriteHeaders.current().tags());
  }

  @Override
  public UploadPartResponse uploadMultipartPart(
      MultipartUpload upload, UploadPartRequest request, InputStream payload) {
    return uploads.part(upload, request, payload);
  }

  @Override
  public List<Part> listMultipartUpload(MultipartUpload upload) {
    return uploads.parts(upload);
  }

  @Override
  public void abortMultipartUpload(MultipartUpload upload) {
    uploads.abort(upload);
  }

  @Override
  public CompleteMultipartUploadResponse completeMultipartUpload(
      MultipartUpload upload, CompleteMultipartUploadRequest request) {
    WriteCondition.of(request.ifMatch(), request.ifNoneMatch())
        .accept(index.find(upload.containerName(), upload.blobName()));
    return uploads.complete(upload, request);
  }

  @Override
  public List<software.amazon.awssdk.services.s3.model.MultipartUpload> listMultipartUploads(
      String bucket) {
    return uploads.list(bucket);
  }

  // It would have to encrypt: an object must not be readable without the key.
  private static void refuseCustomerKey(String algorithm) {
    if (algorithm != null) {
      throw new UnsupportedOperationException("customer-provided keys");
    }
  }
}
