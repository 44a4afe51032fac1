package dev.labelops.engine.labeling.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.labelops.engine.EngineSettings.Pace;
import dev.labelops.engine.labeling.job.Json;
import dev.labelops.engine.labeling.job.TaskRow;
import dev.labelops.engine.labeling.types.boundingbox.BoundingBox;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A job whose workers are of known quality, run through the labeling core. */
final class Simulation {
  static final List<String> CLASSES = List.of("bird", "cat", "dog", "fox");
  private static final int SIDE = 400;

  /** Left, top, width, height. */
  record Rectangle(double left, double top, double width, double height) {
    double iou(Rectangle other) {
      double across = Math.min(left + width, other.left + other.width) - Math.max(left, other.left);
      double down = Math.min(top + height, other.top + other.height) - Math.max(top, other.top);
      double both = Math.max(0, across) * Math.max(0, down);
      return both / (width * height + other.width * other.height - both);
    }
  }

  final CoreFixture fixture;
  final String name;
  final long job;
  private final long seed;
  private final int workers;

  private Simulation(CoreFixture fixture, String name, long job, long seed, int workers) {
    this.fixture = fixture;
    this.name = name;
    this.job = job;
    this.seed = seed;
    this.workers = workers;
  }

  /** A job of texts; nobody has answered. */
  static Simulation ofClasses(
      CoreFixture fixture, String name, long seed, int workers, int objects, int batch) {
    return ofClasses(fixture, name, seed, workers, objects, batch, false);
  }

  /**
   * @param automated whether the job has a labeling algorithm
   */
  static Simulation ofClasses(
      CoreFixture fixture,
      String name,
      long seed,
      int workers,
      int objects,
      int batch,
      boolean automated) {
    long job =
        fixture.job(
            name,
            objects,
            request -> {
              people(request, workers, batch);
              if (automated) {
                request
                    .withObject("/LabelingJobAlgorithmsConfig")
                    .put("LabelingJobAlgorithmSpecificationArn", "arn:x");
              }
            });
    fixture.objects.put(
        "labels",
        CLASSES.stream()
            .map(label -> "{\"label\":\"" + label + "\"}")
            .collect(Collectors.joining(",", "{\"labels\":[", "]}")));
    return new Simulation(fixture, name, job, seed, workers);
  }

  /** A job of images; nobody has answered. */
  static Simulation ofBoxes(
      CoreFixture fixture, String name, long seed, int workers, int objects, int batch) {
    byte[] image = ImageFiles.of("png", SIDE, SIDE);
    fixture.objects.content.put("images/1.png", image);
    String manifest = "{\"source-ref\":\"s3://b/images/1.png\"}\n".repeat(objects);
    long job =
        fixture.job(name, new BoundingBox(), manifest, request -> people(request, workers, batch));
    return new Simulation(fixture, name, job, seed, workers);
  }

  private static void people(ObjectNode request, int workers, int batch) {
    request
        .withObject("/HumanTaskConfig")
        .put("NumberOfHumanWorkersPerDataObject", workers)
        .put("MaxConcurrentTaskCount", batch);
  }

  /** The same for the same object whatever else happens. */
  private SplittableRandom random(int object, int worker) {
    return new SplittableRandom(seed * 1_000_003 + object * 101L + worker + 1);
  }

  String trueClass(int object) {
    return CLASSES.get(random(object, -1).nextInt(CLASSES.size()));
  }

  Rectangle trueBox(int object) {
    SplittableRandom random = random(object, -1);
    return new Rectangle(
        100 + random.nextInt(100),
        100 + random.nextInt(100),
        40 + random.nextInt(80),
        40 + random.nextInt(80));
  }

  /**
   * @param quality probability of the true class
   * @param wrong how many classes a wrong answer may be: the next ones
   */
  String saidClass(int object, int worker, double quality, int wrong) {
    SplittableRandom random = random(object, worker);
    int truth = CLASSES.indexOf(trueClass(object));
    return random.nextDouble() < quality
        ? CLASSES.get(truth)
        : CLASSES.get((truth + 1 + random.nextInt(wrong)) % CLASSES.size());
  }

  /**
   * @param deviation of an edge, as a part of width or height
   */
  Rectangle drawnBox(int object, int worker, double deviation) {
    SplittableRandom random = random(object, worker);
    Rectangle truth = trueBox(object);
    double left = truth.left + deviation * truth.width * random.nextGaussian();
    double top = truth.top + deviation * truth.height * random.nextGaussian();
    double right = truth.left + truth.width * (1 + deviation * random.nextGaussian());
    double bottom = truth.top + truth.height * (1 + deviation * random.nextGaussian());
    return new Rectangle(left, top, Math.max(1, right - left), Math.max(1, bottom - top));
  }

