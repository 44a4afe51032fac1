/** The LabelOps operator. */
package dev.labelops.operator;
