package dev.labelops.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labelops.demo.stack.Artifacts;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole bench with very few jobs, so that it cannot rot; its values prove nothing. */
class BenchIT {
  private static final int JOBS = 5;
  private static final int BUDGET = 600;

  @TempDir private Path folder;

  @Test
  void measuresCreationCostAndDelays() throws Exception {
    Path results = folder.resolve("results.jsonl");
    Figures figures =
        new Figures(results, new PrintStream(folder.resolve("out").toFile(), "UTF-8"));
    Plan plan =
        new Plan(
            artifacts(),
            new OperatorProgram(
                artifacts().operatorJar(), List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1")),
            Path.of("target", "logs", "bench").toAbsolutePath(),
            Duration.ofMillis(60),
            Duration.ofSeconds(6),
            Duration.ofSeconds(12));

    new CreationRun(plan, figures, news -> {}).run(JOBS);
    new InProgressRun(plan, figures, news -> {}).run(JOBS, List.of(BUDGET));

    // A reservation, a template and a job cost at least these calls.
    assertThat(value(figures, f -> f.figure().equals("calls_apply_to_working") && f.of() == null))
        .isGreaterThan(5);
    assertThat(value(figures, f -> "sagemaker:CreateLabelingJob".equals(f.of()))).isEqualTo(1);
    // Each call takes 60 ms and a pass makes several.
    assertThat(value(figures, f -> f.figure().equals("apply_to_all_created"))).isGreaterThan(0.3);
    assertThat(
            value(
                figures,
                f -> f.scene().equals("quiet") && "sagemaker:ListLabelingJobs".equals(f.of())))
        .isPositive();
    assertThat(value(figures, f -> f.figure().equals("kubernetes_requests_for_unchanged_jobs")))
        .isZero();
    assertThat(
            value(
                figures,
                f ->
                    f.scene().equals("all change at once")
                        && "update labelingjobs/status".equals(f.of())))
        .isPositive();
    assertThat(
            value(
                figures,
                f ->
                    f.scene().equals("all change at once")
                        && f.figure().equals("change_to_status_p99")))
        .isPositive();
    assertThat(Files.readAllLines(results, StandardCharsets.UTF_8))
        .hasSameSizeAs(figures.all())
        .allMatch(line -> line.startsWith("{\"figure\":"));
  }

  private static double value(Figures figures, Predicate<Figure> wished) {
    List<Figure> found = figures.all().stream().filter(wished).toList();
    assertThat(found).as("figures of %s", figures.all()).hasSize(1);
    return found.getFirst().value();
  }

  private static Artifacts artifacts() {
    return new Artifacts(Path.of("../..").toAbsolutePath().normalize());
  }
}
