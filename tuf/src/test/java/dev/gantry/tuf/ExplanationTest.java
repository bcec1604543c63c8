// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.core.LimitExceededException;
import dev.gantry.tuf.TargetExplanation.Outcome;
import dev.gantry.tuf.TargetExplanation.Step;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

/** How a search for a target is explained, TUF 5.6.7. */
class ExplanationTest {
  private static final TargetPath FILE = TargetPath.of("file");

  private final RepositorySimulator repository = new RepositorySimulator();
  private final TestHost host = TestHost.inMemory(repository);

  private TargetExplanation explain() throws IOException {
    repository.release();
    return host.refresh().explain(FILE);
  }

  private static List<String> steps(TargetExplanation explanation) {
    return explanation.steps().stream()
        .map(step -> step.delegator() + ">" + step.role() + " " + step.outcome())
        .toList();
  }

  private ObjectNode delegate(ObjectNode from, String name, boolean terminating, String path) {
    return repository.delegate(from, name, terminating, path);
  }

  @Test
  void aTargetOfTheTopLevelRole() throws IOException {
    repository.addTarget("file", "content");
    TargetExplanation explanation = explain();
    assertEquals(List.of("root>targets LISTED"), steps(explanation));
    assertEquals("targets", explanation.target().orElseThrow().roleName());
    assertEquals(Optional.empty(), explanation.failure());
    assertEquals(FILE, explanation.path());
  }

  @Test
  void spec_5_6_7_everyRoleOnTheWayHasItsStep() throws IOException {
    ObjectNode a = delegate(repository.targets, "A", false, "*");
    delegate(repository.targets, "B", false, "x*");
    ObjectNode c = delegate(repository.targets, "C", false, "*");
    delegate(a, "A", false, "*");
    ObjectNode d = delegate(a, "D", false, "*");
    delegate(repository.targets, "never", false, "*");
    repository.addTarget(c, "file", "content");
    assertEquals(
        List.of(
            "root>targets NOT_LISTED",
            "targets>B PATH_NOT_DELEGATED",
            "targets>A NOT_LISTED",
            "A>A ALREADY_VISITED",
            "A>D NOT_LISTED",
            "targets>C LISTED"),
        steps(explain()));
    repository.addTarget(d, "file", "content");
    TargetExplanation explanation = explain();
    assertEquals("D", explanation.target().orElseThrow().roleName());
    assertEquals(5, explanation.steps().size());
  }

  @Test
  void spec_5_6_7_2_1_rolesAfterATerminatingOneAreCutOff() throws IOException {
    ObjectNode a = delegate(repository.targets, "A", false, "*");
    delegate(repository.targets, "B", false, "*");
    delegate(a, "C", true, "*");
    delegate(a, "D", false, "*");
    TargetExplanation explanation = explain();
    assertEquals(
        List.of(
            "root>targets NOT_LISTED",
            "targets>A NOT_LISTED",
            "A>D CUT_OFF",
            "targets>B CUT_OFF",
            "A>C NOT_LISTED"),
        steps(explanation));
    assertTrue(explanation.steps().get(3).detail().contains("C"));
    assertEquals(Optional.empty(), explanation.target());
    assertEquals(Optional.empty(), explanation.failure());
  }

  @Test
  void aRoleThatTheSnapshotDoesNotList() throws IOException {
    delegate(repository.targets, "A", false, "*");
    repository.delegated.remove("A");
    TargetExplanation explanation = explain();
    assertEquals(
        List.of("root>targets NOT_LISTED", "targets>A NOT_IN_SNAPSHOT"), steps(explanation));
    assertTrue(explanation.failure().orElseThrow() instanceof UnlistedRoleException);
  }

  @Test
  void aRoleThatIsRefused() throws IOException {
    delegate(repository.targets, "A", false, "*");
    repository.signers.put("A", List.of(TestKey.of("stranger")));
    TargetExplanation explanation = explain();
    assertEquals(List.of("root>targets NOT_LISTED", "targets>A REFUSED"), steps(explanation));
    IOException failure = explanation.failure().orElseThrow();
    assertTrue(failure instanceof SignatureThresholdException);
    assertEquals(failure.getMessage(), explanation.steps().get(1).detail());
  }

  @Test
  void anEntryThatIsMalformed() throws IOException {
    ObjectNode a = delegate(repository.targets, "A", false, "*");
    ((ObjectNode) a.get("targets")).putObject("file");
    TargetExplanation explanation = explain();
    assertEquals(List.of("root>targets NOT_LISTED", "targets>A REFUSED"), steps(explanation));
    assertTrue(explanation.failure().isPresent());
  }

  @Test
  void spec_5_6_7_1_moreRolesThanAllowed() throws IOException {
    delegate(repository.targets, "A", false, "*");
    delegate(repository.targets, "B", false, "*");
    host.limits = TufLimits.builder().delegationsVisited(2).build();
    TargetExplanation explanation = explain();
    assertEquals(
        List.of("root>targets NOT_LISTED", "targets>A NOT_LISTED", "targets>B TOO_MANY_ROLES"),
        steps(explanation));
    assertTrue(explanation.failure().orElseThrow() instanceof LimitExceededException);
  }

  @Test
  void stepsAreForPeopleToRead() throws IOException {
    Step step = new Step("a\u001b", "b", Outcome.REFUSED, "line\nbreak");
    assertEquals(-1, step.detail().indexOf('\n'));
    assertEquals(-1, step.toString().indexOf('\u001b'));
    assertTrue(step.toString().contains("REFUSED"));
    assertEquals(1, explain().toString().lines().count());
    assertSame(Outcome.REFUSED, step.outcome());
  }
}
