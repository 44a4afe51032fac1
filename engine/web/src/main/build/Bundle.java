import io.mvnpm.esbuild.Bundler;
import io.mvnpm.esbuild.model.BundleOptions;
import io.mvnpm.esbuild.model.EsBuildConfig;
import io.mvnpm.esbuild.model.EsBuildConfigBuilder;
import io.mvnpm.esbuild.model.WebDependency.WebDependencyType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/**
 * Bundles the crowd elements to one classic script, without Node. Run by Maven with the source launcher, so that nothing
 * of it is in the jar.
 *
 * <p>Arguments: the folder of the TypeScript sources, Maven's target folder. Writes {@code
 * META-INF/resources/labelops/crowd-elements.HASH.js} (immutable) and {@code META-INF/labelops/web.properties},
 * whose {@code crowd-elements} names it. Fails when the script exceeds its budget.
 */
final class Bundle {
  /** Of the gzipped script (issue 11, section 4). */
  private static final int BUDGET_BYTES = 90 * 1024;

  private static final String NAME = "crowd-elements";

  public static void main(String[] args) throws Exception {
    Path sources = Path.of(args[0]);
    Path target = Path.of(args[1]);
    Path work = target.resolve("esbuild");
    delete(work.resolve("src"));
    Files.createDirectories(work);

    BundleOptions options =
        BundleOptions.builder()
            .withWorkDir(copy(sources, work.resolve("src")))
            .withNodeModulesDir(work.resolve("node_modules"))
            .withDependencies(jars("org/mvnpm"), WebDependencyType.MVNPM)
            .withDependencies(jars("org/webjars"), WebDependencyType.WEBJARS)
            .withEsConfig(config())
            .addEntryPoint(NAME + ".ts")
            .build();
    Path dist = Bundler.bundle(options, true).dist();

    byte[] script = Files.readAllBytes(find(dist));
    int gzipped = gzip(script).length;
    if (gzipped > BUDGET_BYTES) {
      throw new IllegalStateException(
          "The crowd elements are %d bytes gzipped, at most %d are allowed".formatted(gzipped, BUDGET_BYTES));
    }
    String name = NAME + "." + hash(script) + ".js";
    Path resources = target.resolve("classes/META-INF/resources/labelops");
    delete(resources);
    Files.createDirectories(resources);
    Files.write(resources.resolve(name), script);
    Path names = target.resolve("classes/META-INF/labelops/web.properties");
    Files.createDirectories(names.getParent());
    Files.writeString(names, NAME + "=/labelops/" + name + "\n");
    System.out.printf("%s: %d bytes, %d gzipped%n", name, script.length, gzipped);
  }

  private static EsBuildConfig config() {
    return new EsBuildConfigBuilder()
        .bundle()
        .minify()
        .format(EsBuildConfig.Format.IIFE)
        .loader(EsBuildConfigBuilder.getDefaultLoadersMap())
        .fixedEntryNames()
        .splitting(false)
        .sourceMap(false)
        .build();
  }

  /** The jars of the class path whose path in the local repository contains {@code group}. */
  private static List<Path> jars(String group) {
    String separator = FileSystems.getDefault().getSeparator();
    return Arrays.stream(System.getProperty("java.class.path").split(java.io.File.pathSeparator))
        .filter(jar -> jar.replace(separator, "/").contains("/" + group + "/"))
        .map(Path::of)
        .toList();
  }

  private static Path find(Path dist) throws IOException {
    try (var files = Files.walk(dist)) {
      List<Path> scripts = files.filter(file -> file.toString().endsWith(".js")).toList();
      if (scripts.size() != 1) {
        throw new IllegalStateException("Expected one script in " + dist + ", found " + scripts);
      }
      return scripts.getFirst();
    }
  }

  private static Path copy(Path from, Path to) throws IOException {
    try (var files = Files.walk(from)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path copy = to.resolve(from.relativize(file).toString());
        Files.createDirectories(copy.getParent());
        Files.copy(file, copy);
      }
    }
    return to;
  }

  private static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (var files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  private static String hash(byte[] bytes) throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes), 0, 8);
  }

  private static byte[] gzip(byte[] bytes) throws IOException {
    var out = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(out)) {
      gzip.write(bytes);
    }
    return out.toByteArray();
  }
}
