package dev.labelops.operator.iam;

import java.util.List;
import java.util.function.Function;

/**
 * What IAM is asked about one call.
 *
 * @param action for example {@code sagemaker:CreateLabelingJob}
 * @param resource ARN; {@code *} for an action without resource types
 * @param context values of a condition key, empty when the request does not carry it
 */
record IamRequest(String action, String resource, Function<String, List<String>> context) {
  @Override
  public String toString() {
    return action + " on " + resource;
  }
}
