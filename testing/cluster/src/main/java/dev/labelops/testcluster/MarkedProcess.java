package dev.labelops.testcluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A JVM that is known by an argument of its command line, which names a place of its own. Unlike a
 * process id the argument is not used again, unlike a start time it does not move with the clock,
 * and unlike a file it cannot be deleted.
 *
 * @param property name of the system property that the argument sets, early on the command line
 * @param place file or folder that only this process uses
 */
public record MarkedProcess(String property, Path place) {

  /** The argument to start the JVM with. */
  public String argument() {
    return "-D" + property + "=" + real(place.toAbsolutePath().normalize());
  }

  /** The same whatever links lead there, also while the place is not there. */
  private static Path real(Path path) {
    try {
      if (Files.exists(path) || path.getParent() == null) {
        return path.toRealPath();
      }
      return real(path.getParent()).resolve(path.getFileName());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot find " + path, e);
    }
  }

  /**
   * The processes that run with the argument; more than one only when two were started at the same
   * time.
   */
  public List<ProcessHandle> running() {
    String argument = argument();
    return ProcessHandle.allProcesses()
        .filter(ProcessHandle::isAlive)
        .filter(process -> process.pid() != ProcessHandle.current().pid())
        .filter(process -> carries(process.info(), argument))
        .toList();
  }

  private static boolean carries(ProcessHandle.Info info, String argument) {
    Optional<String[]> arguments = info.arguments();
    return arguments.isPresent()
        ? List.of(arguments.get()).contains(argument)
        // Linux gives a command line that is longer than a page as one text, and cut.
        : info.commandLine().filter(all -> (all + " ").contains(" " + argument + " ")).isPresent();
  }
}
