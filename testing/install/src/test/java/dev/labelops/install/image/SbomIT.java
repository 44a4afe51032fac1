package dev.labelops.install.image;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.labelops.demo.stack.Artifacts;
import dev.labelops.install.Project;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** The bills of materials against what the jars hold, by the Maven coordinates that jars carry. */
class SbomIT {
  /** Libraries that others have taken into their own jars, which the bill lists instead. */
  private static final Set<String> INSIDE_OTHERS =
      Set.of(
          "isorelax",
          "xsdlib",
          "jakarta.mail-api",
          "angus-core",
          "angus-mail",
          "imap",
          "pop3",
          "smtp",
          "logging-mailhandler",
          "antlr4-runtime",
          "jctools-core",
          "jcip-annotations");

  @Test
  void operatorsBillListsEveryLibraryOfTheJar() throws IOException {
    Artifacts artifacts = new Artifacts(Project.ROOT);
    assertThat(listed("labelops-operator")).containsAll(held(artifacts.operatorJar()));
  }

  @Test
  void enginesBillListsEveryLibraryOfTheJar() throws IOException {
    Artifacts artifacts = new Artifacts(Project.ROOT);
    assertThat(listed("labelops-engine")).containsAll(held(artifacts.engineJar()));
  }

  @Test
  void whatOnlyTestsUseIsInNoBill() throws IOException {
    for (String program : Set.of("labelops-operator", "labelops-engine")) {
      assertThat(listed(program)).isNotEmpty().noneMatch(name -> name.contains("junit"));
    }
  }

  private static Set<String> listed(String program) throws IOException {
    Path bill = Project.ROOT.resolve("target/sbom").resolve(program + ".json");
    Assumptions.assumeTrue(
        Files.exists(bill), "packaged offline, which makes no bill of materials: " + bill);
    Set<String> names = new TreeSet<>();
    JsonNode root = new ObjectMapper().readTree(bill.toFile());
    assertThat(root.path("bomFormat").asText()).isEqualTo("CycloneDX");
    for (JsonNode component : root.path("components")) {
      names.add(
          name(
              component.path("group").asText(),
              component.path("name").asText(),
              component.path("version").asText()));
    }
    return names;
  }

  private static Set<String> held(Path jar) throws IOException {
    Set<String> names = new TreeSet<>();
    try (JarFile file = new JarFile(jar.toFile())) {
      for (JarEntry entry : (Iterable<JarEntry>) file.stream()::iterator) {
        if (entry.getName().startsWith("META-INF/maven/")
            && entry.getName().endsWith("/pom.properties")) {
          Properties read = new Properties();
          try (InputStream content = file.getInputStream(entry)) {
            read.load(content);
          }
          String artifact = read.getProperty("artifactId");
          if (!read.getProperty("groupId").equals("dev.labelops")
              && !INSIDE_OTHERS.contains(artifact)) {
            names.add(name(read.getProperty("groupId"), artifact, read.getProperty("version")));
          }
        }
      }
    }
    assertThat(names).hasSizeGreaterThan(50);
    return names;
  }

  private static String name(String group, String artifact, String version) {
    return group + ":" + artifact + ":" + version;
  }
}
