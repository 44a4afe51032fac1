package dev.labelops.operator.job.look;

import dev.labelops.operator.aws.AwsClients.Scope;
import dev.labelops.operator.aws.s3.ObjectStore;
import dev.labelops.operator.aws.sagemaker.LabelingJobs;
import dev.labelops.operator.feed.Sighting;
import dev.labelops.operator.job.plan.JobPlanner;
import dev.labelops.operator.job.plan.JobValidator;
import dev.labelops.operator.job.plan.Referents;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * The sources that an observation of a job reads.
 *
 * @param operatorRegion used when nothing else names a region
 * @param search finds jobs that no status names
 * @param feed what the feed knows of a watched job
 */
public record JobSources(
    String installation,
    String operatorRegion,
    Referents.Reader referents,
    JobValidator validator,
    JobPlanner planner,
    PreflightChecks preflight,
    LabelingJobs jobs,
    JobSearch search,
    Function<Scope, ObjectStore> stores,
    BiFunction<Scope, String, Optional<Sighting>> feed,
    JobMemory memory) {}
