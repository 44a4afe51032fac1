package dev.labelops.operator.job.plan;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.labelops.operator.api.v1alpha1.LabelingJobSpec;
import dev.labelops.operator.api.v1alpha1.LabelingJobSpec.Attribute;
import dev.labelops.operator.aws.sagemaker.LabelingJobRequest;
import dev.labelops.operator.task.Categories;
import java.util.List;
import java.util.Optional;

/**
 * Identity of a create request: two requests have the same hash when they ask for the same labels.
 *
 * <p>It covers everything in the request that the user decides. It leaves out names, tags and the
 * manifest's address: a data set that has grown since, or a newer operator that words its generated
 * template otherwise, must not make a finished job seem to be a different request.
 */
final class RequestHash {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS).build();

  private RequestHash() {}

  /**
   * 32 hexadecimal digits.
   *
   * @param ownTemplate text of a template that the user supplied
   */
  static String of(
      LabelingJobRequest draft,
      LabelingJobSpec spec,
      Categories categories,
      Optional<String> ownTemplate,
      int attempt) {
    ObjectNode identity = JSON.valueToTree(draft);
    identity.remove("jobName");
    identity.remove("tags");
    identity.remove("labelCategoryConfigUri");
    ObjectNode humanTask = identity.withObject("humanTask");
    if (spec.task().template() == null || spec.task().template().s3Uri() == null) {
      humanTask.remove("templateUri");
    }
    humanTask.set("type", JSON.valueToTree(spec.task().type()));
    humanTask.set("labels", JSON.valueToTree(categories.labels()));
    // Absent where there is none, so that hashes of earlier releases stay valid.
    attributes("categoryGlobalAttributes", categories.globalAttributes(), humanTask);
    attributes("frameAttributes", categories.frameAttributes(), humanTask);
    categories.annotationType().ifPresent(type -> humanTask.put("annotationType", type.name()));
    categories.earlierAttribute().ifPresent(name -> humanTask.put("earlierAttribute", name));
    humanTask.set("instructions", JSON.valueToTree(spec.task().instructions()));
    ownTemplate.ifPresent(text -> humanTask.put("template", text));
    ObjectNode input = identity.withObject("input");
    if (attempt > 1) {
      input.put("outputOfAttempt", attempt - 1);
    } else if (spec.datasetRef() != null) {
      input.put("dataset", spec.datasetRef().name());
    } else if (EarlierJob.ref(spec.task()).isPresent()) {
      input.put("outputOfJob", EarlierJob.ref(spec.task()).get().name());
    } else {
      input.put("manifestUri", spec.manifestUri());
    }
    try {
      return JobNames.sha256Hex(JSON.writeValueAsString(identity)).substring(0, 32);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void attributes(String member, List<Attribute> attributes, ObjectNode into) {
    if (!attributes.isEmpty()) {
      into.set(member, JSON.valueToTree(attributes));
    }
  }
}
