/**
 * What automated labeling computes: which objects people label first, models from their labels, the
 * threshold above which a model's labels are accepted, and one label from several workers' answers.
 *
 * <p>A library: it knows neither database, nor object store, nor HTTP, nor labeling jobs. The same
 * input and seed give the same output.
 */
package dev.labelops.learning;
