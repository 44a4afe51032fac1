package dev.labelops.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code make up} on a port that is in use: reported before anything is deleted. */
class TakenPortTest {
  @TempDir Path checkout;
  private Path kept;

  @BeforeEach
  void somethingOfTheLastTime() throws IOException {
    kept = checkout.resolve("target/up/engine-data/labels");
    Files.createDirectories(kept.getParent());
    Files.writeString(kept, "labels of the last time");
  }

  /** What is said on standard error by a command that fails. */
  private String up(int port) {
    PrintStream terminal = System.err;
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    System.setErr(new PrintStream(said, true, StandardCharsets.UTF_8));
    try {
      assertThat(Demo.run("up", "--root=" + checkout, "--port=" + port)).isEqualTo(1);
    } finally {
      System.setErr(terminal);
    }
    return said.toString(StandardCharsets.UTF_8);
  }

  @Test
  void aProgramThatListensIsLeftAloneAndSoIsTheFolder() throws IOException {
    try (ServerSocket somebody = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int port = somebody.getLocalPort();

      assertThat(up(port))
          .contains("port " + port + " of 127.0.0.1 is in use by another program")
          .contains("make up PORT=" + (port + 1))
          .doesNotContain("Exception");
    }
    assertThat(kept).hasContent("labels of the last time");
  }

  @Test
  void anEngineThatSomebodyElseStartedIsNotTakenForTheOwn() throws IOException {
    HttpServer engine =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    engine.createContext(
        "/_labelops/health",
        exchange -> {
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    engine.start();
    try {
      assertThat(up(engine.getAddress().getPort()))
          .contains("in use by a LabelOps engine that this checkout did not start")
          .doesNotContain("Exception");
    } finally {
      engine.stop(0);
    }
    assertThat(kept).hasContent("labels of the last time");
  }
}
