package dev.labelops.engine.owner;

import dev.labelops.engine.labeling.job.Job;
import dev.labelops.engine.labeling.job.ObjectRow;
import dev.labelops.engine.labeling.job.TaskRow;
import dev.labelops.engine.labeling.output.Times;
import dev.labelops.engine.labeling.task.Consolidated;
import dev.labelops.engine.labeling.task.LabelFile;
import dev.labelops.engine.labeling.task.Provenance;
import dev.labelops.engine.labeling.task.WorkerAnswer;
import dev.labelops.engine.portal.PortalError;
import dev.labelops.groundtruth.LabelMetadata;
import dev.labelops.groundtruth.S3Location;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The label that an object would have if one worker's answer were the only one.
 *
 * @param row the object with that label; nothing of it is stored
 * @param files files of the label, with addresses of their own: those of the job's output stay
 * @param folder where the files belong
 */
record OneAnswer(ObjectRow row, List<LabelFile> files, S3Location folder) {
  /**
   * @param object has the label of people
   * @param at creation-date of the label
   * @param root folder for the files of labels
   * @throws PortalError 400 when the worker has not answered the object
   */
  static OneAnswer of(
      Job job, AnsweredObject object, String workerId, Instant at, S3Location root) {
    ObjectRow row = object.row();
    TaskRow task =
        object
            .answerOf(workerId)
            .orElseThrow(
                () ->
                    new PortalError(
                        400,
                        "AnswerNotFound",
                        "The worker %s has no answer for object %d. Nothing was written."
                            .formatted(workerId, row.objectId())));
    S3Location folder = root.resolve(Integer.toString(row.objectId()));
    Provenance provenance =
        new Provenance(
            LabelMetadata.JOB_NAME_PREFIX + job.key().jobName(),
            true,
            Times.creationDate(at),
            folder.toString());
    Consolidated label =
        job.type()
            .consolidate(
                List.of(new WorkerAnswer(workerId, job.answer(task), 1)),
                row.taskObject(job.labels()),
                provenance);
    return new OneAnswer(
        new ObjectRow(
            row.objectId(),
            row.state(),
            row.iteration(),
            row.held(),
            row.answered(),
            row.declined(),
            row.line(),
            row.failure(),
            row.properties(),
            Optional.of(label.label()),
            Optional.of(job.type().metadata(label.metadata(), provenance)),
            Optional.of(at)),
        label.files(),
        folder);
  }
}
