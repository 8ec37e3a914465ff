package org.jaynes.cli;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.io.File;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Holds the arrows of {@code docs/architecture.md}: who may use whom, and who may touch native memory. */
class ArchitectureTest {
    private static JavaClasses classes;

    @BeforeAll
    static void readClasses() {
        classes = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("org.jaynes");
    }

    /** The package of every module and the layers of the simulator, each with all that it may use of Jaynes. */
    @ParameterizedTest
    @CsvSource({
        "bindings,    bindings",
        "circuit,     circuit",
        "qasm,        circuit qasm",
        "plan,        circuit plan bindings.generated.plan",
        "execution,   circuit plan execution bindings",
        "photonics,   photonics execution bindings",
        "statevector, circuit plan execution statevector bindings",
        "service,     service photonics execution",
        "decoder,     decoder bindings",
    })
    void dependenciesPointOneWay(String user, String used) {
        String[] allowed = Arrays.stream(used.split(" "))
                .map(name -> "org.jaynes." + name + "..")
                .toArray(String[]::new);
        DescribedPredicate<JavaClass> foreign =
                resideInAnyPackage("org.jaynes..").and(DescribedPredicate.not(resideInAnyPackage(allowed)));
        noClasses()
                .that()
                .resideInAPackage("org.jaynes." + user + "..")
                .should()
                .dependOnClassesThat(foreign.as("are other parts of Jaynes than " + used))
                .check(classes);
    }

    @Test
    void librariesBringNoCommandLineAndNoJson() {
        noClasses()
                .that()
                .resideOutsideOfPackages("org.jaynes.cli..", "org.jaynes.bench..", "org.jaynes.service..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("picocli..", "tools.jackson..", "com.sun.net.httpserver..")
                .check(classes);
        noClasses()
                .that()
                .resideInAPackage("org.jaynes.service..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("picocli..", "tools.jackson.databind..")
                .check(classes);
    }

    @Test
    void innerPackagesAreTheirOwnersBusiness() {
        classes().should(new UseInnerPackagesOfOwnModuleOnly()).check(classes);
    }

    /** The JDK's own list of restricted calls: linker, symbol lookup, reinterpret, System.load and the like. */
    @Test
    void nativeAccessIsInTheBindingsOnly() {
        String modules = Arrays.stream(System.getProperty("java.class.path").split(Pattern.quote(File.pathSeparator)))
                .filter(entry -> isModuleOfJaynes(Path.of(entry)))
                .collect(Collectors.joining(File.pathSeparator));
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int exitCode = ToolProvider.findFirst("jnativescan")
                .orElseThrow()
                .run(new PrintWriter(out), new PrintWriter(err), "--class-path", modules);
        assertEquals(0, exitCode, err.toString() + out);
        List<String> callers = out.toString()
                .lines()
                .filter(line -> line.startsWith("  ") && line.contains("org.jaynes"))
                .map(String::strip)
                .toList();
        assertFalse(callers.isEmpty(), "the scan saw no native access at all:\n" + out);
        assertTrue(callers.stream().allMatch(caller -> caller.startsWith("org.jaynes.bindings.")), out.toString());
    }

    /** Module folders and jars of this build lie under a {@code target} folder; libraries do not. */
    private static boolean isModuleOfJaynes(Path entry) {
        return entry.endsWith("target/classes") || Path.of("target").equals(entry.getName(entry.getNameCount() - 2));
    }

    /**
     * A package named {@code internal} or {@code generated} may be used from within the module that holds it. The layouts
     * of the structs in which plans, launches and check matrices travel are for all who write such structs.
     */
    private static final class UseInnerPackagesOfOwnModuleOnly extends ArchCondition<JavaClass> {
        private static final Pattern INNER = Pattern.compile(
                "(org\\.jaynes\\.\\w+).*\\.(internal|generated)(?!\\.(plan|launch|ldpc|photonics|decoder)$)(\\..*)?");

        UseInnerPackagesOfOwnModuleOnly() {
            super("use the packages 'internal' and 'generated' of their own module only");
        }

        @Override
        public void check(JavaClass user, ConditionEvents events) {
            user.getDirectDependenciesFromSelf().forEach(dependency -> {
                var inner = INNER.matcher(dependency.getTargetClass().getPackageName());
                if (inner.matches() && !(user.getPackageName() + ".").startsWith(inner.group(1) + ".")) {
                    events.add(SimpleConditionEvent.violated(user, dependency.getDescription()));
                }
            });
        }
    }
}
