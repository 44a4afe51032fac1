package dev.labelops.install.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labelops.install.Project;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the programs print, log and answer uses the words of the glossary, {@code
 * docs/build/words.md}.
 */
class MessagesTest {
  private static final List<Path> PROGRAMS =
      List.of(
          Path.of("groundtruth"),
          Path.of("operator"),
          Path.of("engine", "server"),
          Path.of("demo"),
          Path.of("testing", "bench"),
          Path.of("testing", "cluster"));

  /** Whole strings that are names of others, with the reason. */
  private static final Map<String, String> ALLOWED =
      Map.of(
          "picture", "an attribute of users, as OpenID Connect names it",
          "all change at once", "a name in recorded figures of the bench",
          "applied at once", "a name in recorded figures of the bench");

  private final Glossary glossary = Glossary.read();

  MessagesTest() throws IOException {}

  @TestFactory
  Stream<DynamicTest> messagesUseTheGlossary() {
    return PROGRAMS.stream()
        .map(program -> DynamicTest.dynamicTest(program.toString(), () -> check(program)));
  }

  private void check(Path program) throws IOException {
    List<JavaTexts.Text> texts = JavaTexts.of(sources(program));
    assertThat(texts).as("strings of %s", program).hasSizeGreaterThan(20);
    assertThat(texts.stream().flatMap(this::found))
        .as("phrases in strings of %s that %s says to avoid", program, Glossary.PAGE)
        .isEmpty();
  }

  private Stream<String> found(JavaTexts.Text text) {
    if (ALLOWED.containsKey(text.value())) {
      return Stream.empty();
    }
    return glossary.found(text.value()).stream()
        .map(
            phrase ->
                "%s:%d in \"%s\": %s"
                    .formatted(
                        text.file().getFileName(), text.line(), text.value().strip(), phrase));
  }

  private static List<Path> sources(Path program) throws IOException {
    Path main = Project.ROOT.resolve(program).resolve(Path.of("src", "main", "java"));
    try (Stream<Path> all = Files.walk(main)) {
      return all.filter(file -> file.toString().endsWith(".java")).sorted().toList();
    }
  }

  @Test
  void eachAllowedStringIsUsed() throws IOException {
    List<String> used = new ArrayList<>();
    for (Path program : PROGRAMS) {
      JavaTexts.of(sources(program)).forEach(text -> used.add(text.value()));
    }
    assertThat(used).containsAll(ALLOWED.keySet());
  }

  @Test
  void phrasesAreFoundOverConcatenationsAndNotInComments(@TempDir Path folder) throws IOException {
    Path source = folder.resolve("Example.java");
    Files.writeString(
        source,
        """
        class Example {
          /** The pool is gone. */
          String told(String job) {
            return job + " people have in"
                + " hand" + of("it stands there");
          }
        }
        """);

    List<String> found = new ArrayList<>();
    JavaTexts.of(List.of(source)).stream().flatMap(this::found).forEach(found::add);

    assertThat(found)
        .containsExactlyInAnyOrder(
            "Example.java:5 in \"it stands there\": 1: 'stands there', use 'be'",
            "Example.java:4 in \"{} people have in hand{}\": 1: 'people have in hand', use"
                + " 'accepted tasks'",
            "Example.java:4 in \"{} people have in hand{}\": 1: 'in hand', use 'accepted tasks'");
  }
}
