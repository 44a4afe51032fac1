package dev.labelops.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditTrailTest {
  private static final String USER = "system:serviceaccount:a:b";

  @TempDir private Path folder;

  private Path log() {
    return folder.resolve("audit.log");
  }

  private void append(String text) throws IOException {
    Files.writeString(log(), text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  private static String event(String user, String verb, String stage, String resource) {
    return """
        {"verb":"%s","stage":"%s","user":{"username":"%s"},"objectRef":{"resource":"%s"}}
        """
        .formatted(verb, stage, user, resource);
  }

  @Test
  void eachRequestOfTheUserIsReportedOnce() throws IOException {
    AuditTrail trail = new AuditTrail(log(), USER);
    append(event(USER, "get", "ResponseComplete", "labelingjobs"));
    append(event("somebody", "get", "ResponseComplete", "labelingjobs"));
    append(event(USER, "watch", "ResponseStarted", "labelingjobs"));
    append(event(USER, "watch", "ResponseComplete", "labelingjobs"));

    assertThat(trail.next())
        .extracting(AuditTrail.Request::toString)
        .containsExactly("get labelingjobs", "watch labelingjobs");
    assertThat(trail.next()).isEmpty();
  }

  @Test
  void aLineThatIsStillWrittenWaits() throws IOException {
    AuditTrail trail = new AuditTrail(log(), USER);
    String line = event(USER, "get", "ResponseComplete", "leases");
    append(line.substring(0, 20));
    assertThat(trail.next()).isEmpty();

    append(line.substring(20));

    assertThat(trail.next()).extracting(AuditTrail.Request::aboutJob).containsExactly(false);
  }

  @Test
  void aRotatedLogIsAnError() throws IOException {
    AuditTrail trail = new AuditTrail(log(), USER);
    append(event(USER, "get", "ResponseComplete", "leases"));
    trail.next();
    Files.writeString(log(), "");

    assertThatThrownBy(trail::next).hasMessageContaining("rotated");
  }
}
