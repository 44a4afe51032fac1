package dev.labelops.operator.job.look;

import dev.labelops.groundtruth.S3Location;
import dev.labelops.groundtruth.ServiceLimits;
import dev.labelops.operator.api.v1alpha1.LabelingJobSpec;
import dev.labelops.operator.api.v1alpha1.LabelingJobStatus.Input;
import dev.labelops.operator.aws.CloudFailure;
import dev.labelops.operator.aws.ErrorClass;
import dev.labelops.operator.aws.s3.ObjectStore;
import dev.labelops.operator.aws.sagemaker.TemplateRenderer;
import dev.labelops.operator.job.look.Preflight.Finding;
import dev.labelops.operator.job.look.Preflight.Verdict;
import dev.labelops.operator.job.plan.JobNames;
import dev.labelops.operator.job.plan.JobPlan;
import dev.labelops.operator.status.Reason;
import dev.labelops.operator.task.BuiltInTask;
import dev.labelops.operator.task.TaskInput;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Renders the template that a user supplied with the first object, before money is spent. Without
 * an answer the job continues: the check is then unknown, not passed.
 */
public final class TemplateTrial {
  /** Bytes; a manifest line is no longer. */
  private static final int MOST_REMEMBERED = 1_000;

  private static final int MOST_MISTAKES = 3;

  /** What was rendered, by request; the oldest entry is removed. */
  private static final class Questions extends LinkedHashMap<String, Boolean> {
    private static final long serialVersionUID = 1L;

    @Override
    protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
      return size() > MOST_REMEMBERED;
    }
  }

  private final TemplateRenderer renderer;
  private final Set<String> rendered =
      Collections.synchronizedSet(Collections.newSetFromMap(new Questions()));

  public TemplateTrial(TemplateRenderer renderer) {
    this.renderer = renderer;
  }

  /**
   * Asks until the same template was rendered with the same manifest and role.
   *
   * @param template its text
   */
  Finding check(
      LabelingJobSpec spec, JobPlan plan, Input input, String template, ObjectStore store) {
    String subject =
        field(spec) + " can be rendered with the first object of " + input.manifestUri();
    String question =
        JobNames.sha256Hex(
            String.join(
                "\n",
                plan.scope().toString(),
                plan.requestHash(),
                Optional.ofNullable(input.manifestSha256()).orElse(input.manifestUri()),
                template));
    if (rendered.contains(question)) {
      return finding(subject, List.of());
    }
    try {
      Optional<String> taskInput =
          firstLine(input.manifestUri(), store)
              .flatMap(
                  line ->
                      TaskInput.json(
                          BuiltInTask.of(spec.task().type()), plan.categories().labels(), line));
      if (taskInput.isEmpty()) {
        return unknown(
            subject, "its first line has no object of the task, or is too long to render");
      }
      List<String> mistakes =
          renderer.errors(plan.scope(), template, taskInput.get(), plan.draft().roleArn());
      if (mistakes.isEmpty()) {
        rendered.add(question);
      }
      return finding(subject, mistakes);
    } catch (CloudFailure failure) {
      return unknown(
          subject,
          failure.errorClass() == ErrorClass.DENIED
              ? "AWS denies " + failure.action()
              : failure.sentence());
    }
  }

  private static String field(LabelingJobSpec spec) {
    LabelingJobSpec.Template template = spec.task().template();
    if (template.s3Uri() != null) {
      return "template " + template.s3Uri();
    }
    return template.inline() != null
        ? "spec.task.template.inline"
        : "the template in ConfigMap '" + template.configMapRef().name() + "'";
  }

  private static Optional<String> firstLine(String manifestUri, ObjectStore store) {
    S3Location place = S3Location.parse(manifestUri);
    return store
        .read(place.bucket(), place.key(), (about, content) -> line(content))
        .filter(line -> !line.isBlank());
  }

  private static String line(InputStream content) throws IOException {
    String start =
        new String(content.readNBytes(ServiceLimits.MAX_LINE_CHARACTERS), StandardCharsets.UTF_8);
    return start.lines().findFirst().orElse("");
  }

  private static Finding finding(String subject, List<String> mistakes) {
    if (mistakes.isEmpty()) {
      return new Finding(
          Verdict.PROVED, Reason.Available, subject + " (sagemaker:RenderUiTemplate)");
    }
    return new Finding(
        Verdict.REFUTED,
        Reason.InvalidTemplate,
        capital(subject.replace(" can be rendered ", " cannot be rendered "))
            + " (sagemaker:RenderUiTemplate), so that nobody could label: "
            + mistakes.stream()
                .limit(MOST_MISTAKES)
                .map(mistake -> mistake.replaceFirst("\\.+$", ""))
                .collect(Collectors.joining("; "))
            + ". Correct the template");
  }

  private static Finding unknown(String subject, String why) {
    return new Finding(Verdict.UNKNOWN, Reason.Unknown, "whether " + subject + ", because " + why);
  }

  private static String capital(String sentence) {
    return sentence.startsWith("spec.")
        ? sentence
        : Character.toUpperCase(sentence.charAt(0)) + sentence.substring(1);
  }
}
