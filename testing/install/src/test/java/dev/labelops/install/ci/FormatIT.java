package dev.labelops.install.ci;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labelops.install.Project;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code make test} in a project with one source file, which nobody has formatted. */
class FormatIT {
  private static final String UNFORMATTED = "class  Unformatted{ }\n";

  @TempDir Path copy;
  private Path source;

  @BeforeEach
  void aProjectWithoutModules() throws IOException {
    for (String file : List.of("Makefile", "hack/find-jdk", ".mvn/jvm.config")) {
      Path target = copy.resolve(file);
      Files.createDirectories(target.getParent());
      Files.copy(Project.ROOT.resolve(file), target);
    }
    copy.resolve("hack/find-jdk").toFile().setExecutable(true);
    Files.writeString(
        copy.resolve("pom.xml"),
        Files.readString(Project.ROOT.resolve("pom.xml"))
            .replaceAll("(?s)<modules>.*</modules>", ""));
    source = copy.resolve("src/main/java/Unformatted.java");
    Files.createDirectories(source.getParent());
    Files.writeString(source, UNFORMATTED);
  }

  @Test
  void aFileThatIsNotFormattedEndsMakeTestBeforeAnythingElse() throws Exception {
    String printed = make(2, "test");

    assertThat(printed)
        .contains("src/main/java/Unformatted.java", "Format them with 'make format'.")
        .doesNotContain("test-tools", "compile");
    assertThat(source).hasContent(UNFORMATTED);
  }

  @Test
  void makeFormatIsTheRemedy() throws Exception {
    make(0, "format");

    assertThat(source).hasContent("class Unformatted {}\n");
    make(0, "format-check");
  }

  private String make(int status, String target) throws IOException, InterruptedException {
    // Offline: the build that runs this test has used the same plugins.
    ProcessBuilder builder =
        new ProcessBuilder("make", "--no-print-directory", target, "MAVEN_FLAGS=-o")
            .directory(copy.toFile())
            .redirectErrorStream(true);
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    Process process = builder.start();
    process.getOutputStream().close();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(printed).isEqualTo(status);
    return printed;
  }
}
