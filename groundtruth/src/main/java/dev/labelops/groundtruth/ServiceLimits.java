package dev.labelops.groundtruth;

/** Limits of labeling jobs that do not depend on the task type, and the defaults of the service. */
public final class ServiceLimits {
  /** Characters of LabelingJobName (API CreateLabelingJobRequest). */
  public static final int MAX_JOB_NAME = 63;

  /**
   * The form of LabelingJobName (API CreateLabelingJobRequest), whose length is {@link
   * #MAX_JOB_NAME}.
   */
  public static final String JOB_NAME_PATTERN = "[a-zA-Z0-9](-*[a-zA-Z0-9])*";

  /** Characters of HumanTaskConfig.TaskTitle. */
  public static final int MAX_TITLE = 128;

  /** Characters of HumanTaskConfig.TaskDescription. */
  public static final int MAX_DESCRIPTION = 255;

  /** Entries of HumanTaskConfig.TaskKeywords. */
  public static final int MAX_KEYWORDS = 5;

  /** Characters of such an entry. */
  public static final int MAX_KEYWORD = 30;

  /** The form of such an entry. */
  public static final String KEYWORD_PATTERN = "[A-Za-z0-9]+( [A-Za-z0-9]+)*";

  /** Largest HumanTaskConfig.NumberOfHumanWorkersPerDataObject; the least is 1. */
  public static final int MAX_WORKERS_PER_OBJECT = 9;

  /** Largest HumanTaskConfig.MaxConcurrentTaskCount; above the default AWS Support decides. */
  public static final int MAX_CONCURRENT_TASKS = 5000;

  /** HumanTaskConfig.MaxConcurrentTaskCount where a request has none. */
  public static final int DEFAULT_CONCURRENT_TASKS = 1000;

  /** Least HumanTaskConfig.TaskTimeLimitInSeconds; the largest is the task type's. */
  public static final int MIN_TASK_SECONDS = 30;

  /** Least HumanTaskConfig.TaskAvailabilityLifetimeInSeconds. */
  public static final int MIN_AVAILABILITY_SECONDS = 60;

  /** Its largest value and its default for private and vendor workforces: 30 days. */
  public static final int MAX_AVAILABILITY_SECONDS = 2_592_000;

  /** How long a labeling job lasts at most, in days (API LabelingJobStoppingConditions). */
  public static final int MAX_JOB_DAYS = 30;

  /**
   * Objects that AWS advises for automated labeling at least; the service does not check it, and
   * fewer may be enough (DG:sms-automated-labeling).
   */
  public static final int MIN_OBJECTS_FOR_AUTOMATED_LABELING = 1250;

  /**
   * Lines of an input manifest, for task types without a limit of their own (DG:input-data-limits).
   */
  public static final int MAX_OBJECTS = 100_000;

  /** Characters of a line of an input manifest (DG:sms-input-data-input-manifest). */
  public static final int MAX_LINE_CHARACTERS = 100_000;

  /** Characters of a value in such a line (DG:sms-input-data-input-manifest). */
  public static final int MAX_ATTRIBUTE_CHARACTERS = 20_000;

  /**
   * Bytes of an image: 40 MB, taken as MiB so that no image is refused too early
   * (DG:input-data-limits).
   */
  public static final long MAX_IMAGE_BYTES = 40L << 20;

  /** Characters of a template: RenderUiTemplate takes no more (API UiTemplate.Content). */
  public static final int MAX_TEMPLATE_CHARACTERS = 128_000;

  /** Characters of a task's input: RenderUiTemplate takes no more (API RenderableTask.Input). */
  public static final int MAX_TASK_INPUT_CHARACTERS = 128_000;

  private ServiceLimits() {}
}
