package dev.labelops.operator.task;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labelops.groundtruth.LabelCategoryFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class LabelCategoriesTest {
  private static String plain(String... labels) {
    return LabelCategories.json(
        LabelCategoryFormat.Plain,
        Categories.named(List.of(labels)),
        new WorkerInstructions("not", "in this format"));
  }

  @Test
  void labelsKeepTheirOrderBecauseTheirPlaceIsTheirClassId() {
    assertThat(plain("RedBull", "DHL"))
        .isEqualTo(
            "{\"document-version\":\"2018-11-28\",\"labels\":[{\"label\":\"RedBull\"},{\"label\":\"DHL\"}]}");
  }

  @Test
  void anyTextIsALabel() {
    assertThat(plain("say \"hi\" \\ Größe"))
        .isEqualTo(
            "{\"document-version\":\"2018-11-28\",\"labels\":[{\"label\":\"say \\\"hi\\\" \\\\ Größe\"}]}");
  }
}
