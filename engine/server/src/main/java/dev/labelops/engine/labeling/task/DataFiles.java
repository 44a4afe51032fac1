package dev.labelops.engine.labeling.task;

import java.io.IOException;
import java.io.InputStream;

/** The files that data objects refer to, read in the name of the job's execution role. */
public interface DataFiles {
  /** Takes from a file what is to be known of it. */
  @FunctionalInterface
  interface Reading<T> {
    /**
     * @param content the file from its beginning; not closed
     */
    T of(InputStream content) throws IOException;
  }

  /**
   * Reads a file that workers' browsers will load, as far as {@code reading} wants it.
   *
   * @param attribute the manifest attribute that names the file, for the reason
   * @param address {@code s3://bucket/key}
   * @param mostBytes the most that the file may have, whole megabytes
   * @throws UnusableObject when it does not exist, must not be read, is too large, or browsers may
   *     not load it (CORS)
   * @throws IOException when it cannot be reached just now, which says nothing about the object
   */
  <T> T read(String attribute, String address, long mostBytes, Reading<T> reading)
      throws IOException;

  /**
   * The file's ETag, which changes whenever its content does.
   *
   * @param attribute the manifest attribute that names the file, for the reason
   * @param address {@code s3://bucket/key}
   * @throws UnusableObject when it does not exist or must not be read
   * @throws IOException when it cannot be reached just now, which says nothing about the object
   */
  String etag(String attribute, String address) throws IOException;
}
