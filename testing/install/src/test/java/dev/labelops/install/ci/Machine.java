package dev.labelops.install.ci;

import dev.labelops.install.Project;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A machine that has the programs of any system, those that a test puts there, and no others.
 *
 * @param programs the one folder of its PATH
 * @param home its user's, with an empty cache
 */
record Machine(Path programs, Path home) {
  private static final List<String> BASIC =
      List.of(
          "bash",
          "sh",
          "env",
          "dirname",
          "basename",
          "cat",
          "cut",
          "sed",
          "grep",
          "head",
          "sort",
          "tail",
          "tr",
          "rm",
          "cp",
          "mv",
          "mkdir",
          "mktemp",
          "touch",
          "install",
          "printf",
          "ls",
          "sha256sum",
          "shasum",
          "tee",
          "find",
          "chmod",
          "xargs",
          "awk",
          "uname");

  /** How a command ended, with everything that it printed. */
  record Ended(int status, String output) {}

  static Machine in(Path folder) throws IOException {
    Machine machine =
        new Machine(
            Files.createDirectories(folder.resolve("programs")),
            Files.createDirectories(folder.resolve("home")));
    for (String program : BASIC) {
      Optional<Path> there =
          Stream.of(System.getenv("PATH").split(":"))
              .map(place -> Path.of(place, program))
              .filter(Files::isExecutable)
              .findFirst();
      if (there.isPresent()) {
        machine.with(program, "exec '" + there.get() + "' \"$@\"");
      }
    }
    return machine.with("id", "echo 1000");
  }

  /** Adds a program. */
  Machine with(String program, String script) throws IOException {
    Path file = programs.resolve(program);
    Files.writeString(file, "#!/bin/sh\n" + script + "\n");
    file.toFile().setExecutable(true);
    return this;
  }

  /** Runs a command in the project's folder. */
  Ended run(Map<String, String> settings, String... command)
      throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(
                Stream.concat(Stream.of(programs.resolve("bash").toString()), Stream.of(command))
                    .toList())
            .directory(Project.ROOT.toFile())
            .redirectErrorStream(true);
    builder.environment().clear();
    builder.environment().putAll(Map.of("PATH", programs.toString(), "HOME", home.toString()));
    builder.environment().putAll(settings);
    Process process = builder.start();
    process.getOutputStream().close();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Ended(process.waitFor(), printed);
  }
}
