/**
 * Which objects people label: the validation set, the first batch, the next batches.
 *
 * <p>Objects are numbers from 0 in the order of the job's manifest; features are one row of floats
 * per object. All choices depend on the features, the labels so far and a seed only.
 */
package dev.labelops.learning.selection;
