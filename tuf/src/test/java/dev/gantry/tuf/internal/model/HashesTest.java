// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.internal.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.gantry.core.Digest;
import dev.gantry.core.DigestAlgorithm;
import dev.gantry.core.GantryException;
import dev.gantry.core.MalformedDataException;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

class HashesTest {
  private static final String SHA256 = "0123456789abcdef".repeat(4);

  private static List<Digest> parse(ObjectNode hashes) throws GantryException {
    return Hashes.parse(Fields.of(hashes, "test", "hashes"));
  }

  private static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  @Test
  void unknownAlgorithmsAreIgnoredWhateverTheyHold() throws GantryException {
    ObjectNode hashes = object().put("sha256", SHA256).put("x-number", 1).putNull("x-null");
    hashes.putObject("x-object").put("a", "b");
    List<Digest> digests = parse(hashes);
    assertEquals(1, digests.size());
    assertEquals(DigestAlgorithm.SHA256, digests.get(0).algorithm());
    assertEquals(SHA256, digests.get(0).hex());
  }

  @Test
  void knownAlgorithmsMustHoldDigests() {
    assertThrows(MalformedDataException.class, () -> parse(object().put("sha256", 1)));
    assertThrows(MalformedDataException.class, () -> parse(object().put("x-number", 1)));
  }
}
