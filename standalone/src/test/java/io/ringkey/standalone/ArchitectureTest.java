package io.ringkey.standalone;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.conditions.ArchPredicates.are;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import io.ringkey.api.DomainEvent;
import io.ringkey.api.Personal;
import io.ringkey.api.StoredName;
import io.ringkey.api.verification.OneTimeCode;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Set;
import org.axonframework.eventhandling.DisallowReplay;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.spring.stereotype.Aggregate;
import org.springframework.data.repository.Repository;
import org.springframework.transaction.annotation.Transactional;

/** The shape of the whole, which no single module can see. */
@AnalyzeClasses(packages = "io.ringkey", importOptions = ArchitectureTest.MainCode.class)
class ArchitectureTest {

    /** Without tests, also where a module's tests come as a jar, and without what is generated of it. */
    static final class MainCode implements ImportOption {
        private final ImportOption noTests = new DoNotIncludeTests();

        @Override
        public boolean includes(Location location) {
            return noTests.includes(location) && !location.contains("-tests.jar") && !location.contains("__");
        }
    }

    @ArchTest
    static final ArchRule theSidesNeverMeet = noClasses()
            .that()
            .resideInAPackage("io.ringkey.command..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.ringkey.query..")
            .orShould()
            .dependOnClassesThat()
            .resideInAPackage("io.ringkey.standalone..")
            .because("each side is an application of its own: they meet in shared-api and the event store");

    @ArchTest
    static final ArchRule norDoTheyMeetTheOtherWayRound = noClasses()
            .that()
            .resideInAPackage("io.ringkey.query..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.ringkey.command..", "io.ringkey.standalone..")
            .because("each side is an application of its own: they meet in shared-api and the event store");

    @ArchTest
    static final ArchRule theVocabularyKnowsNoFramework = noClasses()
            .that()
            .resideInAPackage("io.ringkey.api..")
            .should()
            .dependOnClassesThat(resideInAPackage("org.springframework..")
                    .or(resideInAPackage("org.axonframework..")
                            .and(com.tngtech.archunit.base.DescribedPredicate.describe(
                                    "are no annotations", type -> !type.isAnnotation()))))
            .because("both sides, and whoever comes later, share it");

    @ArchTest
    static final ArchRule commandFeaturesAreFreeOfCycles = slices().matching("io.ringkey.command.(*)..")
            .should()
            .beFreeOfCycles()
            .because("a feature can be read, and moved, alone");

    @ArchTest
    static final ArchRule queryFeaturesAreFreeOfCycles = slices().matching("io.ringkey.query.(*)..")
            .should()
            .beFreeOfCycles()
            .because("a feature can be read, and moved, alone");

    @ArchTest
    static final ArchRule valuesSayThemselvesWhatTheyTake = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAPackage("jakarta.validation..")
            .because("nothing looks for constraints in annotations");

    @ArchTest
    static final ArchRule transactionsAreBegunInCode = noClasses()
            .that()
            .areNotAssignableTo(Repository.class)
            .should()
            .dependOnClassesThat()
            .areAssignableTo(Transactional.class)
            .because("nothing but Spring Data's repositories begins one for an annotation");

    @ArchTest
    static final ArchRule timeComesThroughItsPort = noClasses()
            .that()
            .haveNameNotMatching(
                    ".*(EventStoreConfiguration|TimeOrderedIdentifierFactory|WebSupportConfiguration)(\\$.*)?")
            .should()
            .callMethodWhere(com.tngtech.archunit.core.domain.JavaCall.Predicates.target(
                            com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner(
                                    nameMatching(
                                            "java\\.time\\.(Instant|Clock|LocalDate|LocalDateTime|OffsetDateTime|ZonedDateTime)")))
                    .and(com.tngtech.archunit.core.domain.JavaCall.Predicates.target(
                            nameMatching("now|systemUTC|systemDefaultZone|system"))))
            .because("a test owns the time");

    @ArchTest
    static final ArchRule randomnessComesThroughItsPort = noClasses()
            .that()
            .haveNameNotMatching(".*(SecureRandomness|RandomRequestIds)")
            .should()
            .dependOnClassesThat()
            .haveNameMatching("java\\.security\\.SecureRandom|java\\.util\\.Random")
            .orShould()
            .callMethod(java.util.UUID.class, "randomUUID")
            .because("a test owns chance");

