package dev.labelops.engine.labeling.job;

import dev.labelops.engine.labeling.JobKey;
import dev.labelops.engine.labeling.task.TaskType;

/**
 * A job that was accepted and is about to be stored.
 *
 * @param key account, region and name as the request spells it
 * @param arn LabelingJobArn
 * @param referenceCode JobReferenceCode: account id and 16 random letters and digits
 * @param spec the body of CreateLabelingJob, without Tags
 * @param type built-in task type, from PreHumanTaskLambdaArn
 * @param workteamArn the team
 */
public record NewJob(
    JobKey key,
    String arn,
    String referenceCode,
    JobSpec spec,
    TaskType type,
    String workteamArn) {}
