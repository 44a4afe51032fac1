/**
 * Facts about SageMaker Ground Truth that the operator and the engine share: each is stated here
 * once, with its source. Sources in the documentation of these classes: <i>API</i> is a shape of
 * the SageMaker API model, <i>DG:page</i> a page of the developer guide, as {@code task-types.json}
 * explains. Defaults of our own do not belong here.
 */
package dev.labelops.groundtruth;
