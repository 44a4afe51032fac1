package dev.labelops.operator.dataset.act;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.labelops.operator.manifest.Sha256;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class HashedStreamTest {
  private static final byte[] SEEN = "what was seen".getBytes(StandardCharsets.UTF_8);

  private static HashedStream stream(String content) throws IOException {
    return new HashedStream(
        new ByteArrayInputStream(content.getBytes(StandardCharsets.UTF_8)),
        Sha256.hex(new ByteArrayInputStream(SEEN)),
        () -> new IllegalStateException("other bytes"));
  }

  @Test
  void theSameBytesEndWell() throws IOException {
    try (InputStream same = stream("what was seen")) {
      assertThat(same.readAllBytes()).isEqualTo(SEEN);
      assertThat(same.read()).as("asked again at the end").isEqualTo(-1);
    }
  }

  @Test
  void otherBytesDoNotEnd() throws IOException {
    try (InputStream other = stream("what was sent")) {
      assertThat(other.read(new byte[SEEN.length])).as("as many bytes").isEqualTo(SEEN.length);
      assertThatThrownBy(other::readAllBytes).hasMessage("other bytes");
    }
  }

  @Test
  void fewerBytesDoNotEnd() throws IOException {
    try (InputStream fewer = stream("what was")) {
      assertThatThrownBy(() -> fewer.readNBytes(SEEN.length)).hasMessage("other bytes");
    }
  }

  @Test
  void bytesReadOneByOneCount() throws IOException {
    try (InputStream same = stream("what was seen")) {
      int bytes = 0;
      while (same.read() >= 0) {
        bytes++;
      }
      assertThat(bytes).isEqualTo(SEEN.length);
    }
  }
}