    @ArchTest
    static final ArchRule aggregatesArePure = noClasses()
            .that()
            .areAnnotatedWith(Aggregate.class)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "org.slf4j..",
                    "tools.jackson..",
                    "java.sql..",
                    "javax.sql..",
                    "org.springframework.jdbc..",
                    "org.springframework.web..",
                    "jakarta..")
            .because("an aggregate decides and evolves, and does nothing else");

    @ArchTest
    static final ArchRule aggregatesAreNobodyElsesBusiness = classes()
            .that()
            .areAnnotatedWith(Aggregate.class)
            .should(new ArchCondition<JavaClass>("be used by no other package") {
                @Override
                public void check(JavaClass aggregate, ConditionEvents events) {
                    aggregate.getDirectDependenciesToSelf().stream()
                            .filter(use ->
                                    !use.getOriginClass().getPackageName().equals(aggregate.getPackageName()))
                            .forEach(use -> events.add(SimpleConditionEvent.violated(aggregate, use.getDescription())));
                }
            })
            .because("commands are the way in and events the way out; public they are for prepared beans alone");

    @ArchTest
    static final ArchRule automationsNeverReplay = classes()
            .that()
            .resideInAPackage("io.ringkey.command..")
            .and(are(new com.tngtech.archunit.base.DescribedPredicate<JavaClass>("handling events outside aggregates") {
                @Override
                public boolean test(JavaClass type) {
                    return type.getMethods().stream().anyMatch(ArchitectureTest::handlesEvents);
                }
            }))
            .should()
            .beAnnotatedWith(DisallowReplay.class)
            .because("a replay has no outside effect");

    @ArchTest
    static final ArchRule everyEventHasAStoredName = classes()
            .that()
            .implement(DomainEvent.class)
            .and()
            .areNotInterfaces()
            .should()
            .beAnnotatedWith(StoredName.class)
            .andShould()
            .beRecords()
            .because("code can be renamed and history cannot");

    @ArchTest
    static final ArchRule personalFieldsOfEventsAreMarked = fields().that()
            .areDeclaredInClassesThat()
            .implement(DomainEvent.class)
            .and()
            .haveNameMatching("phone|email|city|telegramId|address|userAgent")
            .should()
            .haveRawType(Personal.class)
            .because("what is not marked is not protected");

    @ArchTest
    static final ArchRule projectionsTakeTimeFromTheEvent = noClasses()
            .that()
            .resideInAPackage("io.ringkey.query..")
            .and()
            .haveSimpleNameEndingWith("Projection")
            .should()
            .dependOnClassesThat()
            .haveNameMatching("java\\.time\\.(Clock|InstantSource)")
            .because("a replay must give the same rows");

    @ArchTest
    static final ArchRule aggregatesEvolveBySourcingHandlersAlone = methods()
            .that()
            .areDeclaredInClassesThat()
            .areAnnotatedWith(Aggregate.class)
            .and()
            .areAnnotatedWith(EventSourcingHandler.class)
            .should(new ArchCondition<JavaMethod>("not apply further events") {
                @Override
                public void check(JavaMethod method, ConditionEvents events) {
                    method.getMethodCallsFromSelf().stream()
                            .filter(call -> call.getName().equals("apply")
                                    && call.getTargetOwner().getName().endsWith("AggregateLifecycle"))
                            .forEach(call -> events.add(SimpleConditionEvent.violated(method, call.getDescription())));
                }
            })
            .because("replaying history must not write more of it");

    // C11
    @ArchTest
    static final ArchRule bytesThatMayBeSecretAreComparedInConstantTime = noClasses()
            .should()
            .callMethodWhere(com.tngtech.archunit.base.DescribedPredicate.describe(
                    "compare bytes, outside of equals", ArchitectureTest::comparesBytesUntilTheyDiffer))
            .because("how long a comparison takes must not tell how much of a guess was right");

    // C11
    @ArchTest
    static final ArchRule codesAreReadByTheirComparisonAlone = noClasses()
            .that()
            .haveNameNotMatching("io\\.ringkey\\.api\\.verification\\..*|.*\\.OneTimeCodes")
            .should()
            .callMethod(OneTimeCode.class, "digits")
            .orShould()
            .callMethod(OneTimeCode.class, "equals", Object.class)
            .because("there is one comparison of codes, and it looks at every digit");

    // C11
    @ArchTest
    static final ArchRule thatComparisonLooksAtEveryDigit = classes()
            .that()
            .haveSimpleName("OneTimeCodes")
            .should()
            .callMethod(MessageDigest.class, "isEqual", byte[].class, byte[].class)
            .because("how long a comparison takes must not tell how much of a guess was right");

    private static boolean comparesBytesUntilTheyDiffer(JavaMethodCall call) {
        return call.getTargetOwner().isEquivalentTo(Arrays.class)
                && Set.of("equals", "compare", "mismatch").contains(call.getName())
                && call.getTarget().getRawParameterTypes().get(0).isEquivalentTo(byte[].class)
                && !call.getOrigin().getName().equals("equals");
    }

    private static boolean handlesEvents(JavaMethod method) {
        return method.isAnnotatedWith(EventHandler.class);
    }
}
