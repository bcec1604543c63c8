// SPDX-License-Identifier: Apache-2.0 OR MIT
package dev.gantry.tuf.author;

import dev.gantry.core.Bytes;
import dev.gantry.core.Digest;
import dev.gantry.core.DigestAlgorithm;
import dev.gantry.core.GantryException;
import dev.gantry.tuf.internal.model.Fields;
import dev.gantry.tuf.internal.model.RoleNames;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a document says, so that a key holder sees what a signature would stand for.
 *
 * @param fileName the file
 * @param role the role
 * @param version the version of the metadata
 * @param previousVersion the version of the root before it, if it was given
 * @param expires when the metadata expires
 * @param digest SHA-256 of what is signed, to compare between key holders
 * @param listedFiles how many targets, or files of metadata, it lists; 0 for a root
 * @param roles the roles whose keys it names: all of a root, the delegated ones of targets
 */
public record DocumentSummary(
    String fileName,
    String role,
    long version,
    OptionalLong previousVersion,
    Instant expires,
    Digest digest,
    long listedFiles,
    List<RoleKeysSummary> roles) {
  /** Creates a summary; the list is copied. */
  public DocumentSummary {
    roles = List.copyOf(roles);
  }

  static DocumentSummary of(PendingDocument document, Optional<ObjectNode> previousRoot)
      throws GantryException {
    ObjectNode signed = document.signed();
    return new DocumentSummary(
        document.fileName(),
        document.role(),
        document.version(),
        previousRoot.isPresent()
            ? OptionalLong.of(SignedFile.version(previousRoot.get(), "previous root"))
            : OptionalLong.empty(),
        OffsetDateTime.parse(signed.get("expires").stringValue()).toInstant(),
        Digest.compute(DigestAlgorithm.SHA256, document.canonical()),
        listedFiles(signed),
        document.role().equals("root") ? roles(signed, previousRoot) : delegations(signed));
  }

  private static long listedFiles(ObjectNode signed) {
    JsonNode files = signed.has("meta") ? signed.get("meta") : signed.get("targets");
    return files == null ? 0 : files.size();
  }

  private static List<RoleKeysSummary> roles(ObjectNode root, Optional<ObjectNode> previous)
      throws GantryException {
    List<RoleKeysSummary> roles = new ArrayList<>();
    for (String name : RoleNames.TOP_LEVEL) {
      RoleKeySet next = RoleKeySet.ofRoot(root, name, "root");
      if (previous.isEmpty()) {
        roles.add(alone(next));
        continue;
      }
      RoleKeySet before = RoleKeySet.ofRoot(previous.get(), name, "previous root");
      roles.add(
          new RoleKeysSummary(
              name,
              next.threshold(),
              List.copyOf(next.keys().keySet()),
              OptionalInt.of(before.threshold()),
              onlyIn(next, before),
              onlyIn(before, next)));
    }
    return roles;
  }

  private static RoleKeysSummary alone(RoleKeySet role) {
    return new RoleKeysSummary(
        role.role(),
        role.threshold(),
        List.copyOf(role.keys().keySet()),
        OptionalInt.empty(),
        List.of(),
        List.of());
  }

  private static List<String> onlyIn(RoleKeySet one, RoleKeySet other) {
    Set<Bytes> known = new HashSet<>();
    other.keys().values().forEach(key -> known.add(key.fingerprint()));
    return one.keys().entrySet().stream()
        .filter(entry -> !known.contains(entry.getValue().fingerprint()))
        .map(Map.Entry::getKey)
        .toList();
  }

  private static List<RoleKeysSummary> delegations(ObjectNode targets) throws GantryException {
    JsonNode delegations = targets.get("delegations");
    if (delegations == null) {
      return List.of();
    }
    if (delegations.get("succinct_roles") instanceof ObjectNode succinct) {
      ObjectNode bins = succinct.deepCopy();
      bins.put("name", succinct.get("name_prefix").stringValue() + "-*");
      return List.of(alone(RoleKeySet.ofDelegation(delegations, bins, "targets")));
    }
    List<RoleKeysSummary> roles = new ArrayList<>();
    for (JsonNode entry : Fields.of(delegations, "targets", "delegations").array("roles")) {
      roles.add(alone(RoleKeySet.ofDelegation(delegations, entry, "targets")));
    }
    return roles;
  }
}
