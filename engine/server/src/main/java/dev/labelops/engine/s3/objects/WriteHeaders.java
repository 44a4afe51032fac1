package dev.labelops.engine.s3.objects;

import dev.labelops.engine.s3.protocol.S3Gateway;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.Optional;

/**
 * What a write says in headers that S3Proxy keeps to itself. The store finds it with the thread, so
 * that an object and its tags and storage class become visible together.
 *
 * @param tags the Tagging document of the request; empty when it says nothing
 * @param storageClass as S3 names it
 */
public record WriteHeaders(Optional<String> tags, Optional<String> storageClass) {
  private static final WriteHeaders NONE = new WriteHeaders(Optional.empty(), Optional.empty());
  private static final ThreadLocal<WriteHeaders> CURRENT = ThreadLocal.withInitial(() -> NONE);

  /**
   * @throws dev.labelops.engine.front.AwsError when the tags break the rules for tags
   */
  public static WriteHeaders of(HttpServletRequest request, String storageClass) {
    return new WriteHeaders(ObjectTags.of(request), Optional.of(storageClass));
  }

  /** Those of the request that this thread is answering; empty ones outside of any. */
  static WriteHeaders current() {
    return CURRENT.get();
  }

  /** Does the work, during which these are {@link #current()}. */
  public void during(S3Gateway.Work work) throws IOException {
    CURRENT.set(this);
    try {
      work.run();
    } finally {
      CURRENT.remove();
    }
  }
}
