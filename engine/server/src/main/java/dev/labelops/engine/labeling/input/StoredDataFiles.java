package dev.labelops.engine.labeling.input;

import dev.labelops.engine.labeling.task.DataFiles;
import dev.labelops.engine.labeling.task.UnusableObject;
import dev.labelops.engine.s3.ObjectStore;
import dev.labelops.groundtruth.S3Location;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.util.Optional;

/**
 * Reads the files of data objects from S3.
 *
 * @param objects S3 in the name of the job's execution role
 */
public record StoredDataFiles(ObjectStore objects) implements DataFiles {
  private static final int BYTES_PER_MEGABYTE = 1024 * 1024;

  @Override
  public <T> T read(String attribute, String address, long mostBytes, Reading<T> reading)
      throws IOException {
    S3Location location = location(attribute, address);
    try {
      Optional<Long> bytes = objects.size(location);
      if (bytes.isEmpty()) {
        throw missing();
      }
      if (!objects.allowsBrowserGet(location.bucket())) {
        throw new UnusableObject(
            "The bucket %s has no CORS rule that allows GET from browsers; workers could not load the object."
                .formatted(location.bucket()));
      }
      if (bytes.get() > mostBytes) {
        throw new UnusableObject(
            "The file is larger than the maximum of %d MB."
                .formatted(mostBytes / BYTES_PER_MEGABYTE));
      }
      try (InputStream file = objects.read(location).orElseThrow(StoredDataFiles::missing)) {
        return reading.of(file);
      }
    } catch (AccessDeniedException e) {
      throw denied();
    }
  }

  @Override
  public String etag(String attribute, String address) throws IOException {
    try {
      return objects.etag(location(attribute, address)).orElseThrow(StoredDataFiles::missing);
    } catch (AccessDeniedException e) {
      throw denied();
    }
  }

  private static S3Location location(String attribute, String address) {
    S3Location location;
    try {
      location = S3Location.parse(address);
    } catch (IllegalArgumentException e) {
      throw new UnusableObject(attribute + " is " + e.getMessage() + ".");
    }
    int bytes = location.key().getBytes(StandardCharsets.UTF_8).length;
    if (bytes == 0 || bytes > S3Location.MAX_KEY_BYTES || location.key().indexOf('\0') >= 0) {
      throw new UnusableObject(attribute + " has an invalid object key.");
    }
    return location;
  }

  private static UnusableObject denied() {
    return new UnusableObject(
        "The account of the execution role is not allowed to read the object.");
  }

  private static UnusableObject missing() {
    return new UnusableObject("The object does not exist.");
  }
}
