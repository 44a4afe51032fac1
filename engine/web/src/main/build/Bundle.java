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
 * Bundles the crowd elements and the apps, without Node. Run by Maven with the source launcher, so that nothing of it is
 * in the jar.
 *
 * <p>Arguments: the folder of the TypeScript sources, Maven's target folder. Writes {@code
 * META-INF/resources/labelops/crowd-elements.HASH.js} (immutable), for each app {@code
 * META-INF/resources/labelops/APP/} with script, style sheet (both immutable) and {@code index.html}, and {@code
 * META-INF/labelops/web.properties}, which names them. Fails when a script exceeds its budget.
 */
final class Bundle {
  private static final String ELEMENTS = "crowd-elements";

  /**
   * One script.
   *
   * @param source below the folder of the sources
   * @param budgetBytes of the gzipped script with its style sheet
   */
  private record Part(String name, String source, int budgetBytes) {
    boolean isApp() {
      return !name.equals(ELEMENTS);
    }
  }

  private static final List<Part> PARTS =
      List.of(
          new Part(ELEMENTS, "crowd-elements.ts", 90 * 1024),
          new Part("portal", "portal/portal.ts", 60 * 1024),
          new Part("owner", "owner/owner.ts", 60 * 1024));

  public static void main(String[] args) throws Exception {
    Path sources = Path.of(args[0]);
    Path target = Path.of(args[1]);
    Path resources = target.resolve("classes/META-INF/resources/labelops");
    delete(resources);
    StringBuilder names = new StringBuilder();
    for (Part part : PARTS) {
      names.append(write(part, sources, bundle(part, sources, target), resources));
    }
    Path properties = target.resolve("classes/META-INF/labelops/web.properties");
    Files.createDirectories(properties.getParent());
    Files.writeString(properties, names);
  }

  private static Path bundle(Part part, Path sources, Path target) throws IOException {
    Path work = target.resolve("esbuild").resolve(part.name());
    delete(work.resolve("src"));
    Files.createDirectories(work);
    BundleOptions options =
        BundleOptions.builder()
            .withWorkDir(copy(sources, work.resolve("src")))
            .withNodeModulesDir(work.resolve("node_modules"))
            .withDependencies(jars("org/mvnpm"), WebDependencyType.MVNPM)
            .withDependencies(jars("org/webjars"), WebDependencyType.WEBJARS)
            .withEsConfig(config())
            .addEntryPoint(part.source())
            .build();
    return Bundler.bundle(options, true).dist();
  }

  /** Lines of the properties. */
  private static String write(Part part, Path sources, Path dist, Path resources) throws Exception {
    byte[] script = Files.readAllBytes(find(dist, ".js"));
    byte[] style = part.isApp() ? Files.readAllBytes(find(dist, ".css")) : new byte[0];
    int gzipped = gzip(script).length + (part.isApp() ? gzip(style).length : 0);
    if (gzipped > part.budgetBytes()) {
      throw new IllegalStateException(
          "%s is %d bytes gzipped, at most %d are allowed".formatted(part.name(), gzipped, part.budgetBytes()));
    }
    Path folder = part.isApp() ? resources.resolve(part.name()) : resources;
    Files.createDirectories(folder);
    String scriptName = part.name() + "." + hash(script) + ".js";
    Files.write(folder.resolve(scriptName), script);
    System.out.printf("%s: %d bytes, %d gzipped%n", part.name(), script.length + style.length, gzipped);
    if (!part.isApp()) {
      return part.name() + "=/labelops/" + scriptName + "\n";
    }
    String styleName = part.name() + "." + hash(style) + ".css";
    Files.write(folder.resolve(styleName), style);
    String page = Files.readString(sources.resolve(part.name()).resolve("index.html"));
    Files.writeString(
        folder.resolve("index.html"), page.replace("{script}", scriptName).replace("{style}", styleName));
    return part.name() + "=/labelops/" + part.name() + "/" + scriptName + "\n";
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

  private static Path find(Path dist, String ending) throws IOException {
    try (var files = Files.walk(dist)) {
      List<Path> found = files.filter(file -> file.toString().endsWith(ending)).toList();
      if (found.size() != 1) {
        throw new IllegalStateException("Expected one " + ending + " in " + dist + ", found " + found);
      }
      return found.getFirst();
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
