// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * No case of the suite is missing here. {@code cases.txt} says which there are, and in which class;
 * the first argument of a parametrised test is the parameter of the case.
 */
class ConformanceListTest {
  private static final List<Class<?>> CLASSES =
      List.of(
          RefreshConformanceTest.class,
          ExpirationConformanceTest.class,
          DownloadConformanceTest.class,
          QuotingConformanceTest.class,
          RollbackConformanceTest.class,
          StaticRepositoryConformanceTest.class,
          KeysConformanceTest.class,
          DelegationGraphConformanceTest.class,
          KeyRotationConformanceTest.class);

  /** Cases of the suite that start a client, parameters counted; three more test its simulator. */
  private static final int CASES = 110;

  @Test
  void everyCaseOfTheSuiteIsHere() throws Exception {
    TreeMap<String, String> expected = new TreeMap<>();
    for (String line : lines()) {
      String[] parts = line.split(" ", 2);
      expected.put(parts[1], parts[0]);
    }
    assertEquals(CASES, expected.size());
    TreeMap<String, String> found = new TreeMap<>();
    for (Class<?> type : CLASSES) {
      for (Method method : type.getDeclaredMethods()) {
        for (String name : cases(type, method)) {
          found.put(name, type.getSimpleName());
        }
      }
    }
    found.keySet().removeIf(name -> !expected.containsKey(name));
    assertEquals(expected, found);
  }

  private static List<String> lines() throws IOException {
    try (InputStream in = ConformanceListTest.class.getResourceAsStream("cases.txt")) {
      String text = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
      return text.lines().filter(line -> !line.isEmpty() && line.charAt(0) != '/').toList();
    }
  }

  private static List<String> cases(Class<?> type, Method method) throws Exception {
    String name = originalName(method.getName());
    if (method.isAnnotationPresent(Test.class)) {
      return List.of(name);
    }
    if (!method.isAnnotationPresent(ParameterizedTest.class)) {
      return List.of();
    }
    return parameters(type, method).stream().map(id -> name + '[' + id + ']').toList();
  }

  private static List<String> parameters(Class<?> type, Method method) throws Exception {
    ValueSource values = method.getAnnotation(ValueSource.class);
    if (values != null) {
      return List.of(values.strings());
    }
    String[] factories = method.getAnnotation(MethodSource.class).value();
    String factory = factories[0].isEmpty() ? method.getName() : factories[0];
    Object arguments = type.getDeclaredMethod(factory).invoke(null);
    return ((Stream<?>) arguments)
        .map(each -> Objects.toString(((Arguments) each).get()[0]))
        .toList();
  }

  /** {@code someThing404} to {@code test_some_thing_404}. */
  private static String originalName(String method) {
    return "test_"
        + method
            .replaceAll("(?<=[a-z])(?=[0-9]{3}$)", "_")
            .replaceAll("([A-Z])", "_$1")
            .toLowerCase(java.util.Locale.ROOT);
  }
}
