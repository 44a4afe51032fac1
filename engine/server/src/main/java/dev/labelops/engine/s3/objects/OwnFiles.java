package dev.labelops.engine.s3.objects;

import dev.labelops.engine.EngineSettings;
import dev.labelops.engine.s3.buckets.Buckets;
import dev.labelops.engine.store.Database;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;

/** The objects in the engine's own data folder, from the start of the engine to its end. */
public record OwnFiles(
    BlobStore plain, ObjectFiles files, ObjectIndex index, UploadIndex uploads, StrayFiles strays) {
  /**
   * Opens the folder and clears away what a killed engine left.
   *
   * @param buckets the names of all buckets; a kill may have left one without its folder
   */
  public static OwnFiles open(
      EngineSettings settings, ObjectIndex index, UploadIndex uploads, List<String> buckets) {
    Path folder = folder(settings.dataFolder());
    BlobStore plain = new FilesystemNio2BlobStore(folder.toString());
    // H2 lets one engine open its database, and does not force its commits to the disk; with
    // PostgreSQL there may be other engines, and a commit outlives a power cut.
    boolean alone = settings.databaseUrl().isEmpty();
    ObjectFiles files = new ObjectFiles(folder, plain, !alone);
    buckets.forEach(files::createFolder);
    StrayFiles strays = new StrayFiles(folder, index, uploads, alone);
    strays.begin(buckets);
    return new OwnFiles(plain, files, index, uploads, strays);
  }

  /**
   * The objects in the folder of a running engine, for a process that shares them: the engine alone
   * removes strays.
   */
  public static BlobStore shared(Path dataFolder, Database database, Buckets buckets, Clock clock) {
    Path folder = folder(dataFolder);
    BlobStore plain = new FilesystemNio2BlobStore(folder.toString());
    // Nobody removes a bucket in this process.
    ReadWriteLock bucketLife = new ReentrantReadWriteLock();
    return new IndexedBlobStore(
        plain,
        new ObjectFiles(folder, plain, true),
        new ObjectIndex(database, bucketLife),
        new UploadIndex(database, bucketLife),
        buckets,
        clock);
  }

  public BlobStore store(Buckets buckets, Clock clock) {
    return new IndexedBlobStore(plain, files, index, uploads, buckets, clock);
  }

  public void end() throws IOException {
    strays.end(!files.hasLeftSomething());
  }

  private static Path folder(Path dataFolder) {
    try {
      // S3Proxy's store finds nothing by prefix, parts of uploads included, below a relative path.
      return Files.createDirectories(dataFolder.resolve("objects").toAbsolutePath().normalize());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot create the objects folder in " + dataFolder, e);
    }
  }
}
