package dev.labelops.engine.labeling.input;

import dev.labelops.engine.s3.ObjectStore;
import dev.labelops.groundtruth.S3Location;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.util.Optional;

/** Reads what CreateLabelingJob refers to, as a job's set-up does: what is wrong fails the job. */
public final class Inputs {
  private final ObjectStore objects;

  public Inputs(ObjectStore objects) {
    this.objects = objects;
  }

  /** Reads an object's content as a stream. */
  @FunctionalInterface
  public interface Reading {
    void of(InputStream content) throws IOException;
  }

  /**
   * The whole object as text.
   *
   * @param field the field of CreateLabelingJob that names it, for the message
   * @param region the job's region, in which the bucket has to be
   * @param maxBytes the most that it may have
   * @throws JobFailure when it is not there, must not be read, is not UTF-8, too large, or is in
   *     another region
   * @throws IOException when the objects cannot be reached just now
   */
  public String text(String field, S3Location location, String region, int maxBytes)
      throws IOException {
    StringBuilder text = new StringBuilder();
    read(
        field,
        location,
        region,
        content -> {
          byte[] bytes = content.readNBytes(maxBytes + 1);
          if (bytes.length > maxBytes) {
            throw JobFailure.client(
                "%s: %s is larger than %,d bytes. Store a smaller one."
                    .formatted(field, location, maxBytes));
          }
          text.append(StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)));
        });
    return text.toString();
  }

  /**
   * Reads an object that need not fit into memory; parameters and errors as with {@link #text}.
   *
   * @param reading throws {@link CharacterCodingException} for what is not UTF-8
   */
  public void read(String field, S3Location location, String region, Reading reading)
      throws IOException {
    try {
      checkRegion(field, location.bucket(), region);
      try (InputStream stream =
          objects
              .read(location)
              .orElseThrow(
                  () ->
                      JobFailure.client(
                          field
                              + ": the object "
                              + location
                              + " does not exist. Store it first."))) {
        reading.of(stream);
      }
    } catch (AccessDeniedException e) {
      throw JobFailure.client(field + ": " + location + " cannot be read: " + e.getMessage());
    } catch (CharacterCodingException e) {
      throw JobFailure.client(
          field + ": " + location + " is not UTF-8 text. Store it again in UTF-8.");
    }
  }

  /** Refuses a bucket that does not exist or is in another region than the job. */
  public void checkRegion(String field, String bucket, String region) throws IOException {
    Optional<String> actual;
    try {
      actual = objects.bucketRegion(bucket);
    } catch (AccessDeniedException e) {
      throw JobFailure.client(
          "%s: the bucket %s cannot be used: %s. Use a bucket of the job's account."
              .formatted(field, bucket, e.getReason()));
    }
    if (actual.isEmpty()) {
      throw JobFailure.client(
          field + ": the bucket " + bucket + " does not exist. Create it first.");
    }
    if (!actual.get().equals(region)) {
      throw JobFailure.client(
          "%s: the bucket %s is in %s, the labeling job in %s. Use a bucket in the job's region."
              .formatted(field, bucket, actual.get(), region));
    }
  }
}
