/**
 * Models that give one of a job's labels to a text or an image: logistic regression on hashed words
 * or on the embedding of a pretrained network.
 */
package dev.labelops.learning.classes;
