package dev.labelops.operator.tenancy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a grant covers, at its edges. */
class TenancyTest {
  private static final Tenancy TENANCY =
      new Tenancy(
          false,
          "labelops-system",
          Map.of(
              "team",
              new Tenancy.Grant(
                  Optional.empty(),
                  WorkforceRight.NONE,
                  Map.of(Grantable.LOCATIONS, List.of("s3://shared/team", "s3://own")))));

  @ParameterizedTest
  @CsvSource({
    "s3://shared/team, true, false",
    "s3://shared/team/, true, true",
    "s3://shared/team/images/a.jpg, true, true",
    "s3://shared/team/im, true, true",
    "s3://shared/team-b/a.jpg, false, false",
    "s3://shared/tea, false, false",
    "s3://shared/, false, false",
    "s3://own, true, false",
    "s3://own/, true, true",
    "s3://own-not/a.jpg, false, false",
    "s3://shared/team/../team-b/a.jpg, false, false",
    "s3://shared/team/./a.jpg, false, false",
    "s3://shared/team/.., false, false",
    "s3://shared/team/a..jpg, true, true"
  })
  void aGrantEndsAtItsSlash(String uri, boolean mayUse, boolean mayList) {
    assertThat(TENANCY.mayUseLocation("team", uri)).as("use").isEqualTo(mayUse);
    assertThat(TENANCY.mayList("team", uri)).as("everything that begins so").isEqualTo(mayList);
    assertThat(TENANCY.mayUseLocation("others", uri)).as("another namespace").isFalse();
  }

  @Test
  void theOperatorsOwnNamespaceMayNameAnything() {
    assertThat(TENANCY.mayUseLocation("labelops-system", "s3://any/a")).isTrue();
    assertThat(TENANCY.mayList("labelops-system", "s3://any/a")).isTrue();
  }
}
