package dev.labelops.demo.drive;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.labelops.demo.report.Card;
import dev.labelops.demo.report.Cards;
import dev.labelops.demo.report.Disagreement;
import dev.labelops.demo.report.Report;
import dev.labelops.demo.report.RoundResult;
import dev.labelops.demo.report.Summary;
import dev.labelops.demo.stack.Artifacts;
import dev.labelops.demo.stack.Bucket;
import dev.labelops.demo.stack.DemoException;
import dev.labelops.demo.stack.Kubectl;
import dev.labelops.demo.stack.Stack;
import dev.labelops.demo.truth.Annotation;
import dev.labelops.demo.truth.ManifestLine;
import dev.labelops.demo.truth.OutputManifest;
import dev.labelops.demo.workers.SimulatedWorkers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The demo: from three resources to a finished labeling job, and its result. */
public final class DemoRun {
  static final String NAMESPACE = "labelops-demo";
  private static final int FIRST_LINES = 3;

  private final DemoSettings settings;
  private final Terminal terminal = new Terminal();

  public DemoRun(DemoSettings settings) {
    this.settings = settings;
  }

  /**
   * Runs the demo to its end.
   *
   * @return the exit code: 0 when the job is complete
   */
  public int run() throws IOException, InterruptedException {
    Path folder = settings.folder();
    Artifacts artifacts = new Artifacts(settings.root());
    try {
      ObjectSet objects = settings.objects();
      print(objects);
      try (Stack stack = Stack.start(artifacts, folder, 0, terminal::print)) {
        Runtime.getRuntime().addShutdownHook(new Thread(stack::close));
        return label(stack, objects, Sample.read(artifacts.workshop()));
      }
    } catch (DemoException e) {
      System.err.println("\nThe demo failed: " + e.getMessage());
      return 1;
    }
  }

  private void print(ObjectSet objects) {
    terminal.print(
        "%d %s, %d labels: %s"
            .formatted(
                objects.count(),
                objects.noun(),
                objects.labels().size(),
                String.join(", ", objects.labels())));
    if (objects.unknown() > 0) {
      terminal.print(
          "%d images are not in the truth file: simulated workers decline them, so they remain"
                  .formatted(objects.unknown())
              + " unlabeled");
    }
  }

  private int label(Stack stack, ObjectSet objects, Sample sample)
      throws IOException, InterruptedException {
    sample.fit(objects, settings.emails(), settings.workersPerObject());
    Path resources = settings.folder().resolve("resources.yaml");
    sample.write(resources);
    Kubectl kubectl = new Kubectl(stack.kubeconfig());
    try (Bucket bucket = new Bucket(stack.engineAddress(), sample.bucket());
        Watch watch = new Watch(stack.kubernetes(), NAMESPACE);
        SimulatedWorkers workers =
            SimulatedWorkers.start(settings.people(stack.engineAddress()), terminal::print)) {
      sample.upload(objects, bucket, settings.folder());
      terminal.print("%s are in %s".formatted(objects.noun(), sample.inputUri()));
      kubectl.run("create", "namespace", NAMESPACE);
      kubectl.run("apply", "--namespace=" + NAMESPACE, "--filename=" + resources);
      Instant applied = Instant.now();
      terminal.print("applied " + settings.shown(resources));
      RoundNews rounds = new RoundNews(bucket, objects.noun());
      Follow follow = new Follow(watch, stack, rounds, terminal::print);
      try {
        Observed job = follow.untilComplete(settings.deadline());
        tellOwnPart(applied, follow.completeSeen(), job);
        conclude(job, bucket, objects, sample, kubectl);
        return 0;
      } catch (DemoException e) {
        failed(e, watch, stack);
        return 1;
      }
    }
  }

  private void tellOwnPart(Instant applied, Instant completeSeen, Observed job) {
    job.time("startTime")
        .ifPresent(
            created ->
                terminal.print(
                    "time of the operator: %.1f s from apply to created%s"
                        .formatted(
                            seconds(applied, created),
                            job.time("completionTime")
                                .map(
                                    end ->
                                        ", %.1f s from the job's end to Complete"
                                            .formatted(seconds(end, completeSeen)))
                                .orElse(""))));
  }

