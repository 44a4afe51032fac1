package dev.labelops.engine.s3;

import dev.labelops.engine.EngineSettings;
import dev.labelops.engine.EngineSettings.ExternalS3;
import dev.labelops.engine.front.Faults;
import dev.labelops.engine.front.HttpService;
import dev.labelops.engine.front.SignatureVerifier;
import dev.labelops.engine.quirks.QuirkBoard;
import dev.labelops.engine.s3.buckets.AclRules;
import dev.labelops.engine.s3.buckets.BucketOperations;
import dev.labelops.engine.s3.buckets.Buckets;
import dev.labelops.engine.s3.buckets.Cors;
import dev.labelops.engine.s3.front.ObjectRequests;
import dev.labelops.engine.s3.front.S3Service;
import dev.labelops.engine.s3.objects.BlobObjectStore;
import dev.labelops.engine.s3.objects.ObjectIndex;
import dev.labelops.engine.s3.objects.OwnFiles;
import dev.labelops.engine.s3.objects.UploadIndex;
import dev.labelops.engine.s3.protocol.S3Gateway;
import dev.labelops.engine.store.Database;
import java.io.Closeable;
import java.io.IOException;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.gaul.s3proxy.awssdk.AwsS3SdkBlobStore;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.gaul.s3proxy.blobstore.Credentials;

/** Puts the parts of the S3 service together. */
public final class S3 implements AutoCloseable {
  private final BlobStore blobs;
  private final Optional<OwnFiles> own;
  private final S3Service service;
  private final ObjectStores objects;

  public S3(
      EngineSettings settings,
      Database database,
      SignatureVerifier verifier,
      QuirkBoard quirks,
      Clock clock) {
    Buckets buckets = new Buckets(database);
    ReadWriteLock bucketLife = new ReentrantReadWriteLock();
    ObjectIndex index = new ObjectIndex(database, bucketLife);
    if (settings.externalS3().isPresent()) {
      this.own = Optional.empty();
      this.blobs = external(settings.externalS3().get());
    } else {
      OwnFiles files =
          OwnFiles.open(settings, index, new UploadIndex(database, bucketLife), buckets.names());
      this.own = Optional.of(files);
      this.blobs = files.store(buckets, clock);
    }
    settings.externalS3().ifPresent(s3 -> adopt(blobs, buckets, settings, s3, clock));
    Cors cors = new Cors(buckets);
    this.service =
        new S3Service(
            settings.publicUrl(),
            verifier,
            new Faults(quirks),
            buckets,
            new BucketOperations(buckets, blobs, clock),
            cors,
            new ObjectRequests(
                settings.publicUrl(), blobs, new S3Gateway(blobs), new AclRules(buckets), own),
            own.isPresent());
    this.objects = principal -> new BlobObjectStore(principal, blobs, buckets, cors);
  }

  /** The objects of a running engine, for a process that does not serve S3. */
  public static SharedObjects shared(EngineSettings settings, Database database, Clock clock) {
    Buckets buckets = new Buckets(database);
    BlobStore blobs =
        settings
            .externalS3()
            .map(S3::external)
            .orElseGet(() -> OwnFiles.shared(settings.dataFolder(), database, buckets, clock));
    Cors cors = new Cors(buckets);
    return new SharedObjects(
        principal -> new BlobObjectStore(principal, blobs, buckets, cors), blobs::close);
  }

  /** Objects until they are closed. */
  public record SharedObjects(ObjectStores stores, Closeable connection) implements Closeable {
    @Override
    public void close() throws IOException {
      connection.close();
    }
  }

  private static BlobStore external(ExternalS3 s3) {
    return new AwsS3SdkBlobStore(
        () -> new Credentials(s3.accessKeyId(), s3.secretAccessKey()),
        s3.endpoint().toString(),
        s3.region(),
        "native",
        "true",
        "false");
  }

  // What the external S3 already has belongs to the account of the first key.
  private static void adopt(
      BlobStore blobs, Buckets buckets, EngineSettings settings, ExternalS3 s3, Clock clock) {
    String account = settings.keys().getFirst().accountId();
    blobs.list().buckets().stream()
        .filter(bucket -> buckets.find(bucket.name()).isEmpty())
        .map(b -> new Buckets.Bucket(b.name(), account, s3.region(), clock.instant()))
        .forEach(bucket -> buckets.add(bucket, Map.of()));
  }

  /** What answers S3 requests. */
  public HttpService service() {
    return service;
  }

  /** The same objects for the labeling core. */
  public ObjectStores objects() {
    return objects;
  }

  @Override
  public void close() throws IOException {
    blobs.close();
    if (own.isPresent()) {
      own.get().end();
    }
  }
}
