package dev.labelops.operator.job;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeSet;

/**
 * What a manifest that the user brought says of itself: read once, in one stream, before the name
 * is reserved.
 *
 * @param sha256 of its bytes, lower-case hex
 * @param objects lines that are not blank
 * @param buckets of all source-refs
 */
record ManifestScan(String sha256, long objects, List<String> buckets) {
  private static final JsonFactory JSON = new JsonFactory();

  /**
   * Reads the stream to its end; closing it is the caller's.
   *
   * @throws IOException when the stream breaks; a line that is no JSON only counts
   */
  static ManifestScan of(InputStream content) throws IOException {
    MessageDigest digest = newSha256();
    TreeSet<String> buckets = new TreeSet<>();
    long objects = 0;
    BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(new DigestInputStream(content, digest), StandardCharsets.UTF_8));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (!line.isBlank()) {
        objects++;
        bucket(line, buckets);
      }
    }
    return new ManifestScan(
        HexFormat.of().formatHex(digest.digest()), objects, List.copyOf(buckets));
  }

  private static void bucket(String line, TreeSet<String> buckets) {
    try (JsonParser parser = JSON.createParser(line)) {
      parser.nextToken();
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String field = parser.currentName();
        parser.nextToken();
        if (field.equals("source-ref") && parser.getText().startsWith("s3://")) {
          buckets.add(S3Uri.parse(parser.getText()).bucket());
          return;
        }
        parser.skipChildren();
      }
    } catch (IOException e) {
      // The service judges its lines; here only the buckets of the readable ones are wanted.
    }
  }

  private static MessageDigest newSha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
