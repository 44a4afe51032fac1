package dev.labelops.operator.dataset;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.equivalentTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import dev.labelops.operator.Platform;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Random;
import java.util.UUID;

/** What the rooms of a data set may use. */
@AnalyzeClasses(
    packages = "dev.labelops.operator.dataset",
    importOptions = ImportOption.DoNotIncludeTests.class)
class DatasetRoomsTest {
  @ArchTest
  static final ArchRule roomsStandInOneOrder =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .layer("plan")
          .definedBy("..dataset.plan..")
          .layer("look")
          .definedBy("..dataset.look..")
          .layer("decide")
          .definedBy("..dataset.decide..")
          .layer("act")
          .definedBy("..dataset.act..")
          .layer("status")
          .definedBy("..dataset.status..")
          .whereLayer("plan")
          .mayNotAccessAnyLayer()
          .whereLayer("look")
          .mayOnlyAccessLayers("plan")
          .whereLayer("decide")
          .mayOnlyAccessLayers("look", "plan")
          .whereLayer("act")
          .mayOnlyAccessLayers("decide", "look", "plan")
          .whereLayer("status")
          .mayOnlyAccessLayers("decide", "look", "plan");

  @ArchTest
  static final ArchRule onlyLookAndActReachTheWorld =
      noClasses()
          .that()
          .resideInAnyPackage("..dataset.plan..", "..dataset.decide..", "..dataset.status..")
          .should()
          .dependOnClassesThat(
              resideInAnyPackage(
                      "software.amazon.awssdk..",
                      "io.fabric8.kubernetes.client..",
                      "io.javaoperatorsdk..")
                  .or(equivalentTo(Platform.class))
                  .or(equivalentTo(Clock.class))
                  .or(equivalentTo(InstantSource.class))
                  .or(equivalentTo(Random.class))
                  .or(equivalentTo(SecureRandom.class))
                  .or(equivalentTo(UUID.class))
                  .or(equivalentTo(Files.class)))
          .because("what is decided and said is a function of what was seen");

  @ArchTest
  static final ArchRule onlyLookKnowsTheTime =
      noClasses()
          .that()
          .resideInAnyPackage("..dataset.plan..", "..dataset.decide..", "..dataset.status..")
          .should()
          .callMethod(Instant.class, "now")
          .orShould()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .callMethod(System.class, "nanoTime");
}
