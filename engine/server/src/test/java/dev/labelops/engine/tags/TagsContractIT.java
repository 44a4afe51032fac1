package dev.labelops.engine.tags;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labelops.engine.store.Vendor;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** {@code Tags}. */
@ParameterizedClass
@EnumSource(Vendor.class)
class TagsContractIT {
  @Parameter Vendor vendor;

  private final String arn = "arn:aws:sagemaker:eu-west-1:0:workteam/" + UUID.randomUUID();

  @Test
  void tagsAreAddedReplacedAndRemoved() {
    put(Map.of("a", "1", "A", "2", "\u00fc", ""));
    put(Map.of("a", "3"));
    assertThat(tags()).isEqualTo(Map.of("a", "3", "A", "2", "\u00fc", ""));
    work(
        handle -> {
          Tags.remove(handle, arn, List.of("A", "not there"));
          return null;
        });
    assertThat(tags()).isEqualTo(Map.of("a", "3", "\u00fc", ""));
    work(
        handle -> {
          Tags.clear(handle, arn);
          return null;
        });
    assertThat(tags()).isEmpty();
  }

  private void put(Map<String, String> tags) {
    work(
        handle -> {
          Tags.put(handle, arn, tags);
          return null;
        });
  }

  private Map<String, String> tags() {
    return work(handle -> Tags.of(handle, arn));
  }

  private <T> T work(Function<Handle, T> work) {
    return vendor.database().inTransaction(work);
  }
}
