package dev.labelops.engine.s3.front;

import dev.labelops.engine.s3.objects.ObjectIndex.Entry;
import dev.labelops.engine.s3.protocol.BodyRules;
import dev.labelops.engine.s3.protocol.S3Errors;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Optional;

/**
 * The bytes that {@code partNumber} of a read selects: those of one part of the multipart upload
 * that made the object. An object that was written in one piece is its own first part.
 *
 * @param first of them, from 0
 * @param size how many, at least 1
 * @param total bytes of the object
 * @param parts how many parts the upload had; 0 for none
 */
record PartRange(long first, long size, long total, int parts) {
  static final String PARAMETER = "partNumber";

  /** Empty when the request names no part, or the object has no bytes. */
  static Optional<PartRange> of(HttpServletRequest request, Entry entry) {
    String text = request.getParameter(PARAMETER);
    if (text == null) {
      return Optional.empty();
    }
    int number = BodyRules.number(text);
    if (request.getHeader("Range") != null) {
      throw S3Errors.RANGE_AND_PART.of();
    }
    List<Long> sizes = entry.details().partSizes();
    if (number > Math.max(1, sizes.size())) {
      throw S3Errors.NO_SUCH_PART.of();
    }
    long first = sizes.stream().limit(number - 1).mapToLong(Long::longValue).sum();
    long size = sizes.isEmpty() ? entry.size() : sizes.get(number - 1);
    return Optional.of(new PartRange(first, size, entry.size(), sizes.size()))
        .filter(range -> range.size() > 0);
  }

  /** As the request's {@code Range}. */
  String header() {
    return "bytes=" + first + "-" + last();
  }

  /** Says how many parts there are, where there are any. */
  void countOn(HttpServletResponse response) {
    if (parts > 0) {
      response.setHeader("x-amz-mp-parts-count", String.valueOf(parts));
    }
  }

  /** Turns the answer to a HEAD, which knows no ranges, into one about the part. */
  void headOn(HttpServletResponse response) {
    response.setStatus(HttpServletResponse.SC_PARTIAL_CONTENT);
    response.setHeader("Content-Length", String.valueOf(size));
    response.setHeader("Content-Range", "bytes " + first + "-" + last() + "/" + total);
  }

  private long last() {
    return first + size - 1;
  }
}
