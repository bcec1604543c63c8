// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.internal.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.gantry.core.Bytes;
import dev.gantry.tuf.internal.client.VerifiedRoles.Loaded;
import dev.gantry.tuf.internal.model.Envelope;
import dev.gantry.tuf.internal.model.MetaFile;
import dev.gantry.tuf.internal.model.TargetsRole;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class VerifiedRolesTest {
  private static final MetaFile LISTED = new MetaFile(1, OptionalLong.empty(), List.of());

  private final TargetsRole top = role("targets");
  private final List<String> loads = new ArrayList<>();

  private static TargetsRole role(String name) {
    String text =
        "{\"signatures\":[],\"signed\":{\"_type\":\"targets\",\"spec_version\":\"1.0.0\","
            + "\"version\":1,\"expires\":\"2030-01-01T00:00:00Z\",\"targets\":{}}}";
    try {
      Bytes raw = Bytes.of(text.getBytes(StandardCharsets.UTF_8));
      return TargetsRole.parse(Envelope.parse(raw, "test", 1000, 1), name);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private TargetsRole get(VerifiedRoles cache, TargetsRole delegator, String name, int size)
      throws IOException {
    return get(cache, delegator, name, size, LISTED);
  }

  private TargetsRole get(
      VerifiedRoles cache, TargetsRole delegator, String name, int size, MetaFile listed)
      throws IOException {
    return cache
        .get(
            new VerifiedRoles.Key(delegator, name),
            listed,
            () -> {
              loads.add(name);
              return new Loaded(Bytes.of(new byte[size]), listed, role(name));
            })
        .role();
  }

  @Test
  void staysWithinItsBytes() throws IOException {
    VerifiedRoles cache = new VerifiedRoles(10);
    get(cache, top, "a", 5);
    get(cache, top, "b", 5);
    assertEquals(10, cache.bytes());
    get(cache, top, "a", 5);
    get(cache, top, "b", 5);
    assertEquals(List.of("a", "b"), loads, "exactly as many bytes as allowed");
    get(cache, top, "a", 5);
    get(cache, top, "c", 1);
    assertEquals(6, cache.bytes());
    get(cache, top, "a", 5);
    get(cache, top, "b", 5);
    assertEquals(List.of("a", "b", "c", "b"), loads, "the one not used for longest went");
  }

  @Test
  void aRoleLargerThanAllowedStaysAlone() throws IOException {
    VerifiedRoles cache = new VerifiedRoles(10);
    get(cache, top, "a", 5);
    get(cache, top, "b", 11);
    get(cache, top, "b", 11);
    assertEquals(List.of("a", "b"), loads);
    assertEquals(11, cache.bytes());
  }

  @Test
  void anotherListingTakesThePlaceOfTheOld() throws IOException {
    VerifiedRoles cache = new VerifiedRoles(100);
    get(cache, top, "a", 5);
    get(cache, top, "a", 7, new MetaFile(2, OptionalLong.empty(), List.of()));
    assertEquals(List.of("a", "a"), loads);
    assertEquals(7, cache.bytes());
  }

  @Test
  void whatOneDelegatorVouchesForSaysNothingAboutAnothers() throws IOException {
    VerifiedRoles cache = new VerifiedRoles(100);
    TargetsRole left = get(cache, top, "left", 1);
    TargetsRole right = get(cache, top, "right", 1);
    get(cache, left, "shared", 1);
    get(cache, right, "shared", 1);
    assertEquals(List.of("left", "right", "shared", "shared"), loads);
  }

  @Test
  void rolesBelowOneThatWentGoToo() throws IOException {
    VerifiedRoles cache = new VerifiedRoles(100);
    TargetsRole a = get(cache, top, "a", 1);
    TargetsRole b = get(cache, a, "b", 2);
    get(cache, b, "c", 4);
    get(cache, top, "other", 8);
    get(cache, b, "d", 16);
    get(cache, top, "a", 32, new MetaFile(2, OptionalLong.empty(), List.of()));
    assertEquals(40, cache.bytes());
    get(cache, top, "other", 8);
    assertEquals(List.of("a", "b", "c", "other", "d", "a"), loads);
  }

  @Test
  void failuresAreNotRemembered() throws IOException {
    VerifiedRoles cache = new VerifiedRoles(100);
    VerifiedRoles.Key key = new VerifiedRoles.Key(top, "a");
    assertThrows(
        IOException.class,
        () ->
            cache.get(
                key,
                LISTED,
                () -> {
                  throw new IOException("no");
                }));
    get(cache, top, "a", 1);
    assertEquals(List.of("a"), loads);
  }
}
