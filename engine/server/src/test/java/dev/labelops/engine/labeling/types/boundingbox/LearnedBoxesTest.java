package dev.labelops.engine.labeling.types.boundingbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.labelops.engine.labeling.task.LabelCategories;
import dev.labelops.engine.labeling.task.Learnable.Boxes.Box;
import dev.labelops.engine.labeling.task.Learnable.MachineLabel;
import dev.labelops.engine.labeling.task.Provenance;
import dev.labelops.engine.labeling.task.TaskObject;
import java.util.List;
import org.junit.jupiter.api.Test;

class LearnedBoxesTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final LearnedBoxes BOXES = new LearnedBoxes();
  private static final TaskObject IMAGE =
      object("{'width':640,'height':480,'depth':3}", "DHL", "RedBull");

  /** The shape of REF 6.2, with what REF 4.5 says of machine labels: whole pixels, a score. */
  @Test
  void writesWhatGroundTruthWritesForMachineBoxes() {
    MachineLabel label =
        BOXES.write(List.of(new Box("DHL", 31.2, 39.6, 119.7, 66.4, .9342)), IMAGE);

    assertThat(label.label())
        .isEqualTo(
            json(
                "{'image_size':[{'width':640,'height':480,'depth':3}],"
                    + "'annotations':[{'class_id':0,'left':31,'top':40,'width':120,'height':66}]}"));
    assertThat(
            new BoundingBox()
                .metadata(
                    label.metadata(),
                    new Provenance("logos-1", false, "2026-03-04T09:21:00.123456", "s3://b/x")))
        .isEqualTo(
            json(
                "{'objects':[{'confidence':0.93}],'class-map':{'0':'DHL'},"
                    + "'type':'groundtruth/object-detection','job-name':'logos-1',"
                    + "'human-annotated':'no','creation-date':'2026-03-04T09:21:00.123456'}"));
  }

  @Test
  void keepsBoxesInsideTheImageAndAtLeastOnePixelWide() {
    MachineLabel label =
        BOXES.write(
            List.of(
                new Box("DHL", -3.7, -2, 50, 20, 1),
                new Box("RedBull", 630, 470, 40, 40, 1),
                new Box("RedBull", 639.9, 100.2, .2, .3, 1),
                new Box("RedBull", 700, 500, 10, 10, 1)),
            IMAGE);

    assertThat(label.label().path("annotations"))
        .isEqualTo(
            json(
                "[{'class_id':0,'left':0,'top':0,'width':46,'height':18},"
                    + "{'class_id':1,'left':630,'top':470,'width':10,'height':10},"
                    + "{'class_id':1,'left':639,'top':100,'width':1,'height':1},"
                    + "{'class_id':1,'left':639,'top':479,'width':1,'height':1}]"));
    assertThat(label.metadata().path("class-map")).isEqualTo(json("{'0':'DHL','1':'RedBull'}"));
  }

  @Test
  void nothingHereIsALabelWithoutAnnotations() {
    MachineLabel label = BOXES.write(List.of(), IMAGE);

    assertThat(label.label())
        .isEqualTo(json("{'image_size':[{'width':640,'height':480,'depth':3}],'annotations':[]}"));
    assertThat(label.metadata()).isEqualTo(json("{'objects':[],'class-map':{}}"));
  }

  @Test
  void readsBoxesOfPeopleAsTheyAreWritten() {
    assertThat(
            BOXES.boxesOf(
                json(
                    "{'annotations':[{'class_id':1,'left':31.5,'top':40,'width':120.25,'height':66},"
                        + "{'class_id':'0','left':1,'top':2,'width':3,'height':4}]}"),
                json("{'class-map':{'0':'DHL','1':'RedBull'}}")))
        .containsExactly(
            new Box("RedBull", 31.5, 40, 120.25, 66, 1), new Box("DHL", 1, 2, 3, 4, 1));
  }

  @Test
  void refusesAnImageOfUnknownSizeAndANameThatIsNoLabel() {
    List<Box> boxes = List.of(new Box("UPS", 1, 1, 5, 5, 1));

    assertThatThrownBy(() -> BOXES.write(List.of(), object("{}", "DHL")))
        .hasMessage("the object was not probed");
    assertThatThrownBy(() -> BOXES.write(boxes, IMAGE))
        .hasMessage("'UPS' is not one of the job's labels [DHL, RedBull]");
  }

  private static TaskObject object(String properties, String... labels) {
    return new TaskObject(
        json("{'source-ref':'s3://b/a.jpg'}"),
        LabelCategories.of(List.of(labels)),
        json(properties));
  }

  private static JsonNode json(String text) {
    try {
      return JSON.readTree(text.replace('\'', '"'));
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
