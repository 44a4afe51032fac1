package dev.labelops.engine.labeling.run;

import dev.labelops.engine.s3.ObjectStore;
import dev.labelops.engine.s3.S3Location;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** Objects of one bucket in memory. */
final class MemoryObjects implements ObjectStore {
  final TreeMap<String, byte[]> content = new TreeMap<>();

  /** Whether the bucket is there and answers. */
  enum State {
    THERE,
    UNREACHABLE,
    GONE
  }

  State state = State.THERE;

  void put(String key, String text) {
    content.put(key, text.getBytes(StandardCharsets.UTF_8));
  }

  String text(String key) {
    return new String(content.get(key), StandardCharsets.UTF_8);
  }

  @Override
  public Optional<InputStream> read(S3Location location) throws IOException {
    check();
    return Optional.ofNullable(content.get(location.key())).map(ByteArrayInputStream::new);
  }

  @Override
  public void write(S3Location location, Content produced, String contentType) throws IOException {
    check();
    var bytes = new ByteArrayOutputStream();
    produced.writeTo(bytes);
    content.put(location.key(), bytes.toByteArray());
  }

  private void check() throws IOException {
    if (state == State.UNREACHABLE) {
      throw new IOException("connection refused");
    }
    if (state == State.GONE) {
      throw new NoSuchFileException("s3://b");
    }
  }

  @Override
  public List<String> list(S3Location prefix) {
    return content.keySet().stream().filter(key -> key.startsWith(prefix.key())).toList();
  }

  @Override
  public boolean exists(S3Location location) {
    return content.containsKey(location.key());
  }

  @Override
  public Optional<String> bucketRegion(String bucket) {
    return Optional.of("eu-west-1");
  }

  @Override
  public boolean allowsBrowserGet(String bucket) {
    return true;
  }
}
