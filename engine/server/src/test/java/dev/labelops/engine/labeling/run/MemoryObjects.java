package dev.labelops.engine.labeling.run;

import dev.labelops.engine.s3.ObjectStore;
import dev.labelops.groundtruth.S3Location;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** Objects of one bucket in memory. */
final class MemoryObjects implements ObjectStore {
  final ConcurrentSkipListMap<String, byte[]> content = new ConcurrentSkipListMap<>();

  /** Whether the bucket is there and answers. */
  enum State {
    THERE,
    UNREACHABLE,
    GONE,
    /** Nothing may be written. */
    DENIED,
    /** A folder of the engine's machine is missing, not the bucket. */
    NO_TEMPORARY_FOLDER,
    OUT_OF_MEMORY,
    BROKEN
  }

  volatile State state = State.THERE;

  /** Receives the address of what is read, and returns when the read continues. */
  volatile Optional<Consumer<String>> slow = Optional.empty();

  /** How many reads have not gone on yet. */
  final AtomicInteger waiting = new AtomicInteger();

  /** End of the keys that cannot be written just now; null for none. */
  volatile String unwritable;

  void put(String key, String text) {
    content.put(key, text.getBytes(StandardCharsets.UTF_8));
  }

  String text(String key) {
    return new String(content.get(key), StandardCharsets.UTF_8);
  }

  @Override
  public Optional<InputStream> read(S3Location location) throws IOException {
    check();
    waiting.incrementAndGet();
    slow.ifPresent(wait -> wait.accept(location.toString()));
    waiting.decrementAndGet();
    return Optional.ofNullable(content.get(location.key())).map(ByteArrayInputStream::new);
  }

  @Override
  public void write(S3Location location, Content produced, String contentType) throws IOException {
    check();
    if (state == State.DENIED) {
      throw new AccessDeniedException(location.toString(), null, "the keeper says no");
    }
    if (state == State.NO_TEMPORARY_FOLDER) {
      throw new NoSuchFileException("/tmp/labelops-object1");
    }
    if (unwritable != null && location.key().endsWith(unwritable)) {
      throw new IOException("connection refused");
    }
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
    if (state == State.OUT_OF_MEMORY) {
      throw new OutOfMemoryError("Java heap space");
    }
    if (state == State.BROKEN) {
      throw new IllegalStateException("secret content");
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
  public Optional<Long> size(S3Location location) throws IOException {
    check();
    return Optional.ofNullable(content.get(location.key())).map(bytes -> (long) bytes.length);
  }

  @Override
  public Optional<String> etag(S3Location location) throws IOException {
    check();
    return Optional.ofNullable(content.get(location.key()))
        .map(bytes -> Integer.toHexString(Arrays.hashCode(bytes)));
  }

  @Override
  public Optional<String> bucketRegion(String bucket) {
    return state == State.GONE ? Optional.empty() : Optional.of("eu-west-1");
  }

  @Override
  public boolean allowsBrowserGet(String bucket) {
    return true;
  }
}
