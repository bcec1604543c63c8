// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.internal.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.NotEmpty;
import net.jqwik.api.constraints.StringLength;

class RoleNamesPropertyTest {
  @Example
  void servedNamesAreThoseOfTheSpecification() {
    assertEquals("3.root.json", RoleNames.served("root", 3));
    assertEquals("timestamp.json", RoleNames.served("timestamp", 0));
    assertEquals("1...%2Fx.json", RoleNames.served("../x", 1));
    assertEquals("%2Fa%3F%23%C3%A4.json", RoleNames.served("/a?#ä", 0));
    assertEquals("Role-._~1.json", RoleNames.served("Role-._~1", 0));
  }

  @Example
  void localNamesDifferWhereCaseDoesNotCount() {
    assertEquals("root.json", RoleNames.local("root"));
    assertEquals("%52oot.json", RoleNames.local("Root"));
    assertEquals("..%2Fx.json", RoleNames.local("../x"));
    assertEquals("%2F%41.json", RoleNames.local("/A"));
    assertEquals("%63on.json", RoleNames.local("con"));
    assertEquals("%63om1.x.json", RoleNames.local("com1.x"));
    assertEquals("%43on.json", RoleNames.local("Con"));
    assertEquals("console.json", RoleNames.local("console"));
  }

  @Example
  void pathsKeepTheirSlashes() {
    assertEquals("a%20b/c%25/%3F", RoleNames.encodePath("a b/c%/?"));
  }

  @Property
  void localNamesStayInTheirDirectory(@ForAll @NotEmpty @StringLength(max = 20) String name) {
    if (RoleNames.isValidDelegated(name)) {
      Path file = Path.of("store").resolve(RoleNames.local(name)).normalize();
      assertEquals(Path.of("store"), file.getParent());
      assertTrue(file.toString().matches("[\\x21-\\x7e]+"));
    }
  }

  @Property
  void differentRolesHaveDifferentLocalNamesWhateverTheCase(
      @ForAll @NotEmpty @StringLength(max = 4) String one,
      @ForAll @NotEmpty @StringLength(max = 4) String two) {
    Map<String, String> names = new HashMap<>();
    for (String name :
        new String[] {
          one, two, one.toUpperCase(Locale.ROOT), two.toLowerCase(Locale.ROOT), one + two
        }) {
      if (RoleNames.isValidDelegated(name)) {
        String other = names.put(RoleNames.local(name).toLowerCase(Locale.ROOT), name);
        assertTrue(other == null || other.equals(name), name);
      }
    }
  }

  @Example
  void namesThatNoDelegatedRoleMayHave() {
    for (String name : new String[] {"", "root", "targets", "snapshot", "timestamp", "\ud800"}) {
      assertFalse(RoleNames.isValidDelegated(name), name);
    }
    assertTrue(RoleNames.isValidDelegated("x".repeat(195)));
    assertFalse(RoleNames.isValidDelegated("X".repeat(100)));
  }
}
