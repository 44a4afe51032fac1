package dev.labelops.operator.results;

import dev.labelops.operator.aws.CloudFailure;
import dev.labelops.operator.aws.ErrorClass;
import dev.labelops.operator.aws.s3.CorsRule;
import dev.labelops.operator.aws.s3.ObjectStore;
import dev.labelops.operator.aws.s3.StoredObject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Objects in memory, for tables of trees; remembers what was listed and read. */
public final class MemoryObjectStore implements ObjectStore {
  private record Entry(byte[] content, Instant writtenAt) {}

  private final TreeMap<String, Entry> objects = new TreeMap<>();
  final List<String> listed = new ArrayList<>();
  final List<String> read = new ArrayList<>();

  public MemoryObjectStore put(String key, String content, Instant writtenAt) {
    objects.put(key, new Entry(content.getBytes(StandardCharsets.UTF_8), writtenAt));
    return this;
  }

  @Override
  public Stream<StoredObject> list(String bucket, String prefix) {
    listed.add(prefix);
    return objects.entrySet().stream()
        .filter(entry -> entry.getKey().startsWith(prefix))
        .map(
            entry ->
                new StoredObject(
                    entry.getKey(),
                    entry.getValue().content().length,
                    "etag",
                    entry.getValue().writtenAt()));
  }

  @Override
  public <T> Optional<T> read(String bucket, String key, ContentReader<T> reader) {
    read.add(key);
    Entry entry = objects.get(key);
    if (entry == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          reader.read(
              new StoredObject(key, entry.content().length, "etag", entry.writtenAt()),
              new ByteArrayInputStream(entry.content())));
    } catch (IOException e) {
      throw new CloudFailure(ErrorClass.TRANSIENT, "s3:GetObject", "IOException", "broke", e);
    }
  }

  @Override
  public Optional<String> bucketRegion(String bucket) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void createBucket(String bucket) {
    throw new UnsupportedOperationException();
  }

  @Override
  public List<CorsRule> cors(String bucket) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void putCors(String bucket, List<CorsRule> rules) {
    throw new UnsupportedOperationException();
  }

  @Override
  public List<String> folders(String bucket, String prefix) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Optional<StoredObject> head(String bucket, String key) {
    return list(bucket, key).filter(object -> object.key().equals(key)).findFirst();
  }

  @Override
  public boolean putIfAbsent(String bucket, String key, String contentType, InputStream content) {
    throw new UnsupportedOperationException();
  }
}
