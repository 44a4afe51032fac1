package dev.labelops.engine.labeling.input;

import dev.labelops.engine.s3.ObjectStore;
import dev.labelops.engine.s3.S3Location;
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

  /**
   * The whole object as text.
   *
   * @param field the field of CreateLabelingJob that names it, for the message
   * @param region the job's region, in which the bucket has to be
   * @throws JobFailure when it is not there, must not be read, is not UTF-8 or lies in another
   *     region
   * @throws IOException when the objects cannot be reached just now
   */
  public String text(String field, S3Location location, String region) throws IOException {
    try {
      checkRegion(field, location.bucket(), region);
      try (InputStream stream =
          objects
              .read(location)
              .orElseThrow(
                  () ->
                      JobFailure.client(
                          field + ": there is no object " + location + ". Store it first."))) {
        return decode(field, location, stream.readAllBytes());
      }
    } catch (AccessDeniedException e) {
      throw JobFailure.client(field + ": " + location + " cannot be read: " + e.getMessage());
    }
  }

  /** Refuses a bucket that does not exist or lies in another region than the job. */
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
      throw JobFailure.client(field + ": there is no bucket " + bucket + ". Create it first.");
    }
    if (!actual.get().equals(region)) {
      throw JobFailure.client(
          "%s: the bucket %s is in %s, the labeling job in %s. Use a bucket in the job's region."
              .formatted(field, bucket, actual.get(), region));
    }
  }

  private static String decode(String field, S3Location location, byte[] bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw JobFailure.client(
          field + ": " + location + " is not UTF-8 text. Store it again in UTF-8.");
    }
  }
}
