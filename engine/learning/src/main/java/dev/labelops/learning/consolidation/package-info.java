/**
 * One label from several workers' answers, weighing each worker by the agreement with the others
 * over the whole job. No gold answers are needed.
 */
package dev.labelops.learning.consolidation;
