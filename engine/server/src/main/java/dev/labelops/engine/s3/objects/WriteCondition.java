package dev.labelops.engine.s3.objects;

import dev.labelops.engine.front.AwsError;
import dev.labelops.engine.s3.objects.ObjectIndex.Entry;
import java.util.Optional;
import java.util.function.Consumer;

/** {@code If-Match} and {@code If-None-Match} of a write, against the object that is there. */
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
        Entry entry =
            there.orElseThrow(
                () -> new AwsError(404, "NoSuchKey", "The specified key does not exist."));
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
      throw new AwsError(
          412,
          "PreconditionFailed",
          "At least one of the pre-conditions you specified did not hold");
    }
  }
}
