// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.acceptance;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Holds the module map of docs/architecture.md. */
class ArchitectureTest {
  private static final JavaClasses MAIN =
      new ClassFileImporter().importPaths(Reactor.MODULES.stream().map(Reactor::classes).toList());

  private static final Set<String> TEST_ANNOTATIONS =
      Set.of(
          "org.junit.jupiter.api.Test",
          "org.junit.jupiter.api.RepeatedTest",
          "org.junit.jupiter.api.TestFactory",
          "org.junit.jupiter.params.ParameterizedTest",
          "net.jqwik.api.Property",
          "net.jqwik.api.Example");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          dev.gantry.core..      | java.. dev.gantry.core.. org.jspecify..
          dev.gantry.partition.. | java.. dev.gantry.core.. dev.gantry.partition.. org.jspecify..
          dev.gantry.verity..    | java.. javax.security.auth.x500.. dev.gantry.core.. dev.gantry.verity.. org.jspecify.. org.bouncycastle.. jdk.incubator.vector..
          dev.gantry.tuf..       | java.. dev.gantry.core.. dev.gantry.tuf.. org.jspecify.. javax.crypto.. javax.net.. tools.jackson.. okhttp3.. okio.. kotlin.. org.bouncycastle..
          dev.gantry.settings..  | java.. dev.gantry.core.. dev.gantry.settings.. org.jspecify.. javax.net.. tools.jackson.core.. okhttp3.. okio.. kotlin..
          dev.gantry.testkit..   | java.. jdk.jfr.. dev.gantry.core.. dev.gantry.testkit.. org.jspecify.. org.junit.jupiter.api.. org.opentest4j.. net.jqwik..
          dev.gantry.update..    | java.. dev.gantry.core.. dev.gantry.tuf dev.gantry.tuf.fetch.. dev.gantry.tuf.author.. dev.gantry.partition.. dev.gantry.verity.. dev.gantry.update.. org.jspecify.. tools.jackson.. net.jpountz.. org.apache.commons.compress..
          """)
  void moduleDependsOnlyOn(String module, String allowed) {
    noClasses()
        .that()
        .resideInAPackage(module)
        .should()
        .dependOnClassesThat()
        .resideOutsideOfPackages(allowed.trim().split(" +"))
        .check(MAIN);
  }

  @Test
  void incubatingModulesAreLeftToTheirOwnArtifact() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.gantry.verity.vector..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("jdk.incubator..")
        .check(MAIN);
  }

  @Test
  void exportedSignaturesShowNoThirdPartyType() {
    List<String> offences = new ArrayList<>();
    for (JavaClass type : exportedTypes()) {
      if (type.getPackageName().startsWith("dev.gantry.testkit")) {
        continue; // JUnit and jqwik are what a testkit is made of
      }
      for (JavaMember member : type.getMembers()) {
        if (isVisible(member.getModifiers())) {
          types(member)
              .filter(t -> !t.startsWith("java.") && !t.startsWith("javax.net."))
              .filter(t -> !t.startsWith("dev.gantry.") && t.contains("."))
              .forEach(t -> offences.add(member.getFullName() + " shows " + t));
        }
      }
    }
    assertEquals(List.of(), offences);
  }

  @Test
  void exportedSignaturesHaveNoArrayOfBytesInFieldsAndRecords() {
    List<String> offences = new ArrayList<>();
    for (JavaClass type : exportedTypes()) {
      type.getFields().stream()
          .filter(f -> isVisible(f.getModifiers()) || type.isRecord())
          .filter(f -> f.getRawType().getName().equals("[B"))
          .forEach(f -> offences.add(f.getFullName()));
    }
    assertEquals(List.of(), offences);
  }

  @Test
  void exportedClassesAreFinalOrMadeForExtension() {
    List<String> offences = new ArrayList<>();
    for (JavaClass type : exportedTypes()) {
      Set<JavaModifier> modifiers = type.getModifiers();
      boolean closed =
          type.isInterface()
              || type.isEnum()
              || modifiers.contains(JavaModifier.FINAL)
              || modifiers.contains(JavaModifier.ABSTRACT);
      if (!closed) {
        offences.add(type.getName());
      }
    }
    assertEquals(List.of(), offences);
  }

  @Test
  void noPackageIsInTwoModules() {
    Map<String, String> owners = new HashMap<>();
    for (String module : Reactor.MODULES) {
      for (String name : descriptor(module).packages()) {
        String other = owners.put(name, module);
        assertEquals(null, other, name + " is in " + other + " and " + module);
      }
    }
  }

  @Test
  void everyModuleIsExplicit() {
    for (String module : Reactor.MODULES) {
      assertTrue(!descriptor(module).isAutomatic(), module);
    }
  }

  @Test
  void timeIsAlwaysAParameter() {
    noClasses().should().callMethod(Instant.class, "now").check(MAIN);
    noClasses().should().callMethod(System.class, "currentTimeMillis").check(MAIN);
    noClasses().should().callMethod(Math.class, "random").check(MAIN);
  }

  @Test
  void testRunnerFindsEveryTestClass() throws Exception {
    List<Path> trees =
        Stream.concat(
                Reactor.MODULES.stream().map(Reactor::testClasses),
                Stream.of(
                    Reactor.testClasses("examples/gantry-cli"),
                    Reactor.testClasses("examples/host-agent"),
                    Reactor.testClasses("examples/quickstart"),
                    Reactor.root().resolve("target/acceptance-tests/test-classes")))
            .filter(Files::isDirectory)
            .toList();
    Set<String> missed = new TreeSet<>();
    for (JavaClass type : new ClassFileImporter().importPaths(trees)) {
      boolean tests =
          type.getMethods().stream()
              .flatMap(m -> m.getAnnotations().stream())
              .anyMatch(a -> TEST_ANNOTATIONS.contains(a.getRawType().getName()));
      boolean nested = type.getEnclosingClass().isPresent();
      boolean support = type.isInterface() || type.getModifiers().contains(JavaModifier.ABSTRACT);
      if (tests && !nested && !support && !type.getSimpleName().endsWith("Test")) {
        missed.add(type.getName());
      }
    }
    assertEquals(Set.of(), missed);
  }

  private static List<JavaClass> exportedTypes() {
    Set<String> exported =
        Reactor.MODULES.stream()
            .flatMap(m -> descriptor(m).exports().stream())
            .map(ModuleDescriptor.Exports::source)
            .collect(Collectors.toSet());
    return MAIN.stream()
        .filter(c -> exported.contains(c.getPackageName()))
        .filter(c -> c.getModifiers().contains(JavaModifier.PUBLIC) && !c.isAnonymousClass())
        .toList();
  }

  private static ModuleDescriptor descriptor(String module) {
    return ModuleFinder.of(Reactor.classes(module)).findAll().iterator().next().descriptor();
  }

  private static boolean isVisible(Set<JavaModifier> modifiers) {
    return modifiers.contains(JavaModifier.PUBLIC) || modifiers.contains(JavaModifier.PROTECTED);
  }

  private static Stream<String> types(JavaMember member) {
    Stream<JavaClass> own = member.getAllInvolvedRawTypes().stream();
    if (member instanceof JavaCodeUnit unit) {
      own =
          Stream.concat(own, unit.getThrowsClause().getTypes().stream().flatMap(t -> Stream.of(t)));
    }
    return own.map(JavaClass::getBaseComponentType).map(JavaClass::getName);
  }
}
