// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gantry.core.Bytes;
import dev.gantry.tuf.RepositorySimulator;
import dev.gantry.tuf.SignatureThresholdException;
import dev.gantry.tuf.TestKey;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The cases of {@code test_updater_key_rotations}. */
class KeyRotationConformanceTest extends ConformanceCases {
  private static final String ALL = "01234";

  /** One version of a role: keys by their digits, how many are needed, and who signs. */
  private record Step(String keys, int threshold, String signers) {}

  private static Step step(String keys, int threshold, String signers) {
    return new Step(keys, threshold, signers);
  }

  private static TestKey[] keys(String digits) {
    return digits.chars().mapToObj(digit -> TestKey.of("rotated " + digit)).toArray(TestKey[]::new);
  }

  private static Arguments accepted(String id, Step... steps) {
    return Arguments.of(id, true, List.of(steps));
  }

  private static Arguments refused(String id, Step... steps) {
    return Arguments.of(id, false, List.of(steps));
  }

  static Stream<Arguments> rootRotation() {
    return Stream.of(
        accepted("1-of-1-key-rotation", step("1", 1, "1"), step("2", 1, "21"), step("2", 1, "2")),
        accepted(
            "1-of-1-key-rotation-unused-signatures",
            step("1", 1, "314"),
            step("2", 1, "3214"),
            step("2", 1, "324")),
        accepted(
            "3-of-5-sign-with-different-keycombos",
            step(ALL, 3, "024"),
            step(ALL, 3, "041"),
            step(ALL, 3, "013"),
            step(ALL, 3, "013")),
        accepted("3-of-5-one-key-rotated", step(ALL, 3, "024"), step("01345", 3, "041")),
        accepted(
            "3-of-5-one-key-rotated-with-intermediate-step",
            step(ALL, 3, "024"),
            step("01345", 3, "0245"),
            step("01345", 3, "045")),
        accepted(
            "3-of-5-all-keys-rotated-with-intermediate-step",
            step(ALL, 3, "024"),
            step("56789", 3, "024567"),
            step("56789", 3, "567")),
        accepted("1-of-3-threshold-increase-to-2-of-3", step("123", 1, "1"), step("123", 2, "12")),
        accepted(
            "2-of-3-threshold-decrease-to-1-of-3",
            step("123", 2, "12"),
            step("123", 1, "12"),
            step("123", 1, "1")),
        accepted("1-of-2-threshold-increase-to-2-of-2", step("1", 1, "1"), step("12", 2, "12")),
        refused(
            "1-of-1-key-rotation-fail-not-signed-with-old-key",
            step("1", 1, "1"),
            step("2", 1, "234")),
        refused(
            "1-of-1-key-rotation-fail-not-signed-with-new-key",
            step("1", 1, "1"),
            step("2", 1, "134")),
        refused(
            "3-of-5-one-key-rotate-fails-not-signed-with-3-new-keys",
            step(ALL, 3, "024"),
            step("01345", 3, "024")),
        refused(
            "3-of-5-one-key-rotate-fails-not-signed-with-3-old-keys",
            step(ALL, 3, "024"),
            step("01345", 3, "045")),
        refused(
            "1-of-3-threshold-bump-to-2-of-3-fails-new-threshold-not-reached",
            step("123", 1, "1"),
            step("123", 2, "2")),
        refused(
            "2-of-3-threshold-decr-to-1-of-3-fails-old-threshold-not-eached",
            step("123", 2, "12"),
            step("123", 1, "1")));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void rootRotation(String id, boolean accepted, List<Step> steps) throws IOException {
    List<Bytes> roots = new ArrayList<>();
    for (Step step : steps) {
      repository.setKeys("root", step.threshold(), keys(step.keys()));
      repository.root.put("version", roots.size() + 1);
      Bytes raw = RepositorySimulator.sign(repository.root, List.of(keys(step.signers())));
      roots.add(repository.put(roots.size() + 1 + ".root.json", raw));
    }
    repository.publish("targets", "snapshot", "timestamp");
    client.host.bootstrap = roots.get(0);
    if (accepted) {
      assertEquals(steps.size(), client.refresh().root().version());
      client.host.assertKept("root.json", roots.get(roots.size() - 1));
    } else {
      assertEquals("root", client.refuses(SignatureThresholdException.class).roleName());
      client.host.assertKept("root.json", roots.get(roots.size() - 2));
    }
  }

  static Stream<Arguments> nonRootRotations() {
    return Stream.of(
        accepted("1-of-1-key-rotation", step("2", 1, "2")),
        accepted("1-of-1-key-rotation-unused-signatures", step("1", 1, "314")),
        refused("1-of-1-key-rotation-fail-not-signed-with-new-key", step("2", 1, "134")),
        refused(
            "3-of-5-one-key-signature-wrong-not-signed-with-3-expected-keys",
            step("01345", 3, "024")),
        refused("2-of-5-one-key-signature-mising-threshold-not-reached", step("01345", 3, "04")),
        accepted("3-of-5-sign-first-combo", step(ALL, 3, "024")),
        accepted("3-of-5-sign-second-combo", step(ALL, 3, "041")),
        accepted("3-of-5-sign-third-combo", step(ALL, 3, "013")),
        accepted("3-of-5-sign-fourth-combo", step(ALL, 3, "123")),
        accepted("3-of-5-sign-fifth-combo", step(ALL, 3, "234")));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void nonRootRotations(String id, boolean accepted, List<Step> steps) throws IOException {
    Step step = steps.get(0);
    for (String role : List.of("timestamp", "snapshot", "targets")) {
      repository.setKeys(role, step.threshold(), keys(step.keys()));
      repository.signers.put(role, List.of(keys(step.signers())));
      repository.publish("root", "targets", "snapshot", "timestamp");
      if (accepted) {
        client.refresh();
        long version = RepositorySimulator.version(repository.signed(role));
        String served = role.equals("timestamp") ? role : version + "." + role;
        client.host.assertKept(role + ".json", repository.bytes(served + ".json"));
      } else {
        // The first role refused is the timestamp, also when later ones are bad as well.
        assertEquals("timestamp", client.refuses(SignatureThresholdException.class).roleName());
      }
    }
  }

  /** Not of the suite, whose failing cases all end at the timestamp. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("nonRootRotations")
  void rotationOfEachRoleAlone(String id, boolean accepted, List<Step> steps) throws IOException {
    Step step = steps.get(0);
    for (String role : List.of("timestamp", "snapshot", "targets")) {
      RepositorySimulator fresh = new RepositorySimulator();
      fresh.setKeys(role, step.threshold(), keys(step.keys()));
      fresh.signers.put(role, List.of(keys(step.signers())));
      fresh.publish("root", "targets", "snapshot", "timestamp");
      ConformanceClient other = new ConformanceClient(fresh, client.host.directory.resolve(role));
      if (accepted) {
        other.refresh();
      } else {
        assertEquals(role, other.refuses(SignatureThresholdException.class).roleName());
      }
    }
  }
}
