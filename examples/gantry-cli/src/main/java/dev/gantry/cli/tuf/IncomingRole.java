// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.cli.tuf;

import dev.gantry.core.Bytes;
import dev.gantry.core.LimitExceededException;
import dev.gantry.core.MalformedDataException;
import dev.gantry.tuf.TufLimits;
import dev.gantry.tuf.author.TufPublicKey;
import dev.gantry.tuf.fetch.FetchRequest;
import dev.gantry.tuf.fetch.FetchResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Metadata that the owner of a delegated role hands over. */
final class IncomingRole {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private IncomingRole() {}

  /** Returns the keys that a role file declares, as tuftool puts the role's own keys there. */
  static List<TufPublicKey> keys(Bytes file, String role) throws IOException {
    List<TufPublicKey> keys = new ArrayList<>();
    try {
      JsonNode declared =
          JSON.readTree(file.toByteArray()).path("signed").path("delegations").path("keys");
      for (JsonNode key : declared) {
        keys.add(TufPublicKey.parse(key.toString()));
      }
    } catch (JacksonException e) {
      throw malformed(role, "no JSON", e);
    }
    if (keys.isEmpty()) {
      throw malformed(role, "none", null);
    }
    return keys;
  }

  private static MalformedDataException malformed(
      String role, String found, @Nullable Exception cause) {
    return new MalformedDataException(
        "ROLE_KEYS",
        role + ".json",
        MalformedDataException.UNKNOWN_OFFSET,
        "signed.delegations.keys",
        found,
        "the keys of the role; or give --delegated-key",
        cause);
  }

  /** Fetches the file of a role from where its owner left it; nothing is verified yet. */
  static Bytes fetch(String location, String role) throws IOException {
    String file = role + ".json";
    int limit = TufLimits.defaults().targetsBytes();
    try (FetchResponse response = Locations.fetcher(location).open(FetchRequest.of(file))) {
      byte[] content = response.body().readNBytes(limit + 1);
      LimitExceededException.check("size of " + file + " in bytes", limit, content.length);
      return Bytes.of(content);
    }
  }
}
