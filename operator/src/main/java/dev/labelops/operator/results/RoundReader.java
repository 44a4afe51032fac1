package dev.labelops.operator.results;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.labelops.operator.aws.s3.StoredObject;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads how many labels a round's files hold. What cannot be read is empty, never zero. While the
 * job runs, consolidation responses are read up to a limit per pass, so that a huge batch is not
 * read again and again; at the end there is no limit.
 */
final class RoundReader {
  /** Bytes of consolidation responses that one pass reads for a running job. */
  static final long ALLOWANCE = 16L << 20;

  private static final ObjectReader ANNOTATIONS = new JsonMapper().readerFor(JsonNode.class);

  private final OutputTree tree;
  private long allowance;

  RoundReader(OutputTree tree, boolean ended) {
    this.tree = tree;
    this.allowance = ended ? Long.MAX_VALUE : ALLOWANCE;
  }

  /**
   * Objects in the consolidation responses of one iteration; an object in two of them counts once.
   *
   * @param responses null when there is none
   */
  Optional<Long> humanLabeled(List<StoredObject> responses) {
    if (responses == null) {
      return Optional.empty();
    }
    long size = responses.stream().mapToLong(StoredObject::size).sum();
    if (size > allowance) {
      return Optional.empty();
    }
    allowance -= size;
    Set<String> objects = new HashSet<>();
    for (StoredObject response : responses) {
      Optional<Set<String>> read =
          tree.read(response.key(), (about, content) -> objectIds(content)).flatMap(ids -> ids);
      if (read.isEmpty()) {
        return Optional.empty();
      }
      objects.addAll(read.get());
    }
    return Optional.of((long) objects.size());
  }

  /**
   * Lines of the auto-annotator files of one round.
   *
   * @param files null when there is none
   */
  Optional<Long> machineLabeled(List<StoredObject> files) {
    if (files == null) {
      return Optional.empty();
    }
    long labels = 0;
    for (StoredObject file : files) {
      Optional<Long> lines = tree.read(file.key(), (about, content) -> lines(content));
      if (lines.isEmpty()) {
        return Optional.empty();
      }
      labels += lines.get();
    }
    return Optional.of(labels);
  }

  /** Empty when the file is not a list of annotations. */
  private static Optional<Set<String>> objectIds(InputStream content) throws IOException {
    Set<String> ids = new HashSet<>();
    try (MappingIterator<JsonNode> annotations = ANNOTATIONS.readValues(content)) {
      while (annotations.hasNextValue()) {
        JsonNode id = annotations.nextValue().path("datasetObjectId");
        if (!id.isValueNode()) {
          return Optional.empty();
        }
        ids.add(id.asText());
      }
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
    return Optional.of(ids);
  }

  /** Lines that are not blank; the last need not end with a line break. */
  private static long lines(InputStream content) throws IOException {
    byte[] block = new byte[1 << 16];
    long lines = 0;
    boolean blank = true;
    for (int length = content.read(block); length >= 0; length = content.read(block)) {
      for (int i = 0; i < length; i++) {
        if (block[i] == '\n') {
          blank = true;
        } else if (blank && !Character.isWhitespace(block[i])) {
          blank = false;
          lines++;
        }
      }
    }
    return lines;
  }
}
