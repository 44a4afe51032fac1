package dev.labelops.operator.task;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labelops.operator.api.v1alpha1.LabelingJobSpec.Label;
import java.util.List;
import org.junit.jupiter.api.Test;

class LabelCategoriesTest {
  @Test
  void labelsKeepTheirOrderBecauseTheirPlaceIsTheirClassId() {
    assertThat(LabelCategories.json(List.of(new Label("RedBull"), new Label("DHL"))))
        .isEqualTo(
            "{\"document-version\":\"2018-11-28\",\"labels\":[{\"label\":\"RedBull\"},{\"label\":\"DHL\"}]}");
  }

  @Test
  void anyTextIsALabel() {
    assertThat(LabelCategories.json(List.of(new Label("say \"hi\" \\ Größe"))))
        .isEqualTo(
            "{\"document-version\":\"2018-11-28\",\"labels\":[{\"label\":\"say \\\"hi\\\" \\\\ Größe\"}]}");
  }
}
