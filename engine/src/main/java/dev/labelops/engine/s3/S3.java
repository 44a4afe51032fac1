package dev.labelops.engine.s3;

import dev.labelops.engine.EngineSettings;
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
import org.gaul.s3proxy.blobstore.BlobStore;
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
    this.blobs = new FilesystemNio2BlobStore(folder(settings.dataFolder()).toString());
    Buckets buckets = new Buckets(database);
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
