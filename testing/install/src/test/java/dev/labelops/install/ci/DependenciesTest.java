package dev.labelops.install.ci;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.xml.XmlMapper;
import dev.labelops.install.Project;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the modules' pom.xml files say of dependencies is said once. */
class DependenciesTest {
  private static final Path ROOT = Project.ROOT.resolve("pom.xml");

  @Test
  void eachExclusionStandsOnce() throws IOException {
    List<String> exclusions = new ArrayList<>();
    for (Path pom : poms()) {
      for (JsonNode dependency : dependencies(pom)) {
        for (JsonNode exclusion : list(dependency.at("/exclusions/exclusion"))) {
          exclusions.add(name(dependency) + " without " + name(exclusion));
        }
      }
    }
    assertThat(exclusions)
        .as("exclusions: those that two modules need belong in dependencyManagement of the root")
        .doesNotHaveDuplicates()
        .contains("software.amazon.awssdk:s3 without software.amazon.awssdk:netty-nio-client");
  }

  @Test
  void versionsStandInTheRoot() throws IOException {
    for (Path pom : poms()) {
      if (!pom.equals(ROOT)) {
        assertThat(dependencies(pom))
            .as("%s: versions belong in the root pom.xml", Project.ROOT.relativize(pom))
            .allSatisfy(
                dependency -> assertThat(dependency.has("version")).as(name(dependency)).isFalse());
      }
    }
  }

  private static List<Path> poms() throws IOException {
    List<Path> poms = new ArrayList<>(List.of(ROOT));
    for (JsonNode module : list(new XmlMapper().readTree(ROOT.toFile()).at("/modules/module"))) {
      poms.add(Project.ROOT.resolve(module.asText()).resolve("pom.xml"));
    }
    assertThat(poms).hasSizeGreaterThan(6).allMatch(Files::exists);
    return poms;
  }

  private static List<JsonNode> dependencies(Path pom) throws IOException {
    JsonNode project = new XmlMapper().readTree(pom.toFile());
    return Stream.of("/dependencies/dependency", "/dependencyManagement/dependencies/dependency")
        .flatMap(place -> list(project.at(place)).stream())
        .toList();
  }

  /** One child is an object, several are an array. */
  private static List<JsonNode> list(JsonNode children) {
    List<JsonNode> all = new ArrayList<>();
    if (children.isArray()) {
      children.forEach(all::add);
    } else if (!children.isMissingNode()) {
      all.add(children);
    }
    return all;
  }

  private static String name(JsonNode artifact) {
    return artifact.path("groupId").asText() + ":" + artifact.path("artifactId").asText();
  }
}
