package dev.labelops.operator.api.v1alpha1;

/**
 * Task types as CEL lists, since annotations take constants only. A test compares them with the
 * data of {@link dev.labelops.groundtruth.LabelingTaskType}.
 */
final class TaskTypeLists {
  /** Types that need two label categories. */
  static final String AT_LEAST_TWO_LABELS =
      "['ImageMultiClass', 'ImageMultiClassMultiLabel', 'TextMultiClass',"
          + " 'TextMultiClassMultiLabel']";

  /** Types whose label attribute ends with {@code -ref}. */
  static final String REF_REQUIRED =
      "['SemanticSegmentation', 'VideoObjectDetection', 'VideoObjectTracking',"
          + " '3DPointCloudObjectTracking', '3DPointCloudSemanticSegmentation',"
          + " 'AdjustmentSemanticSegmentation', 'AdjustmentVideoObjectDetection',"
          + " 'AdjustmentVideoObjectTracking', 'Adjustment3DPointCloudObjectTracking',"
          + " 'Adjustment3DPointCloudSemanticSegmentation']";

  /** Types whose tasks may take 30 days; 8 hours is the limit of the others. */
  static final String DAYS_PER_TASK =
      "['VideoObjectDetection', 'VideoObjectTracking', '3DPointCloudObjectDetection',"
          + " '3DPointCloudObjectTracking', '3DPointCloudSemanticSegmentation',"
          + " 'AdjustmentVideoObjectDetection', 'AdjustmentVideoObjectTracking',"
          + " 'Adjustment3DPointCloudObjectDetection', 'Adjustment3DPointCloudObjectTracking',"
          + " 'Adjustment3DPointCloudSemanticSegmentation']";

  private TaskTypeLists() {}
}
