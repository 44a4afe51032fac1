package dev.labelops.operator;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleNameEndingWith;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/** What may use what; docs/build/architecture.md says why. */
@AnalyzeClasses(
    packages = "dev.labelops.operator",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  private static final String[] OUTSIDE_WORLD = {
    "software.amazon.awssdk..", "io.fabric8.kubernetes.client..", "io.javaoperatorsdk.."
  };

  @ArchTest
  static final ArchRule decisionsArePure =
      noClasses()
          .that(
              simpleNameEndingWith("Decider")
                  .or(simpleNameEndingWith("Validator"))
                  .or(simpleNameEndingWith("StatusMapper")))
          .should()
          .dependOnClassesThat(
              resideInAPackage("software.amazon.awssdk..")
                  .or(resideInAPackage("io.javaoperatorsdk.."))
                  .or(
                      JavaClass.Predicates.equivalentTo(
                          io.fabric8.kubernetes.client.KubernetesClient.class))
                  .or(JavaClass.Predicates.equivalentTo(java.time.Clock.class))
                  .or(JavaClass.Predicates.equivalentTo(java.time.InstantSource.class)))
          .because("a decision is a function of what was observed, and is tested as a table");

  @ArchTest
  static final ArchRule manifestsArePure =
      noClasses()
          .that()
          .resideInAnyPackage("..operator.manifest..", "..operator.status..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(OUTSIDE_WORLD);

  @ArchTest
  static final ArchRule kindsDoNotKnowEachOther =
      slices()
          .matching("dev.labelops.operator.(job|dataset|workforce)..")
          .should()
          .notDependOnEachOther()
          .because("they meet in the resources only");

  @ArchTest
  static final ArchRule serviceClientsStayBehindThePorts =
      noClasses()
          .that()
          .resideInAnyPackage("..operator.job..", "..operator.dataset..", "..operator.workforce..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("software.amazon.awssdk..")
          .because("ports in the package aws say in our words what is needed of AWS");

  @ArchTest
  static final ArchRule errorsAreClassifiedOnce =
      noClasses()
          .that()
          .doNotHaveSimpleName("AwsErrors")
          .should()
          .callMethod(AwsServiceException.class, "awsErrorDetails")
          .because("only AwsErrors knows AWS codes and texts");

  @ArchTest
  static final ArchRule namesSayWhatTheClassIs =
      noClasses()
          .should()
          .haveSimpleNameEndingWith("Util")
          .orShould()
          .haveSimpleNameEndingWith("Utils")
          .orShould()
          .haveSimpleNameEndingWith("Helper")
          .orShould()
          .haveSimpleNameEndingWith("Manager")
          .orShould()
          .haveSimpleNameEndingWith("Impl");
}
