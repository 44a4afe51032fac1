package dev.labelops.operator.api.v1alpha1;

import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn.Type;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;

/** The work: one Ground Truth labeling job per run and attempt. */
@Group("labelops.dev")
@Version("v1alpha1")
@Plural("labelingjobs")
@ShortNames("ljob")
@AdditionalPrinterColumn(name = "Phase", jsonPath = ".status.phase", type = Type.STRING)
@AdditionalPrinterColumn(name = "Progress", jsonPath = ".status.progress", type = Type.STRING)
@AdditionalPrinterColumn(
    name = "Human",
    jsonPath = ".status.counters.humanLabeled",
    type = Type.INTEGER)
@AdditionalPrinterColumn(
    name = "Auto",
    jsonPath = ".status.counters.machineLabeled",
    type = Type.INTEGER)
@AdditionalPrinterColumn(
    name = "Rounds",
    jsonPath = ".status.autoLabelingRounds",
    type = Type.INTEGER)
@AdditionalPrinterColumn(
    name = "Output",
    jsonPath = ".status.outputManifestUri",
    type = Type.STRING,
    priority = 1)
@AdditionalPrinterColumn(
    name = "Reason",
    jsonPath = ".status.conditions[?(@.type==\"Ready\")].reason",
    type = Type.STRING,
    priority = 1)
@AdditionalPrinterColumn(name = "Age", jsonPath = ".metadata.creationTimestamp", type = Type.DATE)
@ValidationRule(
    value = LabelingJob.NOT_STARTED + " || self.spec.task == oldSelf.spec.task",
    message =
        "a started job cannot be changed in the service: increase spec.run together with"
            + " spec.task to label again, or create a new LabelingJob")
@ValidationRule(
    value =
        LabelingJob.NOT_STARTED
            + " || (has(self.spec.datasetRef) == has(oldSelf.spec.datasetRef) &&"
            + " (!has(self.spec.datasetRef) || self.spec.datasetRef == oldSelf.spec.datasetRef) &&"
            + " has(self.spec.manifestUri) == has(oldSelf.spec.manifestUri) &&"
            + " (!has(self.spec.manifestUri) || self.spec.manifestUri == oldSelf.spec.manifestUri))",
    message =
        "the input of a started job is fixed: increase spec.run to label again with"
            + " another datasetRef or manifestUri")
@ValidationRule(
    value =
        LabelingJob.NOT_STARTED
            + " || (has(self.spec.workforceRef) == has(oldSelf.spec.workforceRef) &&"
            + " (!has(self.spec.workforceRef) || self.spec.workforceRef == oldSelf.spec.workforceRef)"
            + " && has(self.spec.workteamArn) == has(oldSelf.spec.workteamArn) &&"
            + " (!has(self.spec.workteamArn) || self.spec.workteamArn == oldSelf.spec.workteamArn))",
    message =
        "the team of a started job is fixed: increase spec.run to label again with another"
            + " workforceRef or workteamArn")
@ValidationRule(
    value =
        LabelingJob.NOT_STARTED
            + " || (self.spec.output == oldSelf.spec.output &&"
            + " has(self.spec.executionRoleArn) == has(oldSelf.spec.executionRoleArn) &&"
            + " (!has(self.spec.executionRoleArn) || self.spec.executionRoleArn =="
            + " oldSelf.spec.executionRoleArn))",
    message =
        "output and executionRoleArn of a started job are fixed: increase spec.run to"
            + " label again with others")
@ValidationRule(
    value =
        LabelingJob.NOT_STARTED
            + " || (has(self.spec.autoLabeling) == has(oldSelf.spec.autoLabeling) &&"
            + " (!has(self.spec.autoLabeling) || self.spec.autoLabeling == oldSelf.spec.autoLabeling)"
            + " && has(self.spec.stoppingConditions) == has(oldSelf.spec.stoppingConditions) &&"
            + " (!has(self.spec.stoppingConditions) || self.spec.stoppingConditions =="
            + " oldSelf.spec.stoppingConditions))",
    message =
        "autoLabeling and stoppingConditions of a started job are fixed: increase spec.run"
            + " to label again with others, or set spec.stop to stop this job")
@ValidationRule(
    value =
        LabelingJob.NOT_STARTED
            + " || (has(self.spec.aws) == has(oldSelf.spec.aws) && (!has(self.spec.aws) || self.spec.aws =="
            + " oldSelf.spec.aws))",
    message =
        "region and role of a started job are fixed, because the job cannot be moved:"
            + " increase spec.run to label again with another spec.aws")
@ValidationRule(
    value =
        LabelingJob.NOT_STARTED
            + " || (has(self.spec.contentClassifiers) == has(oldSelf.spec.contentClassifiers) &&"
            + " (!has(self.spec.contentClassifiers) || self.spec.contentClassifiers =="
            + " oldSelf.spec.contentClassifiers) && has(self.spec.tags) == has(oldSelf.spec.tags) &&"
            + " (!has(self.spec.tags) || self.spec.tags == oldSelf.spec.tags))",
    message =
        "contentClassifiers and tags of a started job are fixed: increase spec.run to"
            + " label again with others")
@ValidationRule(
    value =
        LabelingJob.NOT_STARTED
            + " || (has(self.spec.jobName) == has(oldSelf.spec.jobName) && (!has(self.spec.jobName) ||"
            + " self.spec.jobName == oldSelf.spec.jobName))",
    message = "the jobName of a started job is fixed: increase spec.run to use another")
@ValidationRule(
    value =
        "!has(self.status) || (!has(self.status.jobArn) && (!has(self.status.attempt) ||"
            + " self.status.attempt == 1)) || self.spec.run >= oldSelf.spec.run",
    message = "run can only be increased: each number is one paid labeling job")
@ValidationRule(
    value = LabelingJob.NOT_STARTED + " || !oldSelf.spec.stop || self.spec.stop",
    message =
        "a stopped labeling job cannot continue: keep stop at true, or increase spec.run"
            + " to label again")
@ValidationRule(
    value = LabelingJob.NOT_STARTED + " || oldSelf.spec.hold || !self.spec.hold",
    message =
        "hold only keeps a job from starting, and this job has started: use spec.stop to"
            + " stop it")
public class LabelingJob extends CustomResource<LabelingJobSpec, LabelingJobStatus>
    implements Namespaced {
  /**
   * Whether the service has no job of the requested run yet, as a CEL expression. A reserved name
   * fixes nothing; a later attempt continues from an existing job.
   */
  static final String NOT_STARTED =
      "!has(self.status) || !has(self.status.run) || self.status.run != self.spec.run ||"
          + " (!has(self.status.jobArn) && (!has(self.status.attempt) || self.status.attempt =="
          + " 1))";

  private static final long serialVersionUID = 1L;
}
