package dev.labelops.install.kustomize;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.labelops.demo.images.Style;
import dev.labelops.demo.images.SyntheticImages;
import dev.labelops.demo.truth.Annotation;
import dev.labelops.demo.truth.Box;
import dev.labelops.demo.truth.OutputManifest;
import dev.labelops.demo.workers.Noise;
import dev.labelops.demo.workers.SimulatedWorkers;
import dev.labelops.demo.workers.WorkerSettings;
import dev.labelops.install.Project;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClientTimeoutException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import software.amazon.awssdk.services.sagemaker.model.LabelingJobStatus;
import software.amazon.awssdk.services.sagemaker.model.Workforce;

/**
 * The samples as one account meets them, in this order: each file is applied as it stands, after
 * what its story presumes was made with the AWS SDK, and reaches what its story promises.
 *
 * <p>The account has no workforce at first; the workshop makes one, which is then the existing one.
 * Simulated workers join the teams, so that jobs end.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SamplesIT {
  private static final String NAMESPACE = "samples";
  private static final Path SAMPLES = Project.ROOT.resolve("config/samples");
  private static final Duration WITHIN = Duration.ofSeconds(90);
  private static final List<String> PEOPLE =
      List.of("simulated-1@example.com", "simulated-2@example.com", "simulated-3@example.com");
  private static final List<String> LOGO_PHOTOS = List.of("truck.jpg", "stand.jpg", "can.jpg");
  private static final List<String> SHELF_PHOTOS = List.of("aisle-1.jpg", "aisle-2.jpg");
  private static final List<String> MAILS = List.of("Where is my parcel?", "Thank you so much!");
  private static final List<String> REVIEWS = List.of("Broke at once.", "Works as it should.");
  private static final ObjectMapper JSON = new ObjectMapper();

  private static EngineInstallation installation;
  private static AccountInUse account;
  private static SimulatedWorkers people;

  @BeforeAll
  static void start() throws IOException, InterruptedException {
    installation = EngineInstallation.start("samples", "resources: [CONFIG/overlays/engine]\n");
    account =
        new AccountInUse(
            installation.engineAddress(),
            installation.accessKeyId(),
            EngineInstallation.SECRET_ACCESS_KEY);
    people =
        SimulatedWorkers.start(
            new WorkerSettings(
                installation.engineAddress(),
                installation.accessKeyId(),
                EngineInstallation.SECRET_ACCESS_KEY,
                PEOPLE,
                truth(),
                "truth",
                List.of(Noise.NONE),
                1,
                Duration.ofMillis(50)),
            news -> System.err.println(news));
    installation.kubectl().run("create", "namespace", NAMESPACE);
  }

  @AfterAll
  static void stop() {
    for (AutoCloseable part : new AutoCloseable[] {people, account, installation}) {
      if (part != null) {
        try {
          part.close();
        } catch (Exception e) {
          System.err.println("did not stop cleanly: " + e);
        }
      }
    }
  }

  @Test
  @Order(1)
  void theOverlayPointsTheOperatorAtTheEngine() {
    assertThat(installation.operatorEnvironment())
        .containsEntry("AWS_ENDPOINT_URL", "http://labelops-engine:4566")
        .containsEntry("AWS_ACCESS_KEY_ID", "labelops")
        .containsEntry("LABELOPS_TENANCY_ALLOW_ALL", "true");
    var service =
        installation
            .kubernetes()
            .services()
            .inNamespace(Overlay.NAMESPACE)
            .withName("labelops-engine")
            .require()
            .getSpec();
    assertThat(service.getPorts()).singleElement().extracting("port").isEqualTo(4566);
    assertThat(
            Overlay.pods(installation.kubernetes(), "labelops-engine")
                .getFirst()
                .getMetadata()
                .getLabels())
        .containsAllEntriesOf(service.getSelector());
  }

  @Test
  @Order(2)
  void theWorkshop() throws InterruptedException {
    account.bucket("brand-logos");
    photos("brand-logos", "images/", LOGO_PHOTOS);
    apply("workshop.yaml");
    await("LabelingWorkforce", "brand-team", "Ready");
    account.addMembers("logos", PEOPLE);
    JsonNode job = awaitComplete("brand-logos");
    assertThat(job.path("counters").path("humanLabeled").asInt()).isEqualTo(LOGO_PHOTOS.size());
  }

  @Test
  @Order(3)
  void anExistingTeam() throws InterruptedException {
    Workforce before = account.workforce();
    List<String> logos = account.members("logos");
    apply("existing-team.yaml");
    await("LabelingWorkforce", "our-people", "Ready");
    assertThat(account.members("labelers")).containsExactly("ann@example.com");
    assertThat(account.workforce()).as("nothing else is changed").isEqualTo(before);
    assertThat(account.members("logos")).isEqualTo(logos);
    account.addMembers("labelers", PEOPLE);
  }

  @Test
  @Order(4)
  void classesOfPhotographs() throws InterruptedException {
    account.bucket("shelf-photos");
    photos("shelf-photos", "incoming/", SHELF_PHOTOS);
    account.put("shelf-photos", "incoming/readme.txt", "not a photograph");
    apply("image-classification.yaml");
    JsonNode job = awaitComplete("shelf-state");
    assertThat(job.path("counters").path("humanLabeled").asInt()).isEqualTo(SHELF_PHOTOS.size());
  }

  @Test
  @Order(5)
  void classesOfTexts() throws InterruptedException {
    account.bucket("support-mails");
    account.put("support-mails", "mails.manifest", texts(MAILS));
    apply("text-classification.yaml");
    JsonNode job = awaitComplete("mail-mood");
    assertThat(job.path("counters").path("humanLabeled").asInt()).isEqualTo(MAILS.size());
  }

  @Test
  @Order(6)
  void aJobThatWasMadeElsewhere() throws InterruptedException {
    String remote = "product-reviews-2026-05";
    account.bucket("product-reviews");
    account.put("product-reviews", "input.manifest", texts(REVIEWS));
    account.startTextJob(
        remote,
        "arn:aws:sagemaker:eu-west-1:111122223333:workteam/private-crowd/labelers",
        "product-reviews",
        List.of("good", "bad"));
    apply("adopt-existing-job.yaml");
    JsonNode job = awaitComplete("product-reviews");
    assertThat(job.path("jobName").asText()).isEqualTo(remote);
    assertThat(job.path("results").path("humanLabeled").asInt()).isEqualTo(REVIEWS.size());
    installation
        .kubectl()
        .run("--namespace=" + NAMESPACE, "delete", "labelingjob", "product-reviews");
    assertThat(account.jobStatus(remote)).isEqualTo(LabelingJobStatus.COMPLETED);
  }

  private static void apply(String sample) throws InterruptedException {
    installation
        .kubectl()
        .run("--namespace=" + NAMESPACE, "apply", "--filename=" + SAMPLES.resolve(sample));
  }

  private static JsonNode awaitComplete(String job) {
    await("LabelingJob", job, "Complete");
    return await("LabelingJob", job, "ResultsComplete");
  }

  /** The status once the condition is True, or a failure that shows what was seen last. */
  private static JsonNode await(String kind, String name, String condition) {
    AtomicReference<JsonNode> seen = new AtomicReference<>(JSON.createObjectNode());
    try {
      installation
          .kubernetes()
          .genericKubernetesResources("labelops.dev/v1alpha1", kind)
          .inNamespace(NAMESPACE)
          .withName(name)
          .waitUntilCondition(
              object -> {
                seen.set(status(object));
                return isTrue(seen.get(), condition);
              },
              WITHIN.toMillis(),
              TimeUnit.MILLISECONDS);
      return seen.get();
    } catch (KubernetesClientTimeoutException e) {
      throw new AssertionError(
          "%s %s was not %s within %d s; its status at last: %s"
              .formatted(kind, name, condition, WITHIN.toSeconds(), seen.get()),
          e);
    }
  }

  private static JsonNode status(GenericKubernetesResource object) {
    return object == null ? JSON.createObjectNode() : JSON.valueToTree(object).path("status");
  }

  private static boolean isTrue(JsonNode status, String type) {
    for (JsonNode condition : status.path("conditions")) {
      if (condition.path("type").asText().equals(type)) {
        return condition.path("status").asText().equals("True");
      }
    }
    return false;
  }

  private static void photos(String bucket, String prefix, List<String> names) {
    for (String name : names) {
      account.put(
          bucket, prefix + name, SyntheticImages.render(names.indexOf(name), Style.EASY).jpeg());
    }
  }

  private static String texts(List<String> texts) {
    return String.join("\n", texts.stream().map("{\"source\":\"%s\"}"::formatted).toList());
  }

  /** What the people of all stories know. */
  private static Path truth() throws IOException {
    List<String> lines = new ArrayList<>();
    LOGO_PHOTOS.forEach(photo -> lines.add(box(photo)));
    SHELF_PHOTOS.forEach(photo -> lines.add(category("source-ref", photo, "gaps")));
    MAILS.forEach(mail -> lines.add(category("source", mail, "calm")));
    REVIEWS.forEach(review -> lines.add(category("source", review, "bad")));
    return Files.write(installation.folder().resolve("truth.manifest"), lines);
  }

  private static String category(String source, String object, String label) {
    return "{\"%s\":\"%s\",\"truth\":0,\"truth-metadata\":{\"class-name\":\"%s\"}}"
        .formatted(source, object, label);
  }

  private static String box(String photo) {
    return OutputManifest.boxes(
        photo,
        "truth",
        new Annotation.Boxes(640, 480, List.of(new Box("DHL", 40, 40, 100, 60))),
        List.of("DHL"));
  }
}
