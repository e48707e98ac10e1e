package io.ringkey.web;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.UUID;

@AnalyzeClasses(packages = "io.ringkey.web", importOptions = DoNotIncludeTests.class)
class WebSupportArchitectureTest {

    @ArchTest
    static final ArchRule featuresAreFreeOfCycles =
            slices().matching("io.ringkey.web.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule timeAndChanceComeThroughPorts = noClasses()
            .should()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(UUID.class, "randomUUID")
            .orShould()
            .dependOnClassesThat()
            .areAssignableTo(SecureRandom.class);

    @ArchTest
    static final ArchRule theSidesAreNotKnownHere =
            noClasses().should().dependOnClassesThat().resideInAnyPackage("io.ringkey.command..", "io.ringkey.query..");
}
