package dev.labelops.operator;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.INTERFACES;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import dev.labelops.operator.api.v1alpha1.LabelingJobStatus;
import dev.labelops.operator.api.v1alpha1.LabelingWorkforceStatus;
import dev.labelops.operator.kube.EventRecorder;
import dev.labelops.operator.kube.StatusWriter;
import io.fabric8.kubernetes.client.CustomResource;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Random;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/** What may use what; docs/build/architecture.md says why. */
@AnalyzeClasses(
    packages = "dev.labelops.operator",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  private static final String[] KINDS = {
    "..operator.job..", "..operator.dataset..", "..operator.workforce.."
  };

  /** Rooms in which the same values always give the same value. */
  private static final String[] PURE = {
    "..operator.*.plan..",
    "..operator.*.decide..",
    "..operator.*.status..",
    "..operator.status..",
    "..operator.tenancy..",
    "..operator.manifest.."
  };

  private static final DescribedPredicate<JavaClass> OUTSIDE_WORLD =
      resideInAnyPackage(
              "software.amazon.awssdk..",
              "io.fabric8.kubernetes.client..",
              "io.javaoperatorsdk..",
              "..operator.kube..",
              "..operator.pass..",
              "..operator.feed..",
              "..operator.metrics..")
          .or(type(Platform.class))
          // The base class of the resources, which are records in a metadata envelope.
          .and(not(type(CustomResource.class)))
          .as("the SDK, the Kubernetes client, the framework or what talks through them");

  private static final DescribedPredicate<JavaClass> CLOCK_AND_CHANCE =
      type(Clock.class)
          .or(type(InstantSource.class))
          .or(type(Thread.class))
          .or(assignableTo(Random.class))
          .as("a clock, a thread or chance");

  @ArchTest
  static final ArchRule pureRoomsDoNotTouchTheOutsideWorld =
      noClasses()
          .that()
          .resideInAnyPackage(PURE)
          .should()
          .dependOnClassesThat(OUTSIDE_WORLD)
          .orShould()
          .dependOnClassesThat(CLOCK_AND_CHANCE)
          .because("a decision is a function of what was observed, and is tested as a table");

  @ArchTest
  static final ArchRule pureRoomsAreGivenTheTime =
      noClasses()
          .that()
          .resideInAnyPackage(PURE)
          .should()
          .callMethod(Instant.class, "now")
          .orShould()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .callMethod(System.class, "nanoTime")
          .orShould()
          .callMethod(Math.class, "random")
          .because("time and chance are part of what was observed");

  /** Resources are read where a pass looks; the pure rooms get what was in them. */
  @ArchTest
  static final ArchRule roomsUseOnlyTheRoomsBeforeThem =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .layer("plan")
          .definedBy("..operator.*.plan..")
          .layer("look")
          .definedBy("..operator.*.look..")
          .layer("decide")
          .definedBy("..operator.*.decide..")
          .layer("act")
          .definedBy("..operator.*.act..")
          .layer("status")
          .definedBy("..operator.*.status..")
          .layer("kind")
          .definedBy(
              "dev.labelops.operator.job",
              "dev.labelops.operator.dataset",
              "dev.labelops.operator.workforce")
          .whereLayer("look")
          .mayOnlyBeAccessedByLayers("decide", "act", "status", "kind")
          .whereLayer("decide")
          .mayOnlyBeAccessedByLayers("act", "status", "kind")
          .whereLayer("act")
          .mayOnlyBeAccessedByLayers("kind")
          .whereLayer("status")
          .mayOnlyBeAccessedByLayers("kind")
          .because("plan, look, decide, act and status follow each other (ADR 21)");

  @ArchTest
  static final ArchRule decisionsSeeValuesOnly =
      classes()
          .that()
          .resideInAnyPackage("..operator.*.decide..", "..operator.*.status..")
          .should()
          .onlyDependOnClassesThat(
              not(resideInAPackage("..operator.*.look.."))
                  .or(assignableTo(Record.class))
                  .or(assignableTo(Enum.class))
                  .or(INTERFACES))
          .because("what looks holds clients and memory; what was seen is a record");

  @ArchTest
  static final ArchRule statusesAreBuiltByName =
      noClasses()
          .that()
          .doNotHaveSimpleName("LabelingJobStatus")
          .and()
          .doNotHaveSimpleName("JobStatusDraft")
          .and()
          .doNotHaveSimpleName("WorkforceStatusDraft")
          .should()
          .callConstructorWhere(
              target(owner(type(LabelingJobStatus.class).or(type(LabelingWorkforceStatus.class)))))
          .because("a draft names each field; a list of twenty-four positions does not");

  @ArchTest
  static final ArchRule onePassForAllKinds =
      noClasses()
          .that()
          .resideInAnyPackage(KINDS)
          .should()
          .dependOnClassesThat(type(StatusWriter.class).or(type(EventRecorder.class)))
          .because("only the pass writes status and Events");

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
          .resideInAnyPackage(KINDS)
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
