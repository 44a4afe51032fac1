package dev.labelops.learning.boxes;

/** A box and its class. */
public record LabeledBox(String label, Box box) {}
