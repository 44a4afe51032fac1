package dev.labelops.operator.job;

import dev.labelops.operator.aws.AwsClients.Scope;
import dev.labelops.operator.aws.LabelingJobs;
import dev.labelops.operator.aws.ObjectStore;
import dev.labelops.operator.feed.Sighting;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * Where a look at a job finds what it needs.
 *
 * @param operatorRegion used when nothing else names a region
 * @param search finds jobs that nothing written down names
 * @param feed what the feed knows of a watched job
 */
record JobSources(
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
