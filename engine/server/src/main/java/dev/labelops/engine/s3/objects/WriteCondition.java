package dev.labelops.engine.s3.objects;

import dev.labelops.engine.s3.objects.ObjectIndex.Entry;
import dev.labelops.engine.s3.protocol.S3Errors;
import java.util.Optional;
import java.util.function.Consumer;

/** {@code If-Match} and {@code If-None-Match} of a write, against the present object. */
final class WriteCondition {
  private static final String ANY = "*";

  private WriteCondition() {}

  /**
   * @param ifMatch an entity tag or {@code *}; null for none
   * @param ifNoneMatch an entity tag or {@code *}; null for none
   * @return throws when the write must not happen
   */
  static Consumer<Optional<Entry>> of(String ifMatch, String ifNoneMatch) {
    return there -> {
      if (ifMatch != null) {
        Entry entry = there.orElseThrow(() -> S3Errors.NO_SUCH_KEY.of());
        require(matches(ifMatch, entry));
      }
      if (ifNoneMatch != null) {
        require(there.filter(entry -> matches(ifNoneMatch, entry)).isEmpty());
      }
    };
  }

  /** Deleting what is not there is no error. */
  static Consumer<Optional<Entry>> ofDelete(String ifMatch) {
    return there -> require(ifMatch == null || there.stream().allMatch(e -> matches(ifMatch, e)));
  }

  private static boolean matches(String tag, Entry entry) {
    return tag.equals(ANY) || bare(tag).equals(bare(entry.eTag()));
  }

  private static String bare(String tag) {
    return tag.replace("\"", "");
  }

  private static void require(boolean holds) {
    if (!holds) {
      throw S3Errors.PRECONDITION_FAILED.of();
    }
  }
}
