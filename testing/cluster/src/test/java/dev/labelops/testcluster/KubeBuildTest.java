package dev.labelops.testcluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Builds small programs of Go's own distribution with the real recipe, in place of Kubernetes. */
class KubeBuildTest {

  private static final KubeBuild.Program SMALL =
      new KubeBuild.Program("small", "cmd/addr2line", "seconds");
  private static final KubeBuild.Program BROKEN =
      new KubeBuild.Program("broken", "cmd/there-is-no-such-command", "seconds");

  @TempDir Path cache;

  @BeforeEach
  void needsGo() {
    KubeBuild build = new KubeBuild(cache);
    assumeTrue(Environment.ofThisMachine(build).go(), "needs Go on the PATH");
  }

  @Test
  void buildsOnceIntoAFolderNamedAfterTheVersion() throws Exception {
    Path folder = new KubeBuild(cache, List.of(SMALL)).get().folder();
    var built = Files.getLastModifiedTime(folder.resolve("small"));

    Path again = new KubeBuild(cache, List.of(SMALL)).get().folder();

    assertThat(folder.getFileName().toString()).startsWith("v" + KubeBuild.VERSION);
    assertThat(folder.resolve("small")).isExecutable();
    assertThat(again).isEqualTo(folder);
    assertThat(Files.getLastModifiedTime(again.resolve("small"))).isEqualTo(built);
  }

  @Test
  void aFailedBuildSaysWhatGoSaidAndIsNeverUsed() {
    KubeBuild build = new KubeBuild(cache, List.of(SMALL, BROKEN));

    assertThatThrownBy(build::get)
        .isInstanceOf(ClusterException.class)
        .hasMessageContaining("broken")
        .hasMessageContaining("there-is-no-such-command");

    assertThat(build.isDone()).isFalse();
  }

  @Test
  void whatABrokenOffBuildLeftIsNotUsed() throws Exception {
    KubeBuild build = new KubeBuild(cache, List.of(SMALL));
    Path partial = build.folder().resolveSibling(build.folder().getFileName() + ".partial");
    Files.createDirectories(partial);
    Files.writeString(partial.resolve("small"), "half a program");

    Path small = build.get().folder().resolve("small");

    assertThat(Files.size(small)).isGreaterThan(100_000);
    assertThat(partial).doesNotExist();
  }

  @Test
  void anotherRecipeIsAnotherFolder() {
    assertThat(new KubeBuild(cache, List.of(SMALL)).folder())
        .isNotEqualTo(new KubeBuild(cache, List.of(BROKEN)).folder());
  }

  @Test
  void theCacheIsOutsideTheCheckoutAndCanBeMoved() {
    assertThat(KubeBuild.defaultCache(Map.of("LABELOPS_CACHE", "/a"))).isEqualTo(Path.of("/a"));
    assertThat(KubeBuild.defaultCache(Map.of("XDG_CACHE_HOME", "/b")))
        .isEqualTo(Path.of("/b/labelops"));
    assertThat(KubeBuild.defaultCache(Map.of("HOME", "/c")))
        .isEqualTo(Path.of("/c", ".cache", "labelops"));
    assertThat(KubeBuild.defaultCache(Map.of()))
        .isEqualTo(Path.of(System.getProperty("user.home"), ".cache", "labelops"));
  }
}
