package dev.labelops.operator.aws.s3;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class S3AddressesTest {
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      textBlock =
          """
          s3://b/k/,                                              s3://b/k/
          s3://b,                                                 s3://b
          https://b.s3.eu-west-1.amazonaws.com/out/,              s3://b/out/
          https://b.s3.amazonaws.com/out/,                        s3://b/out/
          https://b.s3-eu-west-1.amazonaws.com/out,               s3://b/out
          https://with.dots.s3.eu-west-1.amazonaws.com/out/,      s3://with.dots/out/
          https://s3.eu-west-1.amazonaws.com/b/out/,              s3://b/out/
          https://s3.amazonaws.com/b/out/,                        s3://b/out/
          https://s3-eu-west-1.amazonaws.com/b/out/,              s3://b/out/
          https://s3.cn-north-1.amazonaws.com.cn/b/out/,          s3://b/out/
          https://b.s3.eu-west-1.amazonaws.com/with%20space/,     s3://b/with space/
          https://s3.eu-west-1.amazonaws.com/b,                   s3://b/
          https://example.com/b/out/,                             https://example.com/b/out/
          https://,                                               https://
          """)
  void everyFormOfAnAddressIsOne(String said, String read) {
    assertThat(S3Addresses.s3(said)).isEqualTo(read);
  }
}
