package dev.labelops.groundtruth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class S3LocationTest {
  @Test
  void splitsBucketAndKey() {
    assertThat(S3Location.parse("s3://b/k/a b%20c.jpg"))
        .isEqualTo(new S3Location("b", "k/a b%20c.jpg"));
    assertThat(S3Location.parse("s3://b")).isEqualTo(new S3Location("b", ""));
    assertThat(S3Location.parse("s3://b/")).isEqualTo(new S3Location("b", ""));
    assertThat(S3Location.parse("s3://b//k")).isEqualTo(new S3Location("b", "/k"));
    assertThat(S3Location.parse("s3://b/k")).hasToString("s3://b/k");
  }

  @Test
  void refusesOtherForms() {
    assertThatThrownBy(() -> S3Location.parse("https://b/k"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("not an s3:// address: https://b/k");
    assertThatThrownBy(() -> S3Location.parse("s3:///k"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("no bucket in s3:///k");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "s3://",
        "s3:///k",
        "b/k",
        "S3://bucket/k",
        "s3://bu/k",
        "s3://Bucket/k",
        "s3://a..b/k",
        "s3://10.0.0.1/k",
        "s3://-bucket/k",
        "https://bucket/k"
      })
  void isNotValid(String uri) {
    assertThat(S3Location.valid(uri)).isEmpty();
  }

  @Test
  void isValidUpTo1024BytesOfKey() {
    assertThat(S3Location.valid("s3://bucket/" + "é".repeat(512))).isPresent();
    assertThat(S3Location.valid("s3://bucket/" + "é".repeat(512) + "a")).isEmpty();
    assertThat(S3Location.valid("s3://bucket")).contains(new S3Location("bucket", ""));
  }

  @Test
  void resolvesWithOneSlash() {
    assertThat(new S3Location("b", "").resolve("x")).hasToString("s3://b/x");
    assertThat(new S3Location("b", "k").resolve("x")).hasToString("s3://b/k/x");
    assertThat(new S3Location("b", "k/").resolve("x")).hasToString("s3://b/k/x");
  }
}
