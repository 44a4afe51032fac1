package dev.labelops.engine.labeling.task;

/**
 * The worker page of a type for which the service supplies it.
 *
 * @param humanTaskUi last part of the HumanTaskUiArn that requests name (REF 3.1)
 * @param template its source: Liquid, as in a template that a request supplies
 */
public record WorkerPage(String humanTaskUi, String template) {}
