package dev.labelops.operator.job.plan;

import dev.labelops.operator.api.v1alpha1.LabelingJobStatus.Input;

/**
 * The user's own manifest, which was checked and is not copied yet. The copy's key holds a hash of
 * the content, so what a job reads is what was checked.
 *
 * @param from address of the user's own manifest
 * @param etag of the content that was checked
 * @param input the manifest at the copy's address
 */
public record ManifestCopy(String from, String etag, Input input) {
  public static final String CONTENT_TYPE = "application/jsonlines";

  /** The same content at the user's address. */
  Input original() {
    return new Input(from, input.manifestSha256(), input.objectCount());
  }

  public String to() {
    return input.manifestUri();
  }
}
