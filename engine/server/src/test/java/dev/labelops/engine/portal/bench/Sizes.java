package dev.labelops.engine.portal.bench;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import java.util.zip.GZIPOutputStream;

/** Bytes of the bundled scripts, as they travel. */
final class Sizes {
  private Sizes() {}

  /**
   * @param part of the bundle, for example {@code portal}
   * @return the script's bytes after gzip
   */
  static int gzipped(String part) throws IOException {
    Properties names = new Properties();
    try (InputStream in = resource("/META-INF/labelops/web.properties")) {
      names.load(in);
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (InputStream in = resource("/META-INF/resources" + names.getProperty(part));
        GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      in.transferTo(gzip);
    }
    return out.size();
  }

  private static InputStream resource(String name) throws IOException {
    InputStream in = Sizes.class.getResourceAsStream(name);
    if (in == null) {
      throw new IOException(name + " is not on the class path");
    }
    return in;
  }
}
