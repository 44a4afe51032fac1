package dev.labelops.demo.report;

import dev.labelops.demo.truth.Annotation;

/** What one worker said of an object. */
public record Answer(String workerId, Annotation annotation) {}
