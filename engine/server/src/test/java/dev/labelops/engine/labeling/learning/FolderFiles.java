package dev.labelops.engine.labeling.learning;

import dev.labelops.engine.labeling.task.DataFiles;
import dev.labelops.engine.labeling.task.UnusableObject;
import dev.labelops.groundtruth.S3Location;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Files of a folder as the objects of any bucket.
 *
 * @param folder where a key's file is
 */
public record FolderFiles(Path folder) implements DataFiles {
  @Override
  public <T> T read(String attribute, String address, long mostBytes, Reading<T> reading)
      throws IOException {
    try (InputStream in = Files.newInputStream(file(address))) {
      return reading.of(in);
    }
  }

  /** As the engine has it, so that both find the same features in a cache. */
  @Override
  public String etag(String attribute, String address) throws IOException {
    try {
      byte[] md5 = MessageDigest.getInstance("MD5").digest(Files.readAllBytes(file(address)));
      return HexFormat.of().formatHex(md5);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has MD5", e);
    }
  }

  private Path file(String address) {
    Path file = folder.resolve(S3Location.parse(address).key());
    if (!Files.isRegularFile(file)) {
      throw new UnusableObject("The object does not exist.");
    }
    return file;
  }
}
