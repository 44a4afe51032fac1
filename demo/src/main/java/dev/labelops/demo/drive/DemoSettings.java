package dev.labelops.demo.drive;

import dev.labelops.demo.images.Style;
import dev.labelops.demo.images.SyntheticSet;
import dev.labelops.demo.stack.Stack;
import dev.labelops.demo.workers.Noise;
import dev.labelops.demo.workers.WorkerSettings;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

/**
 * @param root the checkout
 * @param folder where everything of this run is written
 * @param images folder with images; null for the synthetic set and for texts
 * @param truth output manifest with the attribute {@code truth}; null for the synthetic set
 * @param taskType what the truth must fit; null for any
 * @param count size of the synthetic set
 * @param style of the synthetic set
 * @param workers number of simulated workers
 * @param workersPerObject how many of them label each object
 * @param timePerTask how long a simulated person takes for a task
 * @param deadline how long the job may take
 * @param seed of the workers' mistakes
 */
public record DemoSettings(
    Path root,
    Path folder,
    Path images,
    Path truth,
    String taskType,
    int count,
    Style style,
    int workers,
    int workersPerObject,
    Duration timePerTask,
    Duration deadline,
    long seed) {
  List<String> emails() {
    return IntStream.rangeClosed(1, workers)
        .mapToObj("simulated-%d@example.com"::formatted)
        .toList();
  }

  /** The objects given, or the synthetic set. */
  ObjectSet objects() throws IOException {
    return truth == null
        ? ObjectSet.synthetic(folder.resolve("synthetic"), count, style)
        : ObjectSet.of(images, truth, taskType);
  }

  /** Settings of the simulated workers, who know the truth of {@link #objects}. */
  public WorkerSettings people(URI engine) {
    return new WorkerSettings(
        engine,
        Stack.ACCESS_KEY_ID,
        Stack.SECRET_ACCESS_KEY,
        emails(),
        truth == null ? folder.resolve("synthetic/truth.manifest") : truth,
        SyntheticSet.ATTRIBUTE,
        Noise.TEAM,
        seed,
        timePerTask);
  }

  /** A path as the person would type it in the checkout. */
  String shown(Path path) {
    return path.startsWith(root) ? root.relativize(path).toString() : path.toString();
  }
}
