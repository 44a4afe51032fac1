package dev.labelops.engine;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import dev.labelops.engine.cognito.UserDirectory;
import dev.labelops.engine.cognito.UserPoolDirectory;
import dev.labelops.engine.front.AwsError;
import dev.labelops.engine.s3.ObjectLinks;
import dev.labelops.engine.s3.ObjectStore;
import dev.labelops.engine.s3.ObjectStores;
import dev.labelops.engine.sagemaker.workforce.Workteams;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Stream;

/** What may use what in the engine. */
@AnalyzeClasses(
    packages = "dev.labelops.engine",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  private static final Set<String> PARTS =
      Set.of("cognito", "sagemaker", "sts", "s3", "labeling", "portal");
  private static final String[] SERVLETS = {"jakarta.servlet..", "org.eclipse.jetty.."};

  @ArchTest
  static final ArchRule labelingKnowsNoHttp =
      noClasses()
          .that()
          .resideInAPackage("..engine.labeling..")
          .should()
          .dependOnClassesThat(
              resideInAnyPackage(
                      "io.javalin..", "java.net.http..", "software.amazon.awssdk..", "org.gaul..")
                  .or(resideInAnyPackage(SERVLETS))
                  .or(resideInAPackage("..engine.front..")))
          .because("a job runs the same whoever asks for it and however its objects are kept");

  @ArchTest static final ArchRule cognitoStandsAlone = mayUse("cognito");

  @ArchTest static final ArchRule stsStandsAlone = mayUse("sts");

  @ArchTest static final ArchRule s3StandsAlone = mayUse("s3");

  @ArchTest
  static final ArchRule labelingReachesObjectsOnly =
      mayUse("labeling", ObjectStore.class, ObjectStores.class);

  @ArchTest
  static final ArchRule sagemakerAsksWhetherPoolsExist =
      mayUse("sagemaker", Set.of("labeling"), UserPoolDirectory.class);

  @ArchTest
  static final ArchRule portalAsksWhoSomebodyIs =
      mayUse("portal", Set.of("labeling"), UserDirectory.class, Workteams.class, ObjectLinks.class);

  @ArchTest
  static final ArchRule operationsKnowNoWire =
      noClasses()
          .that()
          .resideInAnyPackage(
              "..engine.cognito..", "..engine.sagemaker..", "..engine.tags..", "..engine.store..")
          .and()
          .haveSimpleNameNotEndingWith("Routes")
          .should()
          .dependOnClassesThat(resideInAnyPackage(SERVLETS).or(resideInAPackage("io.javalin..")))
          .because("JsonService reads requests and writes answers for all of them");

  @ArchTest
  static final ArchRule errorsAreWrittenOncePerWireForm =
      noClasses()
          .that(
              not(
                  named(
                      "front.JsonService",
                      "s3.S3Errors",
                      "sts.StsService",
                      "sts.StsXml",
                      "OwnRoutes")))
          .should()
          .callMethod(AwsError.class, "code")
          .orShould()
          .callMethod(AwsError.class, "status")
          .because("everything else throws AwsError and does not care how it looks on the wire");

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

  private static ArchRule mayUse(String part, Class<?>... contracts) {
    return mayUse(part, Set.of(), contracts);
  }

  /** Of the other parts, {@code part} uses the named ones and these contracts, nothing else. */
  private static ArchRule mayUse(String part, Set<String> parts, Class<?>... contracts) {
    String[] others =
        PARTS.stream()
            .filter(other -> !other.equals(part) && !parts.contains(other))
            .map(other -> "..engine." + other + "..")
            .toArray(String[]::new);
    return noClasses()
        .that()
        .resideInAPackage("..engine." + part + "..")
        .should()
        .dependOnClassesThat(resideInAnyPackage(others).and(not(anyOf(contracts))));
  }

  /** One of the contracts, or a type declared inside one. */
  private static DescribedPredicate<JavaClass> anyOf(Class<?>... contracts) {
    return describe(
        "one of " + Arrays.toString(contracts),
        type ->
            Stream.of(contracts)
                .anyMatch(
                    contract ->
                        type.getName().equals(contract.getName())
                            || type.getName().startsWith(contract.getName() + "$")));
  }

  private static DescribedPredicate<JavaClass> named(String... names) {
    return describe(
        "one of " + Arrays.toString(names),
        type ->
            Stream.of(names)
                .anyMatch(
                    name -> type.getName().equals(Engine.class.getPackageName() + "." + name)));
  }
}
