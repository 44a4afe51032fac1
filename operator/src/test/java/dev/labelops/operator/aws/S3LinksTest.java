package dev.labelops.operator.aws;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Outputs of jobs that somebody else started may be named in any of these forms. */
class S3LinksTest {
  @ParameterizedTest
  @CsvSource({
    "s3://bucket/out/, s3://bucket/out/",
    "https://s3.eu-west-1.amazonaws.com/bucket/out/x, s3://bucket/out/x",
    "https://s3.amazonaws.com/bucket/out, s3://bucket/out",
    "https://bucket.s3.eu-west-1.amazonaws.com/out/x, s3://bucket/out/x",
    "https://my.bucket.s3.amazonaws.com/out/x, s3://my.bucket/out/x",
    "https://s3.eu-west-1.amazonaws.com/bucket, s3://bucket/",
    "https://storage.example.com/bucket/out/x, s3://bucket/out/x",
    "https://nothing.example.com, https://nothing.example.com"
  })
  void namesBucketAndKey(String address, String plain) {
    assertThat(S3Links.plain(address)).isEqualTo(plain);
  }
}
