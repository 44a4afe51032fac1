package dev.labelops.engine;

import dev.labelops.engine.cognito.UserDirectory;
import dev.labelops.engine.front.AttemptLimit;
import dev.labelops.engine.front.JsonOperation;
import dev.labelops.engine.labeling.job.JobMapper;
import dev.labelops.engine.labeling.run.JobRunner;
import dev.labelops.engine.labeling.run.JobStop;
import dev.labelops.engine.labeling.task.TaskTypes;
import dev.labelops.engine.labeling.work.TaskQueue;
import dev.labelops.engine.learning.LearningRunners;
import dev.labelops.engine.owner.OwnerRoutes;
import dev.labelops.engine.portal.Portal;
import dev.labelops.engine.quirks.QuirkBoard;
import dev.labelops.engine.s3.ObjectLinks;
import dev.labelops.engine.s3.ObjectStores;
import dev.labelops.engine.sagemaker.labelingjob.CreateLabelingJob;
import dev.labelops.engine.sagemaker.labelingjob.DescribeLabelingJob;
import dev.labelops.engine.sagemaker.labelingjob.LabelingJobs;
import dev.labelops.engine.sagemaker.labelingjob.ListLabelingJobs;
import dev.labelops.engine.sagemaker.labelingjob.ListLabelingJobsForWorkteam;
import dev.labelops.engine.sagemaker.labelingjob.RenderUiTemplate;
import dev.labelops.engine.sagemaker.labelingjob.StopLabelingJob;
import dev.labelops.engine.sagemaker.workforce.Workteams;
import dev.labelops.engine.store.Database;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.function.Supplier;
import org.jdbi.v3.core.Jdbi;

/**
 * The labeling side of the engine: job operations, the portal and what keeps jobs going.
 *
 * @param operations the labeling-job operations of the API
 * @param portal the workers' HTTP surface
 * @param owner what owners read of their jobs
 * @param runner keeps the jobs going until it is closed
 */
record LabelingServices(
    List<JsonOperation> operations, Portal portal, OwnerRoutes owner, JobRunner runner)
    implements AutoCloseable {

  static LabelingServices start(
      EngineSettings settings,
      Database database,
      TaskTypes types,
      ObjectStores objects,
      ObjectLinks links,
      Supplier<URI> address,
      UserDirectory users,
      AttemptLimit attempts,
      Workteams teams,
      LearningRunners learning,
      QuirkBoard quirks,
      Clock clock) {
    Jdbi jdbi = database.jdbi();
    jdbi.registerRowMapper(new JobMapper(types));
    if (database.embedded()) {
      JobRunner.forgetLeases(jdbi);
    }
    JobRunner runner =
        new JobRunner(
            database.runs(),
            types,
            objects,
            learning.open(settings, database, types, objects, clock),
            quirks,
            settings.pace(),
            clock);
    LabelingJobs jobs = new LabelingJobs(quirks, settings.pace(), clock);
    List<JsonOperation> operations =
        List.of(
            new CreateLabelingJob(jdbi, types, teams, clock),
            new DescribeLabelingJob(jdbi, jobs),
            new ListLabelingJobs(jdbi, jobs),
            new ListLabelingJobsForWorkteam(jdbi, jobs, teams),
            new RenderUiTemplate(links::get),
            new StopLabelingJob(jdbi, jobs, new JobStop(jdbi, runner::wake, clock)));
    TaskQueue queue = new TaskQueue(jdbi, runner::wake, clock);
    Portal portal =
        new Portal(jdbi, settings, address, users, attempts, teams, queue, links, clock);
    return new LabelingServices(
        operations,
        portal,
        new OwnerRoutes(jdbi, portal.owners(), portal.previews(), users, objects, links, clock),
        runner);
  }

  @Override
  public void close() {
    runner.close();
  }
}
