package dev.labelops.groundtruth;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class JsonLinesTest {
  @Test
  void cutsAtBothLineEndsAndCountsBlankLines() throws IOException {
    List<JsonLines.Line> lines = read("{\"a\":1}\r\n\n \t\n{\"b\":\"é\"}".getBytes(UTF_8), 100);
    assertThat(lines).extracting(JsonLines.Line::number).containsExactly(1L, 2L, 3L, 4L);
    assertThat(lines).extracting(JsonLines.Line::isBlank).containsExactly(false, true, true, false);
    assertThat(lines.get(0).text()).isEqualTo("{\"a\":1}");
    assertThat(lines.get(3).text()).isEqualTo("{\"b\":\"é\"}");
  }

  @Test
  void hasNoLineBehindTheLastEnd() throws IOException {
    assertThat(read("a\n".getBytes(UTF_8), 10)).hasSize(1);
    assertThat(read(new byte[0], 10)).isEmpty();
  }

  @Test
  void keepsNoMoreThanTheBoundAndGoesOn() throws IOException {
    String five = "abcde";
    List<JsonLines.Line> lines =
        read((five + "\r\n" + five + "f\n" + "x".repeat(300_000) + "\nend").getBytes(UTF_8), 5);
    assertThat(lines)
        .extracting(line -> line.content().map(String::new))
        .containsExactly(Optional.of(five), Optional.empty(), Optional.empty(), Optional.of("end"));
  }

  @Test
  void readsAcrossChunks() throws IOException {
    String line = "y".repeat(200_000);
    InputStream slow =
        new ByteArrayInputStream((line + "\n" + line).getBytes(UTF_8)) {
          @Override
          public synchronized int read(byte[] b, int off, int len) {
            return super.read(b, off, Math.min(len, 7001));
          }
        };
    JsonLines lines = JsonLines.ofInputManifest(slow);
    assertThat(lines.next().orElseThrow().text()).isEqualTo(line);
    assertThat(lines.next().orElseThrow().text()).isEqualTo(line);
    assertThat(lines.next()).isEmpty();
  }

  @Test
  void refusesBytesThatAreNotUtf8() throws IOException {
    JsonLines.Line line = read(new byte[] {'"', (byte) 0xff, '"'}, 10).getFirst();
    assertThatThrownBy(line::text).isInstanceOf(CharacterCodingException.class);
  }

  private static List<JsonLines.Line> read(byte[] bytes, int maxBytes) throws IOException {
    JsonLines source = new JsonLines(new ByteArrayInputStream(bytes), maxBytes);
    List<JsonLines.Line> lines = new ArrayList<>();
    for (var line = source.next(); line.isPresent(); line = source.next()) {
      lines.add(line.get());
    }
    return lines;
  }
}
