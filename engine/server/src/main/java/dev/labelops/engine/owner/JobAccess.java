package dev.labelops.engine.owner;

import dev.labelops.engine.labeling.job.Job;
import dev.labelops.engine.portal.OwnerSignIn;
import dev.labelops.engine.portal.PortalError;
import io.javalin.http.Context;
import java.util.List;
import org.jdbi.v3.core.Jdbi;

/**
 * What the path of a request names, for the owner who sends it. What belongs to another account is
 * 404.
 *
 * @param owners knows who asks
 */
record JobAccess(Jdbi jdbi, OwnerSignIn owners) {
  static final String JOB = "/_labelops/api/owner/jobs/{region}/{jobName}";
  static final String OBJECT = JOB + "/objects/{objectId}";

  /** The job that the path names. */
  Job job(Context context) {
    String account = owners.owner(context).accountId();
    String region = context.pathParam("region");
    String name = context.pathParam("jobName");
    return jdbi.inTransaction(handle -> new OwnedJobs(handle, account).find(region, name))
        .orElseThrow(
            () ->
                new PortalError(
                    404,
                    "JobNotFound",
                    "Your account has no labeling job '%s' in %s.".formatted(name, region)));
  }

  /** The object of the job that the path names. */
  AnsweredObject object(Context context, Job job) {
    return object(job, Parameters.integer("objectId", context.pathParam("objectId")));
  }

  AnsweredObject object(Job job, int id) {
    return jdbi.inTransaction(handle -> AnsweredObject.read(handle, job.id(), List.of(id))).stream()
        .findFirst()
        .orElseThrow(
            () ->
                new PortalError(404, "ObjectNotFound", "The job has no object %d.".formatted(id)));
  }
}
