package dev.proxyflux;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.Timer;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Publisher;
import reactor.core.scheduler.Schedulers;

/** Holds main to its drawing: arrows point down only. */
class ArchitectureTest {

    private static final String ROOT = "dev.proxyflux";

    private static final JavaClasses MAIN = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(ROOT);

    /** What each package may use beside itself, the JDK and JSpecify. */
    private static final Map<String, List<String>> ARROWS = new TreeMap<>(Map.ofEntries(
            Map.entry("text", List.of()),
            Map.entry(
                    "model",
                    List.of("dev.proxyflux.text", "com.fasterxml.jackson.annotation", "com.fasterxml.jackson.core..")),
            Map.entry("error", List.of("dev.proxyflux.model")),
            Map.entry("link", List.of("dev.proxyflux.error", "dev.proxyflux.model", "dev.proxyflux.text")),
            Map.entry(
                    "observe",
                    List.of(
                            "dev.proxyflux.retry",
                            "dev.proxyflux.error",
                            "dev.proxyflux.model",
                            "reactor.core",
                            "reactor.util..")),
            Map.entry(
                    "micrometer",
                    List.of(
                            "dev.proxyflux.observe",
                            "dev.proxyflux.retry",
                            "dev.proxyflux.error",
                            "dev.proxyflux.model",
                            "dev.proxyflux.text",
                            "reactor.util.context",
                            "io.micrometer..")),
            Map.entry(
                    "json",
                    List.of(
                            "dev.proxyflux.error",
                            "dev.proxyflux.model",
                            "dev.proxyflux.text",
                            "com.fasterxml.jackson.core..")),
            Map.entry(
                    "retry",
                    List.of(
                            "dev.proxyflux.error",
                            "dev.proxyflux.model",
                            "dev.proxyflux.text",
                            "reactor.core..",
                            "reactor.util..")),
            Map.entry("paging", List.of("reactor.core..", "reactor.util..", "org.reactivestreams..")),
            Map.entry(
                    "transport",
                    List.of(
                            "dev.proxyflux.observe",
                            "dev.proxyflux.json",
                            "dev.proxyflux.retry",
                            "dev.proxyflux.error",
                            "dev.proxyflux.model",
                            "dev.proxyflux.text",
                            "reactor..",
                            "org.reactivestreams..",
                            "io.netty..")),
            Map.entry(
                    "",
                    List.of(
                            "dev.proxyflux.observe",
                            "dev.proxyflux.paging",
                            "dev.proxyflux.transport",
                            "dev.proxyflux.link",
                            "dev.proxyflux.retry",
                            "dev.proxyflux.json",
                            "dev.proxyflux.error",
                            "dev.proxyflux.model",
                            "dev.proxyflux.text",
                            "reactor..",
                            "org.reactivestreams..")),
            Map.entry(
                    "testkit",
                    List.of(
                            "dev.proxyflux.model",
                            "dev.proxyflux.transport",
                            "reactor..",
                            "org.reactivestreams..",
                            "io.netty..",
                            "com.fasterxml.jackson..")),
            Map.entry(
                    "spring",
                    List.of(
                            "dev.proxyflux",
                            "dev.proxyflux.micrometer",
                            "dev.proxyflux.observe",
                            "dev.proxyflux.link",
                            "dev.proxyflux.retry",
                            "dev.proxyflux.error",
                            "reactor..",
                            "org.reactivestreams..",
                            "io.micrometer..",
                            "org.springframework.."))));

    private static final Set<String> OPERATORS = Set.of("FluxPagedItems", "MonoAttempt");

    private static String packageOf(String name) {
        return name.isEmpty() ? ROOT : ROOT + "." + name;
    }

    private static DescribedPredicate<JavaClass> library() {
        return DescribedPredicate.not(
                resideInAnyPackage("dev.proxyflux.cli", "dev.proxyflux.cli..", "dev.proxyflux.testkit"));
    }

    @Nested
    class Packages {

        @Test
        void useOnlyWhatTheDrawingShows() {
            ARROWS.forEach((name, targets) -> {
                String[] allowed = Stream.concat(
                                Stream.of(packageOf(name), "java..", "javax.net.ssl", "org.jspecify.annotations"),
                                targets.stream())
                        .toArray(String[]::new);
                classes()
                        .that()
                        .resideInAPackage(packageOf(name))
                        .should()
                        .onlyDependOnClassesThat()
                        .resideInAnyPackage(allowed)
                        .check(MAIN);
            });
        }

        @Test
        void areAllInTheDrawing() {
            Set<String> drawn =
                    ARROWS.keySet().stream().map(ArchitectureTest::packageOf).collect(Collectors.toSet());
            drawn.add("dev.proxyflux.cli");

            assertThat(MAIN).hasSizeGreaterThan(50);
            assertThat(MAIN.stream().map(JavaClass::getPackageName)).isSubsetOf(drawn);
        }

        @Test
        void areNotUsedInCircles() {
            slices().matching("dev.proxyflux.(*)..").should().beFreeOfCycles().check(MAIN);
        }

        @Test
        void useTheTestkitFromTheCommandLineAlone() {
            noClasses()
                    .that()
                    .resideOutsideOfPackages("dev.proxyflux.cli", "dev.proxyflux.testkit")
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage("dev.proxyflux.testkit")
                    .check(MAIN);
        }

