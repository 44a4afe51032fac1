package dev.labelops.engine.s3.objects;

import dev.labelops.engine.s3.objects.ObjectIndex.Entry;
import dev.labelops.engine.s3.protocol.S3Errors;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.gaul.s3proxy.blobstore.SdkResponses;
import software.amazon.awssdk.services.s3.model.CommonPrefix;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.services.s3.model.StorageClass;

/** One page of a bucket's listing: keys and common prefixes in the order of their bytes. */
final class ObjectListing {
  private static final int CHUNK = 1000;
  private static final byte[] NO_END = {};

  private final ObjectIndex index;
  private final String bucket;
  private final String prefix;
  private final Optional<String> delimiter;
  private final int limit;
  private final List<S3Object> objects = new ArrayList<>();
  private final List<CommonPrefix> prefixes = new ArrayList<>();
  private String last = "";

  private ObjectListing(ObjectIndex index, ListObjectsV2Request request) {
    this.index = index;
    this.bucket = request.bucket();
    this.prefix = request.prefix() == null ? "" : request.prefix();
    this.delimiter = Optional.ofNullable(request.delimiter()).filter(text -> !text.isEmpty());
    this.limit = request.maxKeys() == null ? CHUNK : request.maxKeys();
  }

  /** Lists; the token of the next page holds the last key or common prefix of this one. */
  static ListObjectsV2Response page(ObjectIndex index, ListObjectsV2Request request) {
    ObjectListing listing = new ObjectListing(index, request);
    String after =
        request.continuationToken() == null
            ? request.startAfter()
            : decoded(request.continuationToken());
    boolean more = listing.limit > 0 && listing.fill(listing.start(after));
    return SdkResponses.objectsPage(
        listing.objects, listing.prefixes, more ? encoded(listing.last) : null);
  }

  // A key may hold what no XML document can.
  private static String encoded(String key) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes(key));
  }

  /** The last key or common prefix of the page before. */
  static String decoded(String token) {
    try {
      return new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw S3Errors.UNKNOWN_PAGE.of();
    }
  }

  private byte[] start(String after) {
    byte[] beginning = bytes(prefix);
    if (after == null || after.isEmpty()) {
      return beginning;
    }
    boolean isCommonPrefix =
        delimiter.isPresent() && after.startsWith(prefix) && after.endsWith(delimiter.get());
    byte[] next = isCommonPrefix ? behindAllOf(after) : behind(after);
    return Arrays.compareUnsigned(next, beginning) > 0 ? next : beginning;
  }

  /** Collects until the page is full; returns whether there is more. */
  private boolean fill(byte[] start) {
    byte[] end = prefix.isEmpty() ? NO_END : behindAllOf(prefix);
    byte[] from = start;
    while (true) {
      List<Entry> chunk = index.range(bucket, from, end, CHUNK);
      String folder = null;
      for (Entry entry : chunk) {
        // S3Proxy's own: nobody put them.
        if (entry.key().startsWith(IndexedBlobStore.UPLOAD_RECORD)) {
          continue;
        }
        if (folder != null && entry.key().startsWith(folder)) {
          continue;
        }
        if (objects.size() + prefixes.size() == limit) {
          return true;
        }
        folder = commonPrefix(entry.key()).orElse(null);
        add(entry, folder);
      }
      if (chunk.size() < CHUNK) {
        return false;
      }
      from = folder == null ? behind(chunk.getLast().key()) : behindAllOf(folder);
    }
  }

  private void add(Entry entry, String folder) {
    if (folder != null) {
      prefixes.add(SdkResponses.commonPrefix(folder));
      last = folder;
      return;
    }
    objects.add(
        SdkResponses.objectEntry(
            entry.key(),
            entry.eTag(),
            entry.modifiedAt(),
            entry.size(),
            StorageClass.fromValue(entry.details().storageClass())));
    last = entry.key();
  }

  private Optional<String> commonPrefix(String key) {
    return delimiter
        .map(text -> key.indexOf(text, prefix.length()))
        .filter(at -> at >= 0)
        .map(at -> key.substring(0, at + delimiter.get().length()));
  }

  /** The smallest text of bytes behind a key. */
  private static byte[] behind(String key) {
    byte[] bytes = bytes(key);
    return Arrays.copyOf(bytes, bytes.length + 1);
  }

  /** The smallest text of bytes behind every key that begins so; UTF-8 has no byte 0xFF. */
  private static byte[] behindAllOf(String beginning) {
    byte[] bytes = bytes(beginning);
    bytes[bytes.length - 1]++;
    return bytes;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
