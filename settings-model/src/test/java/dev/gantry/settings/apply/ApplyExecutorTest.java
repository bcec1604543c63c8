// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.apply;

import static dev.gantry.settings.apply.ApplyFixture.tree;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.core.CancellationToken;
import dev.gantry.settings.apply.ApplyReport.ServiceOutcome;
import dev.gantry.settings.apply.ApplyReport.Status;
import dev.gantry.testkit.ForcedFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ApplyExecutorTest {
  private static final String BEFORE =
      "{'motd': 'old', 'network': {'hostname': 'old', 'hosts': 'old'}, 'registry': {'users': []}}";
  private static final String AFTER =
      "{'motd': 'new', 'network': {'hostname': 'new'}, 'registry': {'users': [{'name': 'joe',"
          + " 'password': 'secret'}]}}";

  @TempDir Path root;

  private final ApplyPlanner planner = ApplyFixture.planner();
  private final ApplyPlan first = planner.planAll(tree(BEFORE), ApplyFixture.OS);
  private final ApplyPlan change = planner.plan(tree(BEFORE), tree(AFTER), ApplyFixture.OS);

  /** Remembers what ran, and fails where it is told to. */
  private static final class Restarter implements ServiceRestarter {
    private final List<String> ran = new ArrayList<>();
    private final Set<String> failing = new HashSet<>();

    @Override
    public void run(String service, List<String> command, Map<String, String> environment)
        throws IOException {
      ran.add(service + " " + command + " " + environment.getOrDefault("CHANGED_SETTINGS", "-"));
      if (failing.contains(command.get(0))) {
        throw new IOException("exit status 1");
      }
    }

    @Override
    public void reloadUnits() throws IOException {
      ran.add("reload");
      if (failing.contains("reload")) {
        throw new IOException("exit status 1");
      }
    }
  }

  private final Restarter restarter = new Restarter();

  @BeforeEach
  void writeTheFirstFiles() {
    ApplyReport report =
        ApplyExecutor.create(root, new Restarter()).apply(first, CancellationToken.NONE);
    assertTrue(report.isComplete(), report.toString());
  }

  private String read(String path) throws IOException {
    return Files.readString(root.resolve(path));
  }

  @Test
  void filesAreDurableBeforeAndAfterTheyGetTheirNames() throws Exception {
    List<Path> forced =
        ForcedFiles.during(
            root,
            () -> ApplyExecutor.create(root, new Restarter()).apply(first, CancellationToken.NONE));
    for (Path written : files()) {
      Path parent = Objects.requireNonNull(written.getParent());
      int directory = forced.lastIndexOf(parent);
      assertTrue(directory > 0, () -> parent + " is not forced: " + forced);
      assertTrue(
          forced.subList(0, directory).stream().anyMatch(path -> parent.equals(path.getParent())),
          () -> "nothing in " + parent + " is forced: " + forced);
    }
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> all = Files.walk(root)) {
      return all.filter(Files::isRegularFile).map(root::relativize).toList();
    }
  }

  @Test
  void writesFilesAndRestartsServices() throws IOException {
    ApplyReport report =
        ApplyExecutor.create(root, restarter).apply(change, CancellationToken.NONE);
    assertTrue(report.isComplete());
    assertEquals("new\n", read("etc/motd"));
    assertFalse(Files.exists(root.resolve("etc/systemd/system/alpha.service.d/hosts.conf")));
    assertEquals(
        "rw-------",
        PosixFilePermissions.toString(
            Files.getPosixFilePermissions(root.resolve("etc/creds.toml"))));
    assertEquals(
        List.of(
            "reload",
            "creds [/bin/creds] settings.registry.users",
            "zeta [/bin/one, a b] settings.network.hostname",
            "zeta [/bin/two] settings.network.hostname",
            "alpha [/bin/restart, alpha.service]"
                + " settings.network.hostname settings.network.hosts"),
        restarter.ran);
    assertEquals(
        List.of("creds", "motd", "zeta", "alpha"),
        report.services().stream().map(ServiceOutcome::name).toList());
  }

  @Test
  void setsTheModeOfAFileThatExists() throws IOException {
    Path creds = root.resolve("etc/creds.toml");
    Files.setPosixFilePermissions(creds, PosixFilePermissions.fromString("rw-rw-rw-"));
    ApplyExecutor.create(root, restarter).apply(change, CancellationToken.NONE);
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(creds)));
  }

  @Test
  void filesAreOldOrNewWhereverItFails() throws IOException {
    int steps = 0;
    for (boolean more = true; more; steps++) {
      ApplyExecutor.create(root, new Restarter()).apply(first, CancellationToken.NONE);
      StoppingOps ops =
          new StoppingOps(
              steps,
              () -> {
                throw new IOException("injected");
              });
      Restarter seen = new Restarter();
      ApplyReport report =
          ApplyExecutor.create(root, seen, ops).apply(change, CancellationToken.NONE);
      more = ops.hasStopped();
      String where = "step " + steps;
      assertEquals(!more, report.isComplete(), where);
      assertTrue(Set.of("old\n", "new\n").contains(read("etc/motd")), where);
      String host = read("etc/network/hostname.env");
      assertTrue(host.equals("# name\nHOSTNAME=old\n# end\n") || host.contains("=new"), where);
      try (Stream<Path> all = Files.walk(root)) {
        assertTrue(all.noneMatch(each -> each.toString().endsWith(".new")), where);
      }
      if (more) {
        everyServiceOfABadFileIsNamed(report, where);
        assertTrue(
            ApplyExecutor.create(root, seen)
                .apply(change.remaining(report), CancellationToken.NONE)
                .isComplete(),
            where);
        assertEquals("new\n", read("etc/motd"), where);
        assertEquals("# name\nHOSTNAME=new\n# end\n", read("etc/network/hostname.env"), where);
      }
    }
    System.out.println("failed at each of " + (steps - 1) + " steps");
    assertTrue(steps > 15);
  }

  private static void everyServiceOfABadFileIsNamed(ApplyReport report, String where) {
    assertEquals(1, report.failedFiles().size(), where);
    for (Service service : ApplyFixture.catalog().services().values()) {
      boolean bad = service.configurationFiles().contains(report.failedFiles().get(0));
      assertEquals(bad, report.failedServices().contains(service.name()), where);
    }
  }

  @Test
  void everyFailedRestartIsReported() {
    List<String> commands = List.of("/bin/creds", "/bin/one", "/bin/two", "/bin/restart", "reload");
    int injected = 0;
    for (int mask = 1; mask < 1 << commands.size(); mask++) {
      Restarter failing = new Restarter();
      for (int i = 0; i < commands.size(); i++) {
        if ((mask >> i & 1) != 0) {
          failing.failing.add(commands.get(i));
        }
      }
      ApplyReport report =
          ApplyExecutor.create(root, failing).apply(change, CancellationToken.NONE);
      Set<String> expected = new HashSet<>();
      failing.failing.forEach(
          command ->
              expected.add(
                  switch (command) {
                    case "/bin/creds" -> "creds";
                    case "/bin/restart" -> "alpha";
                    case "reload" -> "reload";
                    default -> "zeta";
                  }));
      boolean reloads = !expected.remove("reload");
      if (!reloads) {
        // Its unit was written, so a restart would be one with the old unit.
        expected.add("alpha");
      }
      assertEquals(!reloads, report.reloadError().isPresent());
      assertEquals(expected, new HashSet<>(report.failedServices()));
      assertFalse(report.isComplete());
      injected += expected.size();
    }
    System.out.println(injected + " of " + injected + " failures of services are reported");
  }

  @Test
  void aReloadThatFailedIsLeftOverWithItsServices() throws IOException {
    restarter.failing.add("reload");
    ApplyExecutor executor = ApplyExecutor.create(root, restarter);
    ApplyReport report = executor.apply(change, CancellationToken.NONE);
    assertTrue(report.reloadError().isPresent());
    assertEquals(List.of(), report.failedFiles());
    assertEquals(List.of("alpha"), report.failedServices());
    assertEquals(Status.SKIPPED, report.services().get(3).status());
    ApplyPlan left = change.remaining(report);
    assertEquals(List.of(), left.files());
    assertTrue(left.reloadsUnits());
    for (int i = 0; i < 2; i++) {
      restarter.ran.clear();
      report = executor.apply(left, CancellationToken.NONE);
      assertEquals(List.of("reload"), restarter.ran);
      assertFalse(report.isComplete());
      left = left.remaining(report);
    }
    restarter.failing.clear();
    restarter.ran.clear();
    report = executor.apply(left, CancellationToken.NONE);
    assertTrue(report.isComplete());
    assertEquals(
        List.of(
            "reload",
            "alpha [/bin/restart, alpha.service]"
                + " settings.network.hostname settings.network.hosts"),
        restarter.ran);
    left = left.remaining(report);
    assertFalse(left.reloadsUnits());
    assertEquals(List.of(), left.services());
  }

  @Test
  void nothingIsLeftToReloadOnceThatWorked() {
    restarter.failing.add("/bin/restart");
    ApplyExecutor executor = ApplyExecutor.create(root, restarter);
    ApplyPlan left = change.remaining(executor.apply(change, CancellationToken.NONE));
    assertFalse(left.reloadsUnits());
    restarter.ran.clear();
    restarter.failing.clear();
    restarter.failing.add("reload");
    assertTrue(executor.apply(left, CancellationToken.NONE).isComplete());
    assertEquals(1, restarter.ran.size());
  }

  @Test
  void afterADryRunAndAfterACancelledRunAllIsLeft() throws IOException {
    ApplyExecutor executor = ApplyExecutor.create(root, restarter);
    for (ApplyReport report :
        List.of(executor.dryRun(change), executor.apply(change, () -> true))) {
      ApplyPlan left = change.remaining(report);
      assertTrue(left.reloadsUnits());
      assertEquals(change.services(), left.services());
      assertEquals(
          change.files().stream().filter(each -> each.action() != ApplyPlan.Action.KEEP).toList(),
          left.files().stream().filter(each -> each.action() != ApplyPlan.Action.KEEP).toList());
    }
  }

  @Test
  void stopsAtTheFirstFailureIfThatIsAskedFor() {
    restarter.failing.add("/bin/creds");
    ApplyReport report =
        ApplyExecutor.create(root, restarter)
            .stoppingAtFailure()
            .apply(change, CancellationToken.NONE);
    assertEquals(
        List.of(Status.FAILED, Status.DONE, Status.SKIPPED, Status.SKIPPED),
        report.services().stream().map(ServiceOutcome::status).toList());
    assertEquals(List.of("/bin/creds"), report.services().get(0).failedCommand().orElseThrow());
    assertEquals(2, restarter.ran.size());
  }

  @Test
  void aDryRunDoesNothing() throws IOException {
    ApplyReport report = ApplyExecutor.create(root, restarter).dryRun(change);
    assertTrue(report.dryRun());
    assertEquals(List.of(), restarter.ran);
    assertEquals("old\n", read("etc/motd"));
    assertTrue(report.services().stream().allMatch(each -> each.status() == Status.PLANNED));
  }

  @Test
  void whatIsCancelledIsSkipped() throws IOException {
    ApplyReport report = ApplyExecutor.create(root, restarter).apply(change, () -> true);
    assertEquals("old\n", read("etc/motd"));
    assertEquals(4, report.failedServices().size());
    assertEquals(List.of(), restarter.ran);
  }

  @Test
  void whatCannotBeRenderedIsReported() {
    ApplyPlan plan = planner.planAll(tree("{'motd': 'hi'}"), ApplyFixture.OS);
    ApplyReport report = ApplyExecutor.create(root, restarter).apply(plan, CancellationToken.NONE);
    assertEquals(List.of("host"), report.failedFiles());
    assertEquals(List.of("zeta", "alpha"), report.failedServices());
  }

  @Test
  void misbehavingRestartersAreReported() {
    ServiceRestarter broken =
        new ServiceRestarter() {
          @Override
          public void run(String service, List<String> command, Map<String, String> environment) {
            throw new IllegalStateException("broken");
          }

          @Override
          public void reloadUnits() {
            throw new IllegalStateException("broken");
          }
        };
    ApplyReport report = ApplyExecutor.create(root, broken).apply(change, CancellationToken.NONE);
    assertEquals(List.of("creds", "zeta", "alpha"), report.failedServices());
    assertTrue(report.reloadError().isPresent());
  }
}
