package dev.labelops.engine.labeling.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.labelops.engine.labeling.job.JobStatus;
import dev.labelops.engine.labeling.job.Json;
import dev.labelops.engine.labeling.learning.Learner;
import dev.labelops.engine.labeling.task.Consolidated;
import dev.labelops.engine.labeling.task.LabelFile;
import dev.labelops.engine.labeling.task.Provenance;
import dev.labelops.engine.labeling.task.TaskType;
import dev.labelops.engine.labeling.task.TaskTypes;
import dev.labelops.engine.labeling.types.textmulticlass.TextMultiClass;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What becomes of the files that a consolidation returns. */
class LabelFilesTest {
  private static final String FOLDER = "annotations/consolidated-annotation/output/";

  private int megabytes = 1;
  private int consolidations;

  /** Text classes whose label also has a file that is different with each consolidation. */
  private final TaskType type =
      (TaskType)
          Proxy.newProxyInstance(
              TaskType.class.getClassLoader(),
              new Class<?>[] {TaskType.class},
              (proxy, method, arguments) -> {
                if (method.getName().equals("consolidate")) {
                  return consolidated((Provenance) arguments[2]);
                }
                try {
                  return method.invoke(new TextMultiClass(), arguments);
                } catch (InvocationTargetException e) {
                  throw e.getCause();
                }
              });

  private final CoreFixture fixture = new CoreFixture(Learner.NONE, new TaskTypes(List.of(type)));

  private Consolidated consolidated(Provenance provenance) {
    byte number = (byte) ++consolidations;
    byte[] megabyte = new byte[1024 * 1024];
    megabyte[0] = number;
    int count = megabytes;
    LabelFile file =
        new LabelFile(
            "_" + provenance.creationDate() + ".png",
            "image/png",
            out -> {
              for (int i = 0; i < count; i++) {
                out.write(megabyte);
              }
            });
    ObjectNode metadata = JsonNodeFactory.instance.objectNode();
    return new Consolidated(
        TextNode.valueOf(provenance.address(file)), metadata, Set.of(), List.of(file));
  }

  @Test
  void aStepThatIsCutOffWritesTheSameFilesAgain() {
    long job = fixture.startedJob("again", 2, request -> {});
    fixture.answerBatch(job, "ann");
    assertThat(fixture.tree("again")).as("nothing is written by the answer").isEmpty();
    fixture.objects.unwritable = "output.manifest";

    assertThatThrownBy(() -> fixture.settle(job)).hasMessageContaining("connection refused");
    List<String> files = files("again");
    assertThat(files).hasSize(2).allMatch(name -> name.matches(FOLDER + "[01]_[-T0-9:.]+\\.png"));
    List<byte[]> first = contents("again");
    files.forEach(name -> fixture.objects.content.remove("out/again/" + name));

    fixture.objects.unwritable = null;
    fixture.settle(job);

    assertThat(fixture.read(job).status()).isEqualTo(JobStatus.Completed);
    assertThat(files("again")).isEqualTo(files);
    assertThat(contents("again")).containsExactlyElementsOf(first);
    assertThat(consolidations).as("each object is consolidated once").isEqualTo(2);
    assertThat(fixture.objects.text("out/again/manifests/output/output.manifest").lines())
        .extracting(line -> Json.read(line).path("kind").asText())
        .containsExactlyElementsOf(files.stream().map(name -> "s3://b/out/again/" + name).toList());
    assertThat(kept()).as("parts that stay in the database").isZero();
  }

  @Test
  void aLabelWhoseFilesAreTooLargeFails() {
    megabytes = 65;
    long job = fixture.startedJob("large", 1, request -> {});

    fixture.answerAll(job, "ann");

    assertThat(fixture.read(job).counters().failed()).isEqualTo(1);
    assertThat(fixture.read(job).counters().human()).isZero();
    assertThat(files("large")).isEmpty();
    assertThat(
            Json.read(fixture.objects.text("out/large/manifests/output/output.manifest").strip())
                .at("/kind-metadata/failure-reason")
                .asText())
        .isEqualTo("The files of the label are larger than the maximum of 64 MB.");
    assertThat(kept()).isZero();
  }

  @Test
  void aJobThatEndsWithoutResultsKeepsNoFiles() {
    long job = fixture.startedJob("gone", 1, request -> {});
    fixture.answerBatch(job, "ann");
    assertThat(kept()).as("parts of a megabyte").isEqualTo(4);
    fixture.objects.state = MemoryObjects.State.GONE;

    fixture.settle(job);

    assertThat(fixture.read(job).status()).isEqualTo(JobStatus.Failed);
    assertThat(kept()).isZero();
  }

  private List<String> files(String name) {
    return fixture.tree(name).stream().filter(key -> key.startsWith(FOLDER)).toList();
  }

  private List<byte[]> contents(String name) {
    return files(name).stream()
        .map(key -> fixture.objects.content.get("out/" + name + "/" + key))
        .toList();
  }

  private int kept() {
    return fixture.jdbi.withHandle(
        handle ->
            handle.select("SELECT COUNT(*) FROM labeling_object_file").mapTo(Integer.class).one());
  }
}