  /** Lets everybody answer everything. */
  void runClasses(double[] quality, int wrong) {
    run(
        (task, worker) ->
            fixture.answer(
                task, name(worker), saidClass(task.objectId(), worker, quality[worker], wrong)));
  }

  void runBoxes(double[] deviation) {
    run(
        (task, worker) -> {
          Rectangle box = drawnBox(task.objectId(), worker, deviation[worker]);
          ObjectNode content = Json.MAPPER.createObjectNode();
          ObjectNode answer = content.putObject("boundingBox");
          answer.putObject("inputImageProperties").put("width", SIDE).put("height", SIDE);
          answer
              .putArray("boundingBoxes")
              .addObject()
              .put("label", "good")
              .put("left", box.left)
              .put("top", box.top)
              .put("width", box.width)
              .put("height", box.height);
          fixture.queue.answer(task.id(), CoreFixture.worker(name(worker)), content, 1.5);
        });
  }

  interface Answering {
    void answer(TaskRow task, int worker);
  }

  void run(Answering answering) {
    fixture.clock.pass(Pace.DEFAULT.initializing());
    fixture.settle(job);
    boolean any = true;
    while (any) {
      any = false;
      for (int worker = 0; worker < workers; worker++) {
        for (Optional<TaskRow> task = fixture.take(job, name(worker));
            task.isPresent();
            task = fixture.take(job, name(worker))) {
          fixture.clock.pass(Duration.ofSeconds(2));
          answering.answer(task.get(), worker);
          any = true;
        }
      }
      fixture.settle(job);
    }
  }

  static String name(int worker) {
    return "worker" + worker;
  }

  static String workerId(int worker) {
    return CoreFixture.worker(name(worker)).workerId();
  }

  /** Lines of the output manifest, by object. */
  List<JsonNode> output() {
    byte[] manifest =
        fixture.objects.content.get("out/" + name + "/manifests/output/output.manifest");
    return new String(manifest, StandardCharsets.UTF_8).lines().map(Json::read).toList();
  }

  Map<Integer, String> labels() {
    Map<Integer, String> labels = new TreeMap<>();
    List<JsonNode> lines = output();
    for (int object = 0; object < lines.size(); object++) {
      if (lines.get(object).has("kind")) {
        labels.put(object, lines.get(object).at("/kind-metadata/class-name").asText());
      }
    }
    return labels;
  }

  /** Of what everybody says, the most frequent class; equally frequent ones: the first. */
  Map<Integer, String> majority(double[] quality, int wrong, int objects) {
    Map<Integer, String> labels = new HashMap<>();
    for (int object = 0; object < objects; object++) {
      Map<String, Integer> counts = new LinkedHashMap<>();
      CLASSES.forEach(label -> counts.put(label, 0));
      for (int worker = 0; worker < workers; worker++) {
        counts.merge(saidClass(object, worker, quality[worker], wrong), 1, Integer::sum);
      }
      labels.put(object, Collections.max(counts.entrySet(), Map.Entry.comparingByValue()).getKey());
    }
    return labels;
  }

  double accuracy(Map<Integer, String> labels) {
    return labels.entrySet().stream()
            .filter(label -> label.getValue().equals(trueClass(label.getKey())))
            .count()
        / (double) labels.size();
  }

  /** Mean IoU with the truth; an image without exactly one box counts 0. */
  double meanIou() {
    List<JsonNode> lines = output();
    return IntStream.range(0, lines.size())
        .mapToDouble(
            object -> {
              JsonNode boxes = lines.get(object).at("/kind/annotations");
              return boxes.size() == 1 ? rectangle(boxes.get(0)).iou(trueBox(object)) : 0;
            })
        .average()
        .orElseThrow();
  }

  /** Mean IoU with the truth of the plain mean of all edges. */
  double meanIouOfPlainAverage(double[] deviation, int objects) {
    return IntStream.range(0, objects)
        .mapToDouble(
            object -> {
              List<Rectangle> drawn = new ArrayList<>();
              for (int worker = 0; worker < workers; worker++) {
                drawn.add(drawnBox(object, worker, deviation[worker]));
              }
              return new Rectangle(
                      drawn.stream().mapToDouble(Rectangle::left).average().orElseThrow(),
                      drawn.stream().mapToDouble(Rectangle::top).average().orElseThrow(),
                      drawn.stream().mapToDouble(Rectangle::width).average().orElseThrow(),
                      drawn.stream().mapToDouble(Rectangle::height).average().orElseThrow())
                  .iou(trueBox(object));
            })
        .average()
        .orElseThrow();
  }

  private static Rectangle rectangle(JsonNode box) {
    return new Rectangle(
        box.path("left").asDouble(),
        box.path("top").asDouble(),
        box.path("width").asDouble(),
        box.path("height").asDouble());
  }
}
