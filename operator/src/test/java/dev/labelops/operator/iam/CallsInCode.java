package dev.labelops.operator.iam;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import software.amazon.awssdk.services.cognitoidentityprovider.CognitoIdentityProviderClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sagemaker.SageMakerClient;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.auth.StsAssumeRoleCredentialsProvider;

/** The AWS operations that the operator's byte code calls. */
public final class CallsInCode {
  private static final Map<String, String> SERVICES =
      Map.of(
          SageMakerClient.class.getName(), "sagemaker",
          CognitoIdentityProviderClient.class.getName(), "cognito-idp",
          S3Client.class.getName(), "s3",
          StsClient.class.getName(), "sts");
  private static final String ASSUMES = StsAssumeRoleCredentialsProvider.class.getName();

  private CallsInCode() {}

  /** Service prefix and operation, for example {@code s3:HeadBucket}. */
  public static Set<String> operations() {
    Set<String> operations = new TreeSet<>();
    for (JavaClass type :
        new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.labelops.operator")) {
      Stream.concat(
              type.getMethodCallsFromSelf().stream(), type.getMethodReferencesFromSelf().stream())
          .forEach(access -> add(operations, access));
    }
    return operations;
  }

  private static void add(Set<String> operations, JavaAccess<?> access) {
    String owner = access.getTargetOwner().getName();
    if (owner.equals(ASSUMES)) {
      operations.add("sts:AssumeRole");
    }
    String service = SERVICES.get(owner);
    if (service == null) {
      return;
    }
    String method = access.getTarget().getName().replaceFirst("Paginator$", "");
    String operation = Character.toUpperCase(method.charAt(0)) + method.substring(1);
    if (isOperation(access.getTargetOwner().getPackageName(), operation)) {
      operations.add(service + ":" + operation);
    }
  }

  private static boolean isOperation(String clientPackage, String name) {
    try {
      Class.forName(clientPackage + ".model." + name + "Request");
      return true;
    } catch (ClassNotFoundException e) {
      return false;
    }
  }
}
