package dev.labelops.install.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labelops.groundtruth.LabelingTaskType;
import dev.labelops.groundtruth.OutputPaths;
import dev.labelops.groundtruth.ServiceArns;
import dev.labelops.install.Project;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What {@code groundtruth/} states, no program states again: docs/adr/0019-facts-in-one-module.md.
 */
class StatedOnceTest {
  // A comment, a text block or a text, whichever begins first.
  private static final Pattern TOKEN =
      Pattern.compile(
          "//[^\\n]*|/\\*.*?\\*/|'(?:\\\\.|[^'\\\\])+'"
              + "|\"\"\"(?<block>.*?)\"\"\"|\"(?<text>(?:\\\\.|[^\"\\\\\\n])*)\"",
          Pattern.DOTALL);

  /** Account ids, names of functions, names of the output tree, and types of outputs. */
  private static Set<String> facts() {
    Set<String> facts = new TreeSet<>(ServiceArns.functionAccounts().values());
    Stream.of(
            ServiceArns.algorithm(ServiceArns.AWS, "eu-west-1", "x"),
            ServiceArns.humanTaskUi(ServiceArns.AWS, "eu-west-1", "x"))
        .map(arn -> arn.split(":")[4])
        .forEach(facts::add);
    facts.add(ServiceArns.preHumanTask(""));
    facts.add(ServiceArns.consolidation(""));
    facts.add(OutputPaths.OUTPUT_MANIFEST);
    LabelingTaskType.all().stream()
        .flatMap(type -> type.output().type().stream())
        .forEach(facts::add);
    Stream.of(
            OutputPaths.workerResponse(1, 0, "t"),
            OutputPaths.consolidationRequest(1, "t"),
            OutputPaths.consolidationResponse(1, "t"),
            OutputPaths.intermediateManifest(1),
            OutputPaths.intermediateAnnotations(1),
            OutputPaths.autoLabels(1),
            OutputPaths.model(1, "t"))
        .forEach(
            path -> {
              for (String name : path.split("/")) {
                if (name.matches("[a-z_-]{5,}(\\.[a-z.]+)?") && !COMMON.contains(name)) {
                  facts.add(name);
                }
              }
            });
    return facts;
  }

  /** Parts of paths that are words of their own as well. */
  private static final Set<String> COMMON =
      Set.of("manifests", "annotations", "intermediate", "output", "training");

  @Test
  void knowsWhatToLookFor() {
    assertThat(facts())
        .contains(
            "081040173940",
            "027400017018",
            "394669845002",
            "PRE-",
            "ACS-",
            "groundtruth/text-classification",
            "output.manifest",
            "worker-response",
            "consolidation-response",
            "activelearning",
            "auto_annotator_output.txt",
            "model.tar.gz");
  }

  @Test
  void findsTextsButNeitherCommentsNorCode() {
    String source =
        "/** {@code PRE-x} \"PRE-a\" */ char c = '\"'; // \"PRE-b\"\n"
            + "String s = \"a \\\" PRE-c\" + f(\"d\") + \"\"\"\n PRE-e \" \"\"\";";
    assertThat(texts(source)).containsExactly("a \\\" PRE-c", "d", "\n PRE-e \" ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"operator", "engine/server", "demo"})
  void noProgramStatesAFactAgain(String module) throws IOException {
    Set<String> facts = facts();
    List<String> again = new ArrayList<>();
    for (Path file : sources(module)) {
      for (String text : texts(Files.readString(file))) {
        facts.stream()
            .filter(text::contains)
            .forEach(fact -> again.add(file.getFileName() + " states " + fact));
      }
    }
    assertThat(again).as("take it from dev.labelops.groundtruth").isEmpty();
  }

  private static List<Path> sources(String module) throws IOException {
    try (Stream<Path> files = Files.walk(Project.ROOT.resolve(module).resolve("src/main/java"))) {
      List<Path> sources = files.filter(file -> file.toString().endsWith(".java")).toList();
      assertThat(sources).hasSizeGreaterThan(10);
      return sources;
    }
  }

  private static List<String> texts(String source) {
    List<String> texts = new ArrayList<>();
    Matcher tokens = TOKEN.matcher(source);
    while (tokens.find()) {
      String text = tokens.group("block") != null ? tokens.group("block") : tokens.group("text");
      if (text != null) {
        texts.add(text);
      }
    }
    return texts;
  }
}
