package dev.labelops.engine.s3;

import dev.labelops.engine.EngineSettings;
import dev.labelops.engine.EngineSettings.ExternalS3;
import dev.labelops.engine.front.Faults;
import dev.labelops.engine.front.HttpService;
import dev.labelops.engine.front.SignatureVerifier;
import dev.labelops.engine.quirks.QuirkBoard;
import dev.labelops.engine.store.Database;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import org.gaul.s3proxy.awssdk.AwsS3SdkBlobStore;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.gaul.s3proxy.blobstore.Credentials;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;

/** Puts the parts of the S3 service together. */
public final class S3 implements AutoCloseable {
  private final BlobStore blobs;
  private final S3Service service;
  private final ObjectStore objects;

  public S3(
      EngineSettings settings,
      Database database,
      SignatureVerifier verifier,
      QuirkBoard quirks,
      Clock clock) {
    this.blobs = settings.externalS3().map(S3::external).orElseGet(() -> own(settings));
    Buckets buckets = new Buckets(database);
    settings.externalS3().ifPresent(s3 -> adopt(blobs, buckets, settings, s3, clock));
    Cors cors = new Cors(buckets);
    this.service =
        new S3Service(
            verifier,
            new Faults(quirks),
            buckets,
            new BucketOperations(buckets, blobs, clock),
            cors,
            new S3Gateway(blobs));
    this.objects = new BlobObjectStore(blobs, buckets, cors);
  }

  private static BlobStore own(EngineSettings settings) {
    return new FilesystemNio2BlobStore(folder(settings.dataFolder()).toString());
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

  // What lies in the external S3 already belongs to the account of the first key.
  private static void adopt(
      BlobStore blobs, Buckets buckets, EngineSettings settings, ExternalS3 s3, Clock clock) {
    String account = settings.keys().getFirst().accountId();
    blobs.list().buckets().stream()
        .filter(bucket -> buckets.find(bucket.name()).isEmpty())
        .map(b -> new Buckets.Bucket(b.name(), account, s3.region(), clock.instant()))
        .forEach(buckets::add);
  }

  private static Path folder(Path dataFolder) {
    try {
      return Files.createDirectories(dataFolder.resolve("objects"));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot make the objects folder in " + dataFolder, e);
    }
  }

  /** What answers S3 requests. */
  public HttpService service() {
    return service;
  }

  /** The same objects for the labeling core. */
  public ObjectStore objects() {
    return objects;
  }

  @Override
  public void close() {
    blobs.close();
  }
}
