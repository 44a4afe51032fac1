package dev.labelops.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What one user has asked the API server, read piece by piece from its audit log. */
final class AuditTrail {
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * One request.
   *
   * @param resource with subresource, for example {@code labelingjobs/status}
   */
  record Request(String verb, String resource) {
    /** Whether it reads or writes one labeling job, its status, or an Event. */
    boolean aboutJob() {
      return !verb.equals("watch")
          && (resource.startsWith("labelingjobs") || resource.equals("events"));
    }

    @Override
    public String toString() {
      return verb + " " + resource;
    }
  }

  private final Path log;
  private final String user;
  private long position;

  AuditTrail(Path log, String user) {
    this.log = log;
    this.user = user;
  }

  /**
   * The requests since the last call, or since the beginning.
   *
   * @throws BenchException when the log cannot be read, or was rotated in between
   */
  List<Request> next() {
    List<Request> requests = new ArrayList<>();
    try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
      long length = file.length();
      if (length < position) {
        throw new BenchException(log + " was rotated: the requests cannot be counted");
      }
      byte[] piece = new byte[Math.toIntExact(length - position)];
      file.seek(position);
      file.readFully(piece);
      int end = piece.length;
      while (end > 0 && piece[end - 1] != '\n') {
        end--;
      }
      position += end;
      for (String line : new String(piece, 0, end, StandardCharsets.UTF_8).split("\n")) {
        if (line.contains(user)) {
          add(JSON.readTree(line), requests);
        }
      }
    } catch (JsonProcessingException e) {
      throw new BenchException(log + " is not an audit log: " + e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw new BenchException("cannot read " + log + ": " + e.getMessage(), e);
    }
    return requests;
  }

  private void add(JsonNode event, List<Request> requests) {
    // A watch is recorded twice: when it begins, and when it ends.
    boolean begunBefore =
        event.path("verb").asText().equals("watch")
            && event.path("stage").asText().equals("ResponseComplete");
    if (!event.path("user").path("username").asText().equals(user) || begunBefore) {
      return;
    }
    JsonNode object = event.path("objectRef");
    String sub = object.path("subresource").asText("");
    requests.add(
        new Request(
            event.path("verb").asText(),
            object.path("resource").asText("") + (sub.isEmpty() ? "" : "/" + sub)));
  }
}
