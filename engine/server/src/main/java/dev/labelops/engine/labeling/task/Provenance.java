package dev.labelops.engine.labeling.task;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.labelops.groundtruth.LabelMetadata;
import dev.labelops.groundtruth.LabelingTaskType;

/**
 * Where a label comes from.
 *
 * @param jobName {@code job-name} as it is written: with the prefix {@code labeling-job/} for human
 *     labels, without it for machine labels (REF 4.5)
 * @param human whether people gave the label
 * @param creationDate {@code creation-date} as it is written
 * @param filesAddress {@code s3://} address of the label's files without their suffix
 */
public record Provenance(String jobName, boolean human, String creationDate, String filesAddress) {

  /**
   * The metadata that most types write: {@code known}, type, job-name, human-annotated and
   * creation-date.
   */
  public ObjectNode complete(ObjectNode known, LabelingTaskType type) {
    ObjectNode metadata = known.deepCopy();
    metadata.put(LabelMetadata.TYPE, type.output().type().orElseThrow());
    metadata.put(LabelMetadata.JOB_NAME, jobName);
    metadata.put(LabelMetadata.HUMAN_ANNOTATED, human ? LabelMetadata.YES : LabelMetadata.NO);
    metadata.put(LabelMetadata.CREATION_DATE, creationDate);
    return metadata;
  }

  /** {@code s3://} address that a file of the label will have. */
  public String address(LabelFile file) {
    return filesAddress + file.suffix();
  }
}
