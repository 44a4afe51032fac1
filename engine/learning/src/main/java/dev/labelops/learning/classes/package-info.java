/**
 * Models that give one of a job's labels to a text or an image: logistic regression on hashed
 * words, on the embedding of a pretrained network, or on both.
 */
package dev.labelops.learning.classes;