  private void conclude(
      Observed job, Bucket bucket, ObjectSet objects, Sample sample, Kubectl kubectl)
      throws IOException, InterruptedException {
    String manifestUri = job.status().path("outputManifestUri").asText();
    List<String> lines = bucket.lines(manifestUri);
    String attribute = job.status().path("labelAttributeName").asText(sample.labelAttributeName());
    JobOutput output = JobOutput.of(bucket, job).orElseThrow();
    List<ManifestLine> labeled = OutputManifest.read(lines, attribute);
    List<Card> cards =
        Cards.of(
            labeled,
            objects.truth(),
            output.machineLabels(),
            name -> Report.image(objects.folder(), name, objects.count()));
    List<RoundResult> rounds = rounds(job, output, cards);
    Path report = settings.folder().resolve("report.html");
    Summary summary = summary(Optional.of(job), cards, rounds, report);
    Report.write(
        report,
        new Report.Content(
            new Report.Job(
                job.status().path("jobName").asText(),
                objects.taskType(),
                settings.emails().size() + " simulated workers",
                settings.workersPerObject(),
                sample.autoLabeling(),
                objects.labels()),
            summary,
            cards,
            rounds,
            Disagreement.of(output.answers(objects.taskType()), truth(labeled, objects))));
    write(summary);
    System.out.println("\n$ kubectl get lwf,lds,ljob --namespace=" + NAMESPACE);
    System.out.print(kubectl.run("get", "lwf,lds,ljob", "--namespace=" + NAMESPACE));
    System.out.println("\ncounters: " + job.status().path("counters"));
    System.out.println("\n" + manifestUri);
    lines.stream().limit(FIRST_LINES).forEach(System.out::println);
    System.out.println("\nsummary: " + settings.shown(settings.folder().resolve("summary.json")));
    System.out.println("report:  " + settings.shown(report));
  }

  private static Map<Integer, Annotation> truth(List<ManifestLine> lines, ObjectSet objects) {
    Map<Integer, Annotation> truth = new HashMap<>();
    for (int i = 0; i < lines.size(); i++) {
      Optional<Annotation> known = objects.truthOf(lines.get(i));
      if (known.isPresent()) {
        truth.put(i, known.get());
      }
    }
    return truth;
  }

  /** What the operator counted, and what the engine reported, by round. */
  private static List<RoundResult> rounds(Observed job, JobOutput output, List<Card> cards) {
    Map<Integer, JsonNode> counted = new TreeMap<>();
    for (JsonNode round : job.status().path("rounds").path("history")) {
      counted.put(round.path("round").asInt(), round);
    }
    output.rounds().forEach(round -> counted.putIfAbsent(round, MissingNode.getInstance()));
    List<RoundResult> rounds = new ArrayList<>();
    counted.forEach(
        (number, round) ->
            rounds.add(
                new RoundResult(
                    number,
                    number(round.path("humanLabeled")),
                    number(round.path("machineLabeled")),
                    output.report(number),
                    Cards.quality(
                        cards.stream().filter(card -> number.equals(card.round())).toList()))));
    return rounds;
  }

  private Summary summary(
      Optional<Observed> job, List<Card> cards, List<RoundResult> results, Path report) {
    JsonNode status = job.map(Observed::status).orElse(new ObjectMapper().createObjectNode());
    JsonNode counters = status.path("counters");
    JsonNode rounds = status.path("autoLabelingRounds");
    return new Summary(
        status.path("phase").asText(null),
        number(counters.path("objects")),
        number(counters.path("humanLabeled")),
        number(counters.path("machineLabeled")),
        number(counters.path("unlabeled")),
        number(counters.path("failed")),
        rounds.isNumber() ? rounds.asInt() : null,
        status.path("rounds").path("certainty").asText(null),
        Cards.meanIoU(cards, "human"),
        Cards.meanIoU(cards, "machine"),
        Cards.meanAccuracy(cards, "human"),
        Cards.meanAccuracy(cards, "machine"),
        results.stream().map(Summary.Round::of).toList(),
        status.path("outputManifestUri").asText(null),
        report == null ? null : settings.shown(report),
        terminal.seconds());
  }

  private void failed(DemoException e, Watch watch, Stack stack) throws IOException {
    write(summary(watch.latest("LabelingJob"), List.of(), List.of(), null));
    System.err.println("\nThe demo did not complete: " + e.getMessage());
    System.err.println("\nLast observed state:");
    watch.all().forEach(observed -> System.err.print(observed.conditions()));
    System.err.println("\n" + stack.logTails());
    System.err.println("All logs: " + settings.shown(stack.logs()));
  }

  private void write(Summary summary) throws IOException {
    Files.writeString(
        settings.folder().resolve("summary.json"),
        new ObjectMapper().writeValueAsString(summary) + "\n");
  }

  private static Long number(JsonNode value) {
    return value.isNumber() ? value.asLong() : null;
  }

  private static double seconds(Instant from, Instant to) {
    return Duration.between(from, to).toMillis() / 1000.0;
  }
}
