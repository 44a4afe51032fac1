package dev.labelops.operator.aws.cognito;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labelops.operator.iam.CallsInCode;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class CognitoQuotaTest {
  private static final String SERVICE = "cognito-idp:";

  @Test
  void everyCallInTheCodeIsCountedInOneQuota() {
    List<String> counted =
        Arrays.stream(CognitoQuota.values()).flatMap(quota -> quota.operations().stream()).toList();
    assertThat(counted)
        .containsExactlyInAnyOrderElementsOf(
            CallsInCode.operations().stream()
                .filter(operation -> operation.startsWith(SERVICE))
                .map(operation -> operation.substring(SERVICE.length()))
                .toList());
  }

  @Test
  void whatIsNotNamedCountsAsTheSmallest() {
    assertThat(CognitoQuota.of("SetUICustomization")).isEqualTo(CognitoQuota.USER_POOL_RESOURCE);
  }
}
