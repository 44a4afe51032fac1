package dev.labelops.operator.aws;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.sagemaker.model.SageMakerException;
import software.amazon.awssdk.services.sts.model.StsException;

/** The classes of ground-truth-reference 1.9, and what else the services answer. */
class AwsErrorsTest {
  private static ErrorClass classOf(String action, int status, String code, String message) {
    return AwsErrors.classify(
            action,
            (SageMakerException)
                SageMakerException.builder()
                    .statusCode(status)
                    .awsErrorDetails(
                        AwsErrorDetails.builder().errorCode(code).errorMessage(message).build())
                    .build())
        .errorClass();
  }

  @ParameterizedTest
  @CsvSource({
    "400, ThrottlingException, THROTTLED",
    "400, TooManyRequestsException, THROTTLED",
    "429, Whatever, THROTTLED",
    "503, SlowDown, THROTTLED",
    "500, InternalFailure, TRANSIENT",
    "400, InternalErrorException, TRANSIENT",
    "400, RequestTimeout, TRANSIENT",
    "400, IDPCommunicationError, TRANSIENT",
    "400, ConflictException, CONFLICT",
    "400, ConcurrentModificationException, CONFLICT",
    "400, ResourceInUse, EXISTS",
    "400, UsernameExistsException, EXISTS",
    "400, ResourceLimitExceeded, QUOTA",
    "400, LimitExceededException, QUOTA",
    "400, AccessDeniedException, DENIED",
    "403, Whatever, DENIED",
    "400, ResourceNotFound, NOT_FOUND",
    "404, Whatever, NOT_FOUND",
    "400, ValidationException, INVALID",
    "400, InvalidParameterException, INVALID"
  })
  void codesHaveTheirClass(int status, String code, ErrorClass expected) {
    assertThat(classOf("sagemaker:CreateLabelingJob", status, code, "no")).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "sagemaker:DescribeLabelingJob, Labeling job does not exist, NOT_FOUND",
    "sagemaker:StopLabelingJob, Could not find labeling job, NOT_FOUND",
    "sagemaker:DescribeWorkteam, The work team is unknown, NOT_FOUND",
    "sagemaker:CreateLabelingJob, The specified Workteam does not exist, INVALID",
    "sagemaker:DescribeWorkteam, 1 validation error detected: not found, INVALID"
  })
  void notFoundComesAsAValidationException(String action, String message, ErrorClass expected) {
    assertThat(classOf(action, 400, "ValidationException", message)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"sagemaker:DeleteWorkforce", "sagemaker:DeleteWorkteam"})
  void whatIsStillInUseCannotGoYet(String action) {
    assertThat(classOf(action, 400, "ResourceInUse", "teams remain"))
        .isEqualTo(ErrorClass.CONFLICT);
  }

  @Test
  void aRoleThatCannotBeAssumedIsNamedAsThat() {
    CloudFailure failure =
        AwsErrors.classify(
            "sagemaker:DescribeLabelingJob",
            (StsException)
                StsException.builder()
                    .statusCode(403)
                    .awsErrorDetails(
                        AwsErrorDetails.builder()
                            .errorCode("AccessDenied")
                            .errorMessage("not authorized to perform: sts:AssumeRole")
                            .build())
                    .build());

    assertThat(failure.action()).as("what has to be granted").isEqualTo("sts:AssumeRole");
    assertThat(failure.errorClass()).isEqualTo(ErrorClass.DENIED);
  }

  @Test
  void missingCredentialsAreForAPersonToGive() {
    CloudFailure failure =
        AwsErrors.classify(
            "sagemaker:ListLabelingJobs",
            SdkClientException.create(
                "Unable to load credentials from any of the providers in the chain"));

    assertThat(failure.errorClass()).isEqualTo(ErrorClass.DENIED);
    assertThat(failure.sentence()).contains("the operator has no AWS credentials");
  }

  @Test
  void noAnswerIsTransient() {
    assertThat(
            AwsErrors.classify("s3:GetObject", SdkClientException.create("Connection refused"))
                .errorClass())
        .isEqualTo(ErrorClass.TRANSIENT);
  }
}
