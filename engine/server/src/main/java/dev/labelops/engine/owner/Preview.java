package dev.labelops.engine.owner;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.labelops.engine.front.Json;
import dev.labelops.engine.labeling.input.Inputs;
import dev.labelops.engine.labeling.input.JobFailure;
import dev.labelops.engine.labeling.input.StoredDataFiles;
import dev.labelops.engine.labeling.job.Job;
import dev.labelops.engine.labeling.job.ObjectRow;
import dev.labelops.engine.labeling.output.Metadata;
import dev.labelops.engine.labeling.task.Consolidated;
import dev.labelops.engine.labeling.task.Provenance;
import dev.labelops.engine.labeling.task.TaskObject;
import dev.labelops.engine.labeling.task.UnusableObject;
import dev.labelops.engine.labeling.task.WorkerAnswer;
import dev.labelops.engine.labeling.template.InvalidTemplate;
import dev.labelops.engine.labeling.template.WorkerTemplate;
import dev.labelops.engine.labeling.work.TaskQueue;
import dev.labelops.engine.labeling.work.TaskRefusal;
import dev.labelops.engine.portal.Owner;
import dev.labelops.engine.portal.PortalError;
import dev.labelops.engine.portal.Previews;
import dev.labelops.engine.s3.ObjectLinks;
import dev.labelops.engine.s3.ObjectStore;
import dev.labelops.engine.s3.ObjectStores;
import dev.labelops.groundtruth.S3Location;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A template with an object of a job, as a worker would get it, and what would become of an answer.
 * It reads and stores nothing else: no task is taken, no answer is kept.
 */
record Preview(ObjectStores objects, ObjectLinks links, Previews previews) {
  private static final Duration LINKS_LAST = Duration.ofHours(1);
  private static final int MOST_TEMPLATE_BYTES = 1024 * 1024;
  private static final String NOBODY = "preview";

  /**
   * The address of a page, which can be opened once, and the input of its template.
   *
   * @param template the template; empty: the one of the job
   * @throws PortalError 409 when the page cannot be rendered or the object cannot be shown
   */
  ObjectNode open(Owner owner, Job job, ObjectRow row, Optional<String> template) {
    String source = template.orElseGet(() -> ofJob(job));
    ObjectNode input = job.type().input(object(job, row));
    String page;
    try {
      page = new WorkerTemplate(source).render(input, uri -> readable(job, uri));
    } catch (InvalidTemplate e) {
      throw new PortalError(409, "InvalidTemplate", e.getMessage());
    }
    ObjectNode document = Json.object();
    document.put("objectId", row.objectId());
    document.put("url", previews.add(owner, page));
    document.set("input", input);
    return document;
  }

  private static String ofJob(Job job) {
    if (job.template().isEmpty()) {
      throw new PortalError(
          409,
          "JobNotReady",
          "The job has no template yet: it is being set up, or its set-up failed. Send a template, or try again later.");
    }
    return job.template();
  }

  /**
   * The text of a template in S3, read as the job's set-up would.
   *
   * @throws PortalError 400 when it cannot be read
   */
  String stored(Job job, String uri) {
    S3Location location =
        S3Location.valid(uri)
            .orElseThrow(
                () -> Parameters.wrong("templateS3Uri must be an address s3://bucket/key."));
    try {
      return new Inputs(as(job))
          .text("templateS3Uri", location, job.key().region(), MOST_TEMPLATE_BYTES);
    } catch (JobFailure e) {
      throw new PortalError(400, "TemplateNotReadable", e.getMessage());
    } catch (IOException e) {
      throw unavailable();
    }
  }

  /**
   * What an answer would become if it were the only one: label and metadata.
   *
   * @throws PortalError 400 when a worker's answer of this form would be refused
   */
  ObjectNode outcome(Job job, ObjectRow row, JsonNode answerContent, Instant now) {
    TaskObject object = object(job, row);
    try {
      TaskQueue.check(job, object, answerContent);
    } catch (TaskRefusal e) {
      throw new PortalError(400, "InvalidAnswer", e.getMessage());
    }
    String element = job.element();
    Provenance provenance = Metadata.human(job, row.objectId(), now);
    Consolidated label =
        job.type()
            .consolidate(
                List.of(new WorkerAnswer(NOBODY, answerContent.path(element), 1)),
                object,
                provenance);
    ObjectNode document = Json.object();
    document.set("label", label.label());
    document.set("metadata", job.type().metadata(label.metadata(), provenance));
    return document;
  }

  /** The object as it is when it is sent out: what was not probed yet is probed now. */
  private TaskObject object(Job job, ObjectRow row) {
    if (!row.properties().isEmpty()) {
      return row.taskObject(job.labels());
    }
    try {
      JsonNode properties =
          job.type().probe(row.parsedLine(), job.spec().automated(), new StoredDataFiles(as(job)));
      return new TaskObject(row.parsedLine(), job.labels(), properties);
    } catch (UnusableObject e) {
      throw new PortalError(
          409,
          "ObjectUnusable",
          "Workers cannot be shown object %d: %s".formatted(row.objectId(), e.getMessage()));
    } catch (IOException e) {
      throw unavailable();
    }
  }

  private ObjectStore as(Job job) {
    return objects.as(job.spec().principal());
  }

  private String readable(Job job, String uri) {
    return links
        .get(
            job.spec().principal().accountId(),
            job.key().region(),
            S3Location.parse(uri),
            LINKS_LAST)
        .toString();
  }

  private static PortalError unavailable() {
    return new PortalError(
        503, "StorageUnavailable", "The objects cannot be read just now. Try again.");
  }
}
