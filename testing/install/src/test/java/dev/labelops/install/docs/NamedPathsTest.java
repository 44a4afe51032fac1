package dev.labelops.install.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labelops.install.Project;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Pages and scripts that messages, comments and scripts name without a link are there. */
class NamedPathsTest {
  private static final Set<String> NOT_OURS = Set.of("target", ".git", "node_modules");

  /** From the project's root: not the end of a longer path. */
  private static final Pattern NAMED =
      Pattern.compile("(?<![\\w./-])(docs/[\\w/-]+\\.md|hack/[a-z][\\w-]*(\\.py|\\.txt)?)");

  @Test
  void everyNamedPageAndScriptExists() throws IOException {
    List<String> missing = new ArrayList<>();
    int[] named = {0};
    for (Path file : files()) {
      // The names are ASCII, and some files are pictures.
      String text = Files.readString(Project.ROOT.resolve(file), StandardCharsets.ISO_8859_1);
      for (Matcher path = NAMED.matcher(text); path.find(); named[0]++) {
        if (!Files.exists(Project.ROOT.resolve(path.group(1)))) {
          missing.add(file + " names " + path.group(1));
        }
      }
    }
    assertThat(missing).isEmpty();
    assertThat(named[0]).as("named pages and scripts").isGreaterThan(100);
  }

  /** The changelog may name what was deleted. */
  private static List<Path> files() throws IOException {
    List<Path> files = new ArrayList<>();
    Files.walkFileTree(
        Project.ROOT,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes about) {
            return NOT_OURS.contains(folder.getFileName().toString())
                ? FileVisitResult.SKIP_SUBTREE
                : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes about) {
            Path path = Project.ROOT.relativize(file);
            if (about.isRegularFile() && !path.equals(Path.of("CHANGELOG.md"))) {
              files.add(path);
            }
            return FileVisitResult.CONTINUE;
          }
        });
    return files;
  }
}
