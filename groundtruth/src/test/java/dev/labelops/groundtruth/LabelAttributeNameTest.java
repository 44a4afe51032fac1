package dev.labelops.groundtruth;

import static dev.labelops.groundtruth.LabelAttributeName.violation;
import static org.assertj.core.api.Assertions.assertThat;

import dev.labelops.groundtruth.LabelAttributeName.RefSuffix;
import dev.labelops.groundtruth.LabelAttributeName.Violation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LabelAttributeNameTest {
  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      textBlock =
          """
          category,           Forbidden, -
          a,                  Forbidden, -
          category-1,         Any,       -
          category-ref,       Required,  -
          category-ref,       Any,       -
          source,             Any,       Reserved
          source,             Required,  Reserved
          source-ref,         Required,  Reserved
          sources,            Forbidden, -
          category-metadata,  Any,       MetadataSuffix
          metadata,           Forbidden, -
          category-ref,       Forbidden, RefForbidden
          category,           Required,  RefRequired
          ref,                Required,  RefRequired
          category-,          Any,       Form
          -category,          Any,       Form
          $category,          Any,       Form
          my category,        Any,       Form
          '',                 Any,       Form
          """)
  void namesTheRuleThatIsBroken(String name, RefSuffix refSuffix, Violation violation) {
    assertThat(violation(name, refSuffix).orElse(null)).isEqualTo(violation);
  }

  @Test
  void hasAtMost127Characters() {
    assertThat(violation("a".repeat(127), RefSuffix.Any)).isEmpty();
    assertThat(violation("a".repeat(128), RefSuffix.Any)).contains(Violation.TooLong);
  }
}
