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
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import org.gaul.s3proxy.awssdk.AwsS3SdkBlobStore;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.gaul.s3proxy.blobstore.Credentials;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;

/** Puts the parts of the S3 service together. */
public final class S3 implements AutoCloseable {
  private final BlobStore blobs;
  private final Optional<StrayFiles> strays;
  private final S3Service service;
  private final ObjectStores objects;

  public S3(
      EngineSettings settings,
      Database database,
      SignatureVerifier verifier,
      QuirkBoard quirks,
      Clock clock) {
    Buckets buckets = new Buckets(database);
    ObjectIndex index = new ObjectIndex(database);
    this.strays =
        settings.externalS3().isPresent()
            ? Optional.empty()
            : Optional.of(new StrayFiles(folder(settings.dataFolder()), index));
    this.blobs =
        settings
            .externalS3()
            .map(S3::external)
            .orElseGet(() -> own(settings, database, buckets, index, clock));
    strays.ifPresent(found -> found.begin(buckets.names()));
    settings.externalS3().ifPresent(s3 -> adopt(blobs, buckets, settings, s3, clock));
    Optional<ObjectTags> tags =
        settings.externalS3().isPresent() ? Optional.empty() : Optional.of(new ObjectTags(index));
    Cors cors = new Cors(buckets);
    this.service =
        new S3Service(
            settings.publicUrl().map(URI::getHost),
            verifier,
            new Faults(quirks),
            buckets,
            new BucketOperations(buckets, blobs, clock),
            tags,
            cors,
            new S3Gateway(blobs));
    this.objects = principal -> new BlobObjectStore(principal, blobs, buckets, cors);
  }

  // A kill may have left a bucket without its folder.
  private static BlobStore own(
      EngineSettings settings, Database database, Buckets buckets, ObjectIndex index, Clock clock) {
    BlobStore files = new FilesystemNio2BlobStore(folder(settings.dataFolder()).toString());
    buckets.names().stream()
        .filter(name -> !files.containerExists(name))
        .forEach(files::createContainer);
    return new IndexedBlobStore(files, index, new UploadIndex(database), clock);
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
        .forEach(bucket -> buckets.add(bucket, Map.of()));
  }

  private static Path folder(Path dataFolder) {
    try {
      // S3Proxy's store finds nothing by prefix, parts of uploads included, below a relative path.
      return Files.createDirectories(dataFolder.resolve("objects").toAbsolutePath().normalize());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot make the objects folder in " + dataFolder, e);
    }
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
    if (strays.isPresent()) {
      strays.get().end();
    }
  }
}
