// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gantry.tuf.ExpiredMetadataException;
import dev.gantry.tuf.RepositorySimulator;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The cases of {@code test_expiration}. */
class ExpirationConformanceTest extends ConformanceCases {
  private void expires(String role, int days) {
    repository
        .signed(role)
        .put("expires", RepositorySimulator.NOW.plus(Duration.ofDays(days)).toString());
  }

  private void assertRefused(String role) {
    assertEquals(role, client.refuses(ExpiredMetadataException.class).roleName());
  }

  private void assertTrusted(long root, long timestamp, long snapshot, long targets)
      throws IOException {
    assertEquals(
        Map.of("root", root, "timestamp", timestamp, "snapshot", snapshot, "targets", targets),
        client.trusted());
  }

  @Test
  void rootExpired() throws IOException {
    client.refresh();
    repository.publish("root");
    client.refresh();
    expires("root", -1);
    repository.publish("root", "targets", "snapshot", "timestamp");
    assertRefused("root");
    assertTrusted(3, 1, 1, 1);
  }

  @Test
  void timestampExpired() throws IOException {
    client.refresh();
    expires("timestamp", -5);
    repository.publish("timestamp");
    assertRefused("timestamp");
    assertTrusted(1, 1, 1, 1);
  }

  @Test
  void snapshotExpired() throws IOException {
    client.refresh();
    expires("snapshot", -5);
    repository.publish("snapshot", "timestamp");
    assertRefused("snapshot");
    assertTrusted(1, 2, 1, 1);
  }

  @Test
  void targetsExpired() throws IOException {
    client.refresh();
    expires("targets", -5);
    repository.publish("targets", "snapshot", "timestamp");
    assertRefused("targets");
    assertTrusted(1, 2, 2, 1);
  }

  @Test
  void expiredLocalRoot() throws IOException {
    expires("root", 7);
    repository.publish("root");
    client.refresh();
    expires("root", 21);
    repository.publish("root");
    client.host.clock.advance(Duration.ofDays(18));
    client.refresh();
    assertEquals(3, client.trusted().get("root"));
  }

  @Test
  void expiredLocalTimestamp() throws IOException {
    expires("timestamp", 7);
    repository.publish("timestamp");
    client.refresh();
    expires("timestamp", 21);
    repository.publish("targets", "snapshot", "timestamp");
    client.host.clock.advance(Duration.ofDays(18));
    client.refresh();
    assertTrusted(1, 3, 2, 2);
  }
}