        @Test
        void areNotUsedFromBelowTheDoor() {
            noClasses()
                    .that()
                    .resideOutsideOfPackages(ROOT, "dev.proxyflux.cli", "dev.proxyflux.spring")
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage(ROOT)
                    .check(MAIN);
        }

        @Test
        void useNettyWhereRequestsAreSentAlone() {
            noClasses()
                    .that()
                    .resideOutsideOfPackages("dev.proxyflux.transport", "dev.proxyflux.testkit", "dev.proxyflux.spring")
                    .and()
                    .doNotHaveFullyQualifiedName(InteractionsClientBuilder.class.getName())
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage("io.netty..", "reactor.netty..")
                    .check(MAIN);
        }

        @Test
        void useMicrometerWhereItIsWiredAlone() {
            noClasses()
                    .that()
                    .resideOutsideOfPackages("dev.proxyflux.micrometer", "dev.proxyflux.spring")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage("io.micrometer..", "dev.proxyflux.micrometer")
                    .check(MAIN);
        }

        @Test
        void areAllNullMarked() throws ClassNotFoundException {
            Set<String> packages =
                    new TreeSet<>(MAIN.stream().map(JavaClass::getPackageName).toList());
            for (String name : packages) {
                assertThat(Class.forName(name + ".package-info").isAnnotationPresent(NullMarked.class))
                        .as(name)
                        .isTrue();
            }
        }
    }

    @Nested
    class Calls {

        private static void forbid(String what, DescribedPredicate<JavaCall<?>> call) {
            noClasses()
                    .that(library())
                    .should()
                    .callCodeUnitWhere(call)
                    .as("the library " + what)
                    .check(MAIN);
        }

        private static boolean isOf(JavaCall<?> call, Class<?> type) {
            return call.getTargetOwner().isAssignableTo(type);
        }

        private static boolean isOfPublisher(JavaCall<?> call) {
            return Publisher.class.isAssignableFrom(call.getTargetOwner().reflect());
        }

        private static String simpleTopLevelName(JavaClass type) {
            return type.getEnclosingClass().map(JavaClass::getSimpleName).orElse(type.getSimpleName());
        }

        private static boolean isNamed(JavaCall<?> call, String prefix) {
            return call.getName().startsWith(prefix);
        }

        @Test
        void neverSubscribeButInTheOperators() {
            forbid(
                    "does not subscribe",
                    describe(
                            "subscribe",
                            call -> isOfPublisher(call)
                                    && isNamed(call, "subscribe")
                                    && !call.getName().equals("subscribeOn")
                                    && !OPERATORS.contains(simpleTopLevelName(call.getOriginOwner()))));
        }

        @Test
        void neverBlock() {
            forbid(
                    "does not block",
                    describe(
                            "block",
                            call -> isOfPublisher(call)
                                    && (isNamed(call, "block")
                                            || isNamed(call, "toIterable")
                                            || isNamed(call, "toStream"))));
            forbid(
                    "does not sleep, wait or join",
                    describe(
                            "sleep",
                            call -> (Thread.class.isAssignableFrom(
                                                    call.getTargetOwner().reflect())
                                            && Set.of("sleep", "join").contains(call.getName()))
                                    || (call.getTargetOwner().isEquivalentTo(Object.class)
                                            && call.getName().equals("wait"))));
        }

        @Test
        void neverMakeThreads() {
            forbid(
                    "makes no threads",
                    describe(
                            "threads",
                            call -> (Thread.class.isAssignableFrom(
                                                    call.getTargetOwner().reflect())
                                            && isNamed(call, "<init>"))
                                    || isOf(call, Executors.class)
                                    || (Executor.class.isAssignableFrom(
                                                    call.getTargetOwner().reflect())
                                            && isNamed(call, "<init>"))
                                    || isOf(call, Timer.class)
                                    || (isOf(call, Schedulers.class) && isNamed(call, "new"))));
        }

        @Test
        void arePlacesThatTheRulesCanSee() {
            assertThat(MAIN.get("dev.proxyflux.paging.FluxPagedItems").getMethodCallsFromSelf())
                    .anyMatch(call -> isOfPublisher(call) && isNamed(call, "subscribe"));
        }
    }

    @Nested
    class Types {

        @Test
        void areFinalSealedOrInterfaces() {
            classes()
                    .that(DescribedPredicate.not(resideInAPackage("dev.proxyflux.cli")))
                    .should(notBeOpen())
                    .check(MAIN);
        }

        private static ArchCondition<JavaClass> notBeOpen() {
            return new ArchCondition<>("be final, sealed, an enum or an interface") {
                @Override
                public void check(JavaClass type, ConditionEvents events) {
                    boolean closed = type.getModifiers().contains(JavaModifier.FINAL)
                            || type.isInterface()
                            || type.isEnum()
                            || type.isAnonymousClass()
                            || type.reflect().isSealed();
                    if (!closed) {
                        events.add(SimpleConditionEvent.violated(type, type.getName() + " is open"));
                    }
                }
            };
        }

        @Test
        void haveNoProtectedMembers() {
            assertThat(MAIN.stream()
                            .flatMap(type -> type.getMembers().stream())
                            .filter(member -> member.getModifiers().contains(JavaModifier.PROTECTED))
                            .filter(member -> member.getOwner().reflect().getSuperclass() == Object.class))
                    .isEmpty();
        }
    }
}
