package dev.labelops.operator.aws.sagemaker;

/**
 * LabelCounters as the service gave them; a counter that it left out is null. All zero shortly
 * after the start means nothing (ground-truth-reference 1.2).
 *
 * @param total TotalLabeled
 * @param human HumanLabeled
 * @param machine MachineLabeled
 * @param failed FailedNonRetryableError
 * @param unlabeled Unlabeled
 */
public record LabelCounters(Long total, Long human, Long machine, Long failed, Long unlabeled) {}
