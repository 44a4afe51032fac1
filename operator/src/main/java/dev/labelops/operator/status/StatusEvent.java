package dev.labelops.operator.status;

/**
 * One Event that a pass records: one for each transition, never for a repeated look.
 *
 * @param warning type Warning, else Normal
 */
public record StatusEvent(boolean warning, Reason reason, String message) {}
