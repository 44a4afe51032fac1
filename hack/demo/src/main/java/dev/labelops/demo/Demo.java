package dev.labelops.demo;

import dev.labelops.demo.images.Style;
import dev.labelops.demo.images.SyntheticSet;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Command line of the demo; see {@code make help} for the usual ways to call it. */
@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    subcommands = {Demo.Images.class})
public final class Demo {
  private Demo() {}

  /** Renders a synthetic set. */
  @Command(name = "images", description = "Render a synthetic set with its truth manifest.")
  static final class Images implements Callable<Integer> {
    @Option(names = "--to", required = true, description = "Folder to write to.")
    Path to;

    @Option(names = "--count", defaultValue = "60", description = "Number of images.")
    int count;

    @Option(names = "--seed", defaultValue = "1", description = "Seed of the first image.")
    long seed;

    @Option(names = "--hard", description = "Smaller, bent, recoloured and blurred marks.")
    boolean hard;

    @Override
    public Integer call() throws Exception {
      SyntheticSet.write(to, count, seed, hard ? Style.HARD : Style.EASY);
      return 0;
    }
  }

  public static void main(String[] arguments) {
    System.exit(new CommandLine(new Demo()).execute(arguments));
  }
}
