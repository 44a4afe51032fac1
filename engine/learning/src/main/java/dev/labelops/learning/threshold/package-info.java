/**
 * When to trust a model: thresholds on its confidence that keep the target quality, from labels
 * that it never saw.
 *
 * <p>Threshold-based automated labeling after Vishwakarma, Lin, Sala and Vinayak, "Promises and
 * Pitfalls of Threshold-based Auto-labeling", NeurIPS 2023 (arXiv 2211.12620); the thresholds are
 * tested in a fixed sequence after Angelopoulos, Bates, Candes, Jordan and Lei, "Learn then Test",
 * Annals of Applied Statistics 19(2), 2025 (arXiv 2110.01052).
 */
package dev.labelops.learning.threshold;
