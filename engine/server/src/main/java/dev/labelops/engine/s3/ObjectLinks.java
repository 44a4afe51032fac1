package dev.labelops.engine.s3;

import dev.labelops.groundtruth.S3Location;
import java.net.URI;
import java.time.Duration;

/** Creates addresses with which a browser can read one object for a limited time. */
public interface ObjectLinks {
  /**
   * A presigned GET address.
   *
   * @param accountId the account in whose name the object is read
   * @param region the bucket's region
   */
  URI get(String accountId, String region, S3Location location, Duration valid);
}
