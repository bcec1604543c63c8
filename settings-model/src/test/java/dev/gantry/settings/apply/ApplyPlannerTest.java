// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.settings.apply;

import static dev.gantry.settings.apply.ApplyFixture.tree;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.core.GantryException;
import dev.gantry.settings.SettingKey;
import dev.gantry.settings.apply.ApplyPlan.Action;
import dev.gantry.settings.apply.ApplyPlan.FileChange;
import dev.gantry.settings.extension.SettingsExtensions;
import dev.gantry.settings.template.Template;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ApplyPlannerTest {
  private final ApplyPlanner planner = ApplyFixture.planner();

  private static List<String> services(ApplyPlan plan) {
    return plan.services().stream().map(each -> each.service().name()).toList();
  }

  @Test
  void plansFilesAndServicesOfAChange() {
    ApplyPlan plan =
        planner.plan(
            tree("{'motd': 'hi', 'network': {'hostname': 'a'}}"),
            tree("{'motd': 'hi', 'network': {'hostname': 'b'}}"),
            ApplyFixture.OS);
    assertEquals(List.of(SettingKey.of("network", "hostname")), plan.changed());
    assertEquals(List.of("zeta", "alpha"), services(plan));
    assertEquals(
        List.of(
            "WRITE /etc/network/hostname.env",
            "KEEP /etc/systemd/system/alpha.service.d/hosts.conf"),
        plan.files().stream().map(FileChange::toString).toList());
    assertEquals(
        """
        --- /etc/network/hostname.env
        +++ /etc/network/hostname.env
        @@ -1,3 +1,3 @@
         # name
        -HOSTNAME=a
        +HOSTNAME=b
         # end
        """,
        plan.files().get(0).diff());
    assertEquals("# name\nHOSTNAME=b\n# end\n", plan.files().get(0).revealContent());
    assertEquals(List.of(), plan.rebootReasons());
    assertFalse(plan.reloadsUnits());
  }

  @Test
  void theNearestKeyCountsNameByName() {
    ServiceCatalog catalog = ApplyFixture.catalog();
    assertEquals(List.of("alpha"), catalog.affected(SettingKey.of("network", "hosts")));
    assertEquals(List.of("alpha"), catalog.affected(SettingKey.of("network", "hosts", "x")));
    assertEquals(List.of("alpha", "zeta"), catalog.affected(SettingKey.of("network", "hostsx")));
    assertEquals(List.of(), catalog.affected(SettingKey.of("networks")));
  }

  @Test
  void aFileIsWrittenIfTheOldSettingsDoNotRenderIt() {
    // The old file may be anything, also what the new settings render.
    ApplyPlan plan =
        planner.plan(
            tree("{'network': {'hosts': 'x'}}"),
            tree("{'network': {'hostname': 'b', 'hosts': 'x'}}"),
            ApplyFixture.OS);
    assertEquals(Action.WRITE, plan.files().get(0).action());
    assertEquals(Action.KEEP, plan.files().get(1).action());
    assertTrue(plan.files().get(0).diff().contains("--- /dev/null"));
    assertEquals(List.of(), plan.failures());
    ServiceCatalog catalog =
        ServiceCatalog.of(
            List.of(new Service("s", List.of("f"), List.of(), Set.of())),
            List.of(new ConfigurationFile("f", "/f", "f", 0644, Optional.empty(), true)),
            Map.of(SettingKey.of("network"), List.of("s")));
    Template template =
        template("{{#if settings.network.hosts}}{{settings.network.hostname}}{{/if}}");
    ApplyPlanner other =
        ApplyPlanner.create(
            catalog, ApplyFixture.ENGINE, path -> template, ApplyFixture.MODEL, List.of());
    assertEquals(
        List.of("REMOVE /f"),
        other
            .plan(
                tree("{'network': {'hosts': 'x'}}"),
                tree("{'network': {'hostname': 'b'}}"),
                ApplyFixture.OS)
            .files()
            .stream()
            .map(FileChange::toString)
            .toList());
  }

  private static Template template(String body) {
    try {
      return Template.ofBody("t", body);
    } catch (GantryException e) {
      throw new IllegalArgumentException(e);
    }
  }

  @Test
  void removesAFileThatWouldBeEmptyAndReloadsUnits() {
    ApplyPlan plan =
        planner.plan(
            tree("{'network': {'hostname': 'a', 'hosts': 'x'}}"),
            tree("{'network': {'hostname': 'a'}}"),
            ApplyFixture.OS);
    assertEquals(List.of("alpha"), services(plan));
    assertEquals(Action.REMOVE, plan.files().get(1).action());
    assertTrue(plan.reloadsUnits());
    assertTrue(plan.files().get(1).diff().contains("+++ /dev/null"));
  }

  @Test
  void diffsHaveNoSecrets() {
    ApplyPlan plan =
        planner.plan(
            tree("{'registry': {'token': 'b2xkLXNlY3JldA==', 'users': []}}"),
            tree(
                "{'registry': {'token': 'bmV3LXNlY3JldA==', 'users': [{'name': 'joe', 'password':"
                    + " 'p<a>ssword'}]}}"),
            ApplyFixture.OS);
    FileChange creds = plan.files().get(0);
    assertTrue(creds.revealContent().contains("new-secret"));
    assertTrue(creds.revealContent().contains("p&lt;a&gt;ssword"));
    assertTrue(creds.diff().contains("+joe = \"(secret)\""));
    for (String secret : List.of("old-secret", "new-secret", "p&lt;a", "bmV3")) {
      assertFalse(creds.diff().contains(secret), secret);
      assertFalse(plan.toString().contains(secret), secret);
    }
  }

  @Test
  void saysThatOnlySecretsChange() {
    ApplyPlan plan =
        planner.plan(
            tree("{'registry': {'token': 'b2xkLXNlY3JldA=='}}"),
            tree("{'registry': {'token': 'bmV3LXNlY3JldA=='}}"),
            ApplyFixture.OS);
    assertTrue(plan.files().get(0).diff().contains("(only secrets change)"));
    plan =
        planner.plan(
            tree("{}"),
            tree("{'registry': {'users': [{'name': 'joe', 'password': 'o'}]}}"),
            ApplyFixture.OS);
    assertTrue(plan.files().get(0).diff().contains("(not shown: it has secrets)"));
    assertFalse(plan.files().get(0).diff().contains("joe"));
  }

  @Test
  void saysWhenTheHostMustReboot() {
    assertEquals(
        1,
        planner
            .plan(
                tree("{'kernel': {'lockdown': 'integrity'}}"),
                tree("{'kernel': {'lockdown': 'none'}}"),
                ApplyFixture.OS)
            .rebootReasons()
            .size());
    assertEquals(
        0,
        planner
            .plan(
                tree("{'kernel': {'lockdown': 'none'}}"),
                tree("{'kernel': {'lockdown': 'confidentiality'}}"),
                ApplyFixture.OS)
            .rebootReasons()
            .size());
    assertEquals(
        1,
        planner
            .plan(tree("{}"), tree("{'boot': {'init': 'x'}}"), ApplyFixture.OS)
            .rebootReasons()
            .size());
  }

  @Test
  void namesFilesThatCannotBeRendered() {
    ApplyPlan plan = planner.planAll(tree("{'motd': 'hi'}"), ApplyFixture.OS);
    assertEquals(
        List.of("/etc/network/hostname.env"),
        plan.failures().stream().map(each -> each.file().path()).toList());
    assertEquals(List.of("creds", "motd", "zeta", "alpha"), services(plan));
  }

  @Test
  void theSameSettingsGiveTheSamePlan() {
    String first = planner.planAll(tree("{'motd': 'hi'}"), ApplyFixture.OS).toString();
    assertEquals(
        first, ApplyFixture.planner().planAll(tree("{'motd': 'hi'}"), ApplyFixture.OS).toString());
  }

  @Test
  void refusesCatalogsThatDoNotFit() {
    Service one = new Service("one", List.of(), List.of(), Set.of("two"));
    Service two = new Service("two", List.of(), List.of(), Set.of("one"));
    assertThrows(
        IllegalArgumentException.class,
        () -> ServiceCatalog.of(List.of(one, two), List.of(), Map.of()));
    assertThrows(
        IllegalArgumentException.class,
        () ->
            ServiceCatalog.of(
                List.of(), List.of(), Map.of(SettingKey.of("motd"), List.of("motd"))));
    for (String path : List.of("etc/motd", "/etc/", "/etc/../motd")) {
      assertThrows(
          IllegalArgumentException.class, () -> ConfigurationFile.of("motd", path, "motd"));
    }
  }

  @Test
  void knowsTheServicesOfAllVariants() throws GantryException {
    SettingsExtensions extensions = SettingsExtensions.load();
    for (String variant : extensions.variants().keySet()) {
      ServiceCatalog catalog = extensions.variant(variant).catalog();
      assertEquals(
          List.of("hostname", "hosts"), catalog.affected(SettingKey.of("network", "hostname")));
      assertEquals(List.of("ntp"), catalog.affected(SettingKey.of("ntp", "time-servers")));
      assertTrue(
          catalog.files().values().stream().anyMatch(file -> file.path().equals("/etc/motd")));
    }
    assertFalse(extensions.variants().isEmpty());
  }
}
