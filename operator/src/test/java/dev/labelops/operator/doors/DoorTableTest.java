package dev.labelops.operator.doors;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.labelops.operator.tenancy.Grantable;
import dev.labelops.operator.tenancy.WorkforceRight;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The table of doors has a row for every field of the CRDs, and each row an answer. */
class DoorTableTest {
  private static final Path CRDS = Path.of("..", "crds");
  private static final List<Door> TABLE = Door.table();

  @Test
  void everyFieldOfTheCrdsHasARow() throws IOException {
    List<String> fields = new ArrayList<>();
    try (Stream<Path> files = Files.list(CRDS)) {
      for (Path file : files.toList()) {
        JsonNode crd = Serialization.yamlMapper().readTree(file.toFile());
        String kind = crd.at("/spec/names/kind").asText();
        for (JsonNode version : crd.at("/spec/versions")) {
          walk(kind + " spec", version.at("/schema/openAPIV3Schema/properties/spec"), fields);
        }
      }
    }
    assertThat(TABLE)
        .as(
            "rows of src/test/resources/doors/table.yaml: a new field needs one that says what it can"
                + " reach outside of its namespace")
        .extracting(Door::toString)
        .containsExactlyInAnyOrderElementsOf(fields);
  }

  /** Numbers are left out: they name nothing. */
  private static void walk(String path, JsonNode schema, List<String> fields) {
    if (schema.has("properties")) {
      schema
          .get("properties")
          .properties()
          .forEach(p -> walk(path + "." + p.getKey(), p.getValue(), fields));
    } else if (schema.has("items")) {
      walk(path + "[]", schema.get("items"), fields);
    } else if (schema.path("additionalProperties").isObject()) {
      walk(path + "{}", schema.get("additionalProperties"), fields);
    } else if (!List.of("integer", "number").contains(schema.path("type").asText())) {
      fields.add(path);
    }
  }

  @Test
  void everyRowHasOneAnswerAndAnAttemptWhereThereIsAGrant() {
    assertThat(TABLE)
        .allSatisfy(
            door -> {
              assertThat(door.row().answers())
                  .as(door.toString())
                  .singleElement()
                  .asString()
                  .isNotBlank();
              assertThat(door.row().attempt() != null)
                  .as(door.toString())
                  .isEqualTo(door.row().tried());
            });
  }

  @Test
  void everyListAndRightOfTheTenancySettingHasARow() {
    assertThat(TABLE.stream().map(door -> door.row().grant()).filter(java.util.Objects::nonNull))
        .containsOnly(
            Arrays.stream(Grantable.values()).map(Grantable::setting).toArray(String[]::new));
    assertThat(TABLE.stream().map(door -> door.row().right()).filter(java.util.Objects::nonNull))
        .containsOnly(
            Stream.of(WorkforceRight.JOIN, WorkforceRight.MAKE)
                .map(right -> right.name().toLowerCase(Locale.ROOT))
                .toArray(String[]::new));
  }

  @Test
  void whatAnotherFieldCoversIsCoveredThere() {
    assertThat(TABLE.stream().filter(door -> door.row().with() != null))
        .allSatisfy(
            door ->
                assertThat(TABLE)
                    .as(door.toString())
                    .anyMatch(
                        other ->
                            other.kind().equals(door.kind())
                                && other.field().equals(door.row().with())
                                && other.row().tried()));
  }

  @Test
  void whatIsKnownLateIsShownByATestThatExists() {
    assertThat(TABLE.stream().map(door -> door.row().found()).filter(java.util.Objects::nonNull))
        .allSatisfy(
            test -> {
              String[] parts = test.split("#");
              assertThat(Class.forName(parts[0]).getDeclaredMethods())
                  .as(test)
                  .anyMatch(method -> method.getName().equals(parts[1]));
            });
  }
}
