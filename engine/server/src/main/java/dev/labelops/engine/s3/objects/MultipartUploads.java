package dev.labelops.engine.s3.objects;

import dev.labelops.engine.front.AwsError;
import dev.labelops.engine.s3.buckets.Encryption;
import dev.labelops.engine.s3.objects.ObjectCommits.Target;
import dev.labelops.engine.s3.objects.ObjectCommits.Written;
import dev.labelops.engine.s3.objects.UploadIndex.Upload;
import dev.labelops.engine.s3.protocol.S3Errors;
import java.io.InputStream;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.gaul.s3proxy.blobstore.SdkResponses;
import org.gaul.s3proxy.blobstore.domain.MultipartUpload;
import org.gaul.s3proxy.nio2blob.AbstractNio2BlobStore;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.Part;
import software.amazon.awssdk.services.s3.model.UploadPartRequest;
import software.amazon.awssdk.services.s3.model.UploadPartResponse;

/** Multipart uploads: the index knows them, the file store keeps their parts. */
final class MultipartUploads {
  private static final int ID_LENGTH = 36;

  private final BlobStore store;
  private final ObjectFiles files;
  private final UploadIndex index;
  private final ObjectCommits commits;
  private final Clock clock;

  MultipartUploads(
      BlobStore store, ObjectFiles files, UploadIndex index, ObjectCommits commits, Clock clock) {
    this.store = store;
    this.files = files;
    this.index = index;
    this.commits = commits;
    this.clock = clock;
  }

  MultipartUpload begin(
      CreateMultipartUploadRequest request, ObjectDetails details, Optional<String> tags) {
    String file = ObjectFiles.newName();
    MultipartUpload upload =
        commits.inFolder(
            request.bucket(),
            () -> store.initiateMultipartUpload(request.toBuilder().key(file).build()));
    index.add(
        new Upload(
            upload.id(), request.bucket(), request.key(), file, clock.instant(), tags, details));
    Encryption encryption = details.encryption();
    return new MultipartUpload(
        upload.id(),
        request,
        CreateMultipartUploadResponse.builder()
            .bucket(request.bucket())
            .key(request.key())
            .uploadId(upload.id())
            .serverSideEncryption(encryption.algorithm())
            .ssekmsKeyId(encryption.key().orElse(null))
            .bucketKeyEnabled(encryption.reportedBucketKey())
            .build());
  }

  UploadPartResponse part(MultipartUpload upload, UploadPartRequest request, InputStream payload) {
    Upload known = require(upload);
    Encryption encryption = known.details().encryption();
    return store.uploadMultipartPart(inFiles(upload, known), request, payload).toBuilder()
        .serverSideEncryption(encryption.algorithm())
        .ssekmsKeyId(encryption.key().orElse(null))
        .bucketKeyEnabled(encryption.reportedBucketKey())
        .build();
  }

  List<Part> parts(MultipartUpload upload) {
    return store.listMultipartUpload(inFiles(upload, require(upload)));
  }

  void abort(MultipartUpload upload) {
    require(upload);
    index.remove(upload.id());
    files.dropParts(upload.containerName(), upload.id());
  }

  /** Creates the object from copies of the parts, and removes the parts when it is in the index. */
  CompleteMultipartUploadResponse complete(
      MultipartUpload upload, CompleteMultipartUploadRequest request) {
    Upload known = require(upload);
    List<Integer> numbers =
        request.multipartUpload().parts().stream().map(CompletedPart::partNumber).toList();
    CompleteMultipartUploadResponse answer =
        commits.write(
            new Target(
                known.bucket(),
                known.key(),
                WriteCondition.of(request.ifMatch(), request.ifNoneMatch()),
                known.tags(),
                Optional.of(known.id())),
            file -> assembled(upload, known, request, numbers, file));
    files.dropParts(known.bucket(), known.id());
    return answer;
  }

  private Written<CompleteMultipartUploadResponse> assembled(
      MultipartUpload upload,
      Upload known,
      CompleteMultipartUploadRequest request,
      List<Integer> numbers,
      String file) {
    String id = ObjectFiles.newName();
    try {
      List<Long> sizes = linked(known, numbers, id, file);
      CompleteMultipartUploadResponse answer =
          store.completeMultipartUpload(
              new MultipartUpload(
                  id, upload.request().toBuilder().key(file).build(), upload.response()),
              request.toBuilder().ifMatch(null).ifNoneMatch(null).build());
      Encryption encryption = known.details().encryption();
      return new Written<>(
          answer.toBuilder()
              .serverSideEncryption(encryption.algorithm())
              .ssekmsKeyId(encryption.key().orElse(null))
              .bucketKeyEnabled(encryption.reportedBucketKey())
              .build(),
          known.details().withParts(sizes));
    } catch (RuntimeException e) {
      files.dropParts(known.bucket(), id);
      throw e;
    }
  }

  private List<Long> linked(Upload known, List<Integer> numbers, String id, String file) {
    try {
      return files.linkParts(known.bucket(), known, numbers, id, file);
    } catch (AwsError e) {
      // Another request may have ended the upload and removed the parts meanwhile.
      throw index.find(known.id()).isEmpty() ? S3Errors.NO_SUCH_UPLOAD.of() : e;
    }
  }

  List<software.amazon.awssdk.services.s3.model.MultipartUpload> list(String bucket) {
    return index.list(bucket).stream()
        .map(
            upload ->
                SdkResponses.upload(upload.key(), upload.id(), upload.startedAt()).toBuilder()
                    .storageClass(upload.details().storageClass())
                    .build())
        .toList();
  }

  Optional<Upload> find(String id) {
    return index.find(id);
  }

  /**
   * The file of a part that S3Proxy reads back by the name which its own file store would give it.
   */
  Optional<String> partFile(String bucket, String key) {
    String name = key.substring(StrayFiles.PART.length());
    String number = name.substring(name.lastIndexOf('-') + 1);
    if (name.length() <= ID_LENGTH || !number.matches("\\d{1,5}")) {
      return Optional.empty();
    }
    return index
        .find(name.substring(0, ID_LENGTH))
        .filter(found -> found.bucket().equals(bucket))
        .map(
            found ->
                AbstractNio2BlobStore.multipartPartName(
                    found.id(), found.file(), Integer.parseInt(number)));
  }

  private Upload require(MultipartUpload upload) {
    return index
        .find(upload.id())
        .filter(found -> found.bucket().equals(upload.containerName()))
        .filter(found -> found.key().equals(upload.blobName()))
        .orElseThrow(S3Errors.NO_SUCH_UPLOAD::of);
  }

  /** The upload as the file store knows it. */
  private static MultipartUpload inFiles(MultipartUpload upload, Upload known) {
    return new MultipartUpload(
        upload.id(), upload.request().toBuilder().key(known.file()).build(), upload.response());
  }
}
