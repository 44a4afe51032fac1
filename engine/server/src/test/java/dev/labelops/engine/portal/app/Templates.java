package dev.labelops.engine.portal.app;

import dev.labelops.engine.labeling.JobRequest;
import dev.labelops.engine.labeling.LabelingFixture;

/** Worker templates as people write them for the service, with its script. */
public final class Templates {
  private static final String PAGE =
      """
      <script src="https://assets.crowd.aws/crowd-html-elements.js"></script>
      <crowd-form>
      %s
        <full-instructions header="How to label">Look at all of it first.</full-instructions>
        <short-instructions>Label what you see.</short-instructions>
      %s
      </crowd-form>
      """;

  private Templates() {}

  public static void boxes(LabelingFixture fixture, JobRequest wish) {
    boxes(fixture, wish, "boxes", "");
  }

  /**
   * @param name of the template's file
   * @param attributes more attributes of the element
   */
  public static void boxes(
      LabelingFixture fixture, JobRequest wish, String name, String attributes) {
    use(
        fixture,
        wish,
        name,
        """
        <crowd-bounding-box name="boundingBox" src="{{ task.input.taskObject | grant_read_access }}"
            header="Draw a box around each object" labels="{{ task.input.labels | to_json | escape }}" %s>
        """
            .formatted(attributes),
        "</crowd-bounding-box>");
  }

  public static void classesOfTexts(LabelingFixture fixture, JobRequest wish) {
    use(
        fixture,
        wish,
        "texts",
        """
        <crowd-classifier name="crowd-classifier" header="What is it?"
            categories="{{ task.input.labels | to_json | escape }}">
          <classification-target>{{ task.input.taskObject }}</classification-target>
        """,
        "</crowd-classifier>");
  }

  static void masks(LabelingFixture fixture, JobRequest wish) {
    use(
        fixture,
        wish,
        "masks",
        """
        <crowd-semantic-segmentation name="crowd-semantic-segmentation"
            src="{{ task.input.taskObject | grant_read_access }}"
            header="Paint each area" labels="{{ task.input.labels | to_json | escape }}">
        """,
        "</crowd-semantic-segmentation>");
  }

  private static void use(
      LabelingFixture fixture, JobRequest wish, String name, String start, String end) {
    String uri = fixture.put(name + ".portal.liquid", PAGE.formatted(start.strip(), end));
    wish.human(h -> h.uiConfig(u -> u.uiTemplateS3Uri(uri)));
  }
}
