package dev.labelops.engine.s3.objects;

import dev.labelops.engine.front.AwsError;
import dev.labelops.engine.s3.protocol.S3Errors;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.gaul.s3proxy.nio2blob.AbstractNio2BlobStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files of the objects: one folder for each bucket and nothing but files in it. S3Proxy's store
 * removes a folder that has become empty, also while another thread is about to write into it, so
 * no file may have a folder of its own below the bucket's.
 */
public final class ObjectFiles {
  private static final Logger LOG = LoggerFactory.getLogger(ObjectFiles.class);

  private final Path folder;
  private final BlobStore store;
  private final boolean forced;
  private volatile boolean left;

  /**
   * @param folder holds the folder of each bucket
   * @param store S3Proxy's store of files in the same folder
   * @param forced whether an object is on the disk before the index names it. That is worth its
   *     time only where the index itself outlives a power cut.
   */
  ObjectFiles(Path folder, BlobStore store, boolean forced) {
    this.folder = folder;
    this.store = store;
    this.forced = forced;
  }

  public static String newName() {
    return UUID.randomUUID().toString();
  }

  void createFolder(String bucket) {
    if (!Files.isDirectory(folder.resolve(bucket))) {
      try {
        store.createContainer(bucket);
      } catch (RuntimeException e) {
        if (!Files.isDirectory(folder.resolve(bucket))) {
          throw e;
        }
      }
    }
  }

  /**
   * Removes what a bucket left behind, and its folder when nothing else is in it: a bucket of the
   * same name may be there again.
   */
  void removeFolder(String bucket, Predicate<String> leftovers) {
    Path path = folder.resolve(bucket);
    try (Stream<Path> found = Files.walk(path)) {
      for (Path file : found.filter(Files::isRegularFile).toList()) {
        if (leftovers.test(path.relativize(file).toString())) {
          Files.deleteIfExists(file);
        }
      }
      removeEmptyFolders(path);
    } catch (NoSuchFileException e) {
      LOG.debug("the folder of bucket {} does not exist any more", bucket);
    } catch (IOException | UncheckedIOException e) {
      keep(bucket, "its folder", e);
    }
  }

  // Engines before this one kept objects in folders below the bucket's.
  private static void removeEmptyFolders(Path path) throws IOException {
    try (Stream<Path> found = Files.list(path)) {
      for (Path below : found.filter(Files::isDirectory).toList()) {
        removeEmptyFolders(below);
      }
    }
    try {
      Files.delete(path);
    } catch (DirectoryNotEmptyException e) {
      LOG.debug("{} is in use", path);
    }
  }

  /** Writes the file and its name to the disk, so that a power cut does not take them back. */
  void force(String bucket, String file) {
    if (!forced) {
      return;
    }
    Path path = folder.resolve(bucket).resolve(file);
    try (FileChannel content = FileChannel.open(path, StandardOpenOption.WRITE)) {
      content.force(true);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + path + " to the disk", e);
    }
    try (FileChannel names = FileChannel.open(path.getParent())) {
      names.force(true);
    } catch (IOException e) {
      LOG.debug("the file system of {} does not write folders to the disk", folder, e);
    }
  }

  /** Removes a file that no index names. A failure does no harm: the file is a stray then. */
  void drop(String bucket, String file) {
    try {
      Files.deleteIfExists(folder.resolve(bucket).resolve(file));
    } catch (IOException e) {
      keep(bucket, file, e);
    }
  }

  /** Keeps a file that an index may name; {@link StrayFiles} checks when the index can be read. */
  void keep(String bucket, String what, Exception reason) {
    left = true;
    LOG.warn(
        "{} of bucket {} is kept; a later start determines whether it is needed: {}",
        what,
        bucket,
        reason.toString());
  }

  /** Whether there may be files that no index names. */
  boolean hasLeftSomething() {
    return left;
  }

  /**
   * Gives the parts of an upload a second name, under which they become an object: the upload keeps
   * its own until the object is in the index.
   *
   * @return the parts' sizes in bytes
   * @throws AwsError {@code InvalidPart} when one of them is not there
   */
  List<Long> linkParts(
      String bucket, UploadIndex.Upload upload, List<Integer> numbers, String id, String file) {
    Path path = folder.resolve(bucket);
    List<Long> sizes = new ArrayList<>();
    try {
      for (int number : numbers) {
        Path part =
            path.resolve(
                AbstractNio2BlobStore.multipartPartName(upload.id(), upload.file(), number));
        sizes.add(Files.size(part));
        link(path.resolve(AbstractNio2BlobStore.multipartPartName(id, file, number)), part);
      }
      return sizes;
    } catch (NoSuchFileException e) {
      throw S3Errors.INVALID_PART.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void link(Path name, Path part) throws IOException {
    try {
      Files.createLink(name, part);
    } catch (UnsupportedOperationException | FileSystemException e) {
      if (e instanceof NoSuchFileException missing) {
        throw missing;
      }
      // Not every file system has links.
      Files.copy(part, name, StandardCopyOption.COPY_ATTRIBUTES);
    }
  }

  /** Removes the parts of an upload that has ended; one that stays is a stray. */
  void dropParts(String bucket, String id) {
    String prefix = StrayFiles.PART + id + "-";
    try (Stream<Path> found = Files.list(folder.resolve(bucket))) {
      for (Path part :
          found.filter(path -> path.getFileName().toString().startsWith(prefix)).toList()) {
        if (Files.isDirectory(part)) {
          try (Stream<Path> nested = Files.list(part)) {
            for (Path file : nested.toList()) {
              Files.deleteIfExists(file);
            }
          }
        }
        Files.deleteIfExists(part);
      }
    } catch (IOException | UncheckedIOException e) {
      keep(bucket, "upload " + id, e);
    }
  }
}
