package dev.labelops.operator.dataset.look;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;

/** A file that is deleted when it is closed, or when the process dies. For one thread. */
public final class TemporaryFile implements AutoCloseable {
  private final FileChannel channel;

  private TemporaryFile(FileChannel channel) {
    this.channel = channel;
  }

  /** An empty file in the directory {@code java.io.tmpdir}. */
  static TemporaryFile create() throws IOException {
    return new TemporaryFile(
        FileChannel.open(
            Files.createTempFile("labelops-", ".manifest"),
            StandardOpenOption.READ,
            StandardOpenOption.WRITE,
            StandardOpenOption.DELETE_ON_CLOSE));
  }

  /** Where to write; flush it, and leave it open. */
  OutputStream output() {
    return new BufferedOutputStream(Channels.newOutputStream(channel));
  }

  /** All bytes from the first on; leave it open. */
  public InputStream content() throws IOException {
    return new BufferedInputStream(Channels.newInputStream(channel.position(0)));
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException("the manifest's temporary file", e);
    }
  }
}
